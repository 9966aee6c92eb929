"""Widgets in JupyterLab, in a headless browser."""

import pytest
from browser import APP, CHROMIUM, COMMAND, PANEL, SESSION, opened, run_all

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs chromium")

CELLS = [
    "import DeepLearning\nimport Widgets",
    'interact(FloatSlider(value: 1, in: 0...5, step: 0.5, description: "Frequency"), Checkbox(description: "Fast")) '
    "{ frequency, isFast in\n"
    '    print("frequency \\(frequency)", isFast)\n'
    "    let x = Tensor.linspace(0, 6, count: 100)\n    return plot(x, sin(x * frequency))\n}",
    'let log = Output()\nlet name = Text("Ada", description: "Name")\n'
    'let kind = Dropdown(["warm": 1, "cold": 2], description: "Kind")\n'
    'let button = Button("Greet", kind: .primary, icon: "play") { log.capture { print("Hello, \\(name.value)! \\(kind.value)") } }\n'
    "VBox([HBox([name, kind, button]), log])",
    'interact(IntSlider(value: 1, in: 0...3)) { n in print([10, 20][n]) }',
    "%help",
]

TEXT = f"{PANEL}.content.widgets[%d].node.innerText"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with opened(CELLS, tmp_path_factory.mktemp("lab")) as browser:
        run_all(browser)
        browser.wait(f"{PANEL}.node.querySelectorAll('.noUi-handle').length === 2", timeout=60)
        yield browser


def move(browser, cell, steps):
    browser.evaluate(f"{PANEL}.content.widgets[{cell}].node.querySelector('.noUi-handle').focus()")
    for _ in range(steps):
        browser.press("ArrowRight")


def picture(browser):
    return browser.evaluate(f"{PANEL}.content.widgets[1].node.querySelector('img').src")


def test_a_slider_changes_the_picture_below_it(browser):
    browser.wait(f"{TEXT % 1}.includes('frequency 1.0 false')", timeout=30)
    before = picture(browser)
    browser.keep_picture("widgets-before")
    move(browser, 1, steps=3)
    browser.wait(f"{TEXT % 1}.includes('frequency 2.5 false')", timeout=30)
    assert "frequency 1.0" not in browser.evaluate(TEXT % 1)
    assert picture(browser) != before
    browser.keep_picture("widgets-after")


def test_a_checkbox_is_the_second_argument(browser):
    browser.evaluate(f"{PANEL}.content.widgets[1].node.querySelector('input[type=checkbox]').click()")
    browser.wait(f"{TEXT % 1}.includes(' true')", timeout=30)


def test_a_button_writes_into_its_output(browser):
    cell = f"{PANEL}.content.widgets[2].node"
    browser.evaluate(
        f"(() => {{ const field = {cell}.querySelector('input[type=text]'); field.value = 'Grace';"
        " field.dispatchEvent(new Event('input', {bubbles: true})); field.dispatchEvent(new Event('change', {bubbles: true})) })()"
    )
    browser.evaluate(
        f"(() => {{ const list = {cell}.querySelector('select'); list.selectedIndex = 1;"
        " list.dispatchEvent(new Event('change', {bubbles: true})) })()"
    )
    browser.evaluate(f"{cell}.querySelector('button.jupyter-button').click()")
    browser.wait(f"{TEXT % 2}.includes('Hello, Grace! 2')", timeout=30)
    browser.evaluate(f"{cell}.scrollIntoView({{block: 'end'}})")
    browser.keep_picture("widgets-button")


def test_a_trap_is_shown_below_the_slider_that_led_to_it(browser):
    browser.evaluate(f"{PANEL}.content.widgets[3].node.scrollIntoView()")
    browser.wait(f"{TEXT % 3}.includes('20')", timeout=30)
    move(browser, 3, steps=1)
    browser.wait(f"{TEXT % 3}.includes('Index out of range')", timeout=30)
    browser.keep_picture("widgets-trap")


def test_the_page_of_a_reply_is_shown_below_its_cell(browser):
    browser.wait(f"{TEXT % 4}.includes('%timeit')", timeout=30)


def test_a_page_that_is_loaded_again_shows_the_widgets_as_they_are(browser):
    browser.evaluate(f"{APP}.commands.execute('docmanager:save').then(() => true)")
    browser.evaluate("window.stale = true")
    browser.call("Page.reload")
    browser.wait(f"!window.stale && {PANEL}.node.querySelectorAll('.noUi-handle').length === 2", timeout=60)
    browser.wait(f"{PANEL}.content.widgets[1].node.querySelector('.widget-readout').innerText === '2.50'", timeout=30)
    move(browser, 1, steps=1)
    browser.wait(f"{TEXT % 1}.includes('frequency 3.0 true')", timeout=30)
    browser.keep_picture("widgets-again")


def test_a_slider_is_served_while_a_cell_runs(browser):
    browser.evaluate(f"{PANEL}.content.activeCellIndex = 4")
    browser.evaluate(f"{COMMAND}('notebook:insert-cell-below').then(() => true)")
    code = "import Glibc\nvar rounds = 0\nwhile rounds < 3000 { rounds += 1; usleep(10_000) }"
    browser.evaluate(f"{PANEL}.content.activeCell.model.sharedModel.setSource({code!r})")
    browser.evaluate(f"void {COMMAND}('notebook:run-cell')")
    browser.wait(f"{SESSION}.kernel.status === 'busy'", timeout=30)
    before = picture(browser)
    move(browser, 1, steps=2)
    browser.wait(f"{TEXT % 1}.includes('frequency 4.0 true')", timeout=20)
    assert picture(browser) != before
    assert browser.evaluate(f"{PANEL}.content.widgets[5].prompt") == "*"


def test_a_subshell_console_sees_what_the_running_cell_does(browser):
    browser.evaluate(f"{COMMAND}('notebook:create-subshell-console').then(() => true)")
    console = f"Array.from({APP}.shell.widgets('main')).map(w => w.console).find(c => c)"
    browser.wait(f"{console}.promptCell && {console}.sessionContext.session.kernel.subshellId", timeout=60)
    browser.evaluate(f"{console}.replaceSelection('rounds > 0 ? \"it runs\" : \"it does not\"'); {console}.execute(true).then(() => true)")
    browser.wait(f"{console}.node.innerText.includes('it runs')", timeout=30)
    browser.keep_picture("subshell")
    assert browser.evaluate(f"{PANEL}.content.widgets[5].prompt") == "*"
    browser.evaluate(f"{SESSION}.kernel.interrupt().then(() => true)")
    browser.wait(f"{PANEL}.content.widgets[5].node.innerText.includes('interrupted')", timeout=30)
