"""A learner's way through JupyterLab, in a headless browser; each test goes on where the one before it ended."""

import pytest
from browser import CHROMIUM, PANEL, SESSION, SHIFT, opened, run_all

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="needs chromium")

CELLS = [
    "import DeepLearning\nimport Widgets",
    "/// The area of a circle.\n"
    "///\n"
    "/// - Parameter radius: How far the rim is from the *middle*.\n"
    "/// - Returns: `π r²`.\n"
    "func circleArea(radius: Double) -> Double { .pi * radius * radius }\n"
    "\n"
    "let layer = Linear(3, 4)",
    "",
    "interact(FloatSlider(value: 1, in: 0...5, step: 0.5)) { frequency in\n"
    "    let x = Tensor.linspace(0, 6, count: 100)\n"
    "    return plot(x, sin(x * frequency))\n"
    "}",
    "",
]
IMPORTS, FUNCTION, WRITTEN, SLIDER, LAST = range(len(CELLS))

POPUP = "document.querySelector('.jp-Completer:not(.lm-mod-hidden)')"
ITEMS = f"Array.from({POPUP}.querySelectorAll('.jp-Completer-item'))"
TOOLTIP = "document.querySelector('.jp-Tooltip')"
DIALOG = "document.querySelector('.jp-Dialog .jp-mod-accept')"
NOTEBOOK = f"{PANEL}.content"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with opened(CELLS, tmp_path_factory.mktemp("lab")) as browser:
        yield browser


def cell(index):
    return f"{NOTEBOOK}.widgets[{index}]"


def source(browser, index):
    return browser.evaluate(f"{cell(index)}.model.sharedModel.source")


def text(browser, index):
    """What is to be read below a cell."""
    return browser.evaluate(f"{cell(index)}.outputArea.node.innerText")


def edit(browser, index):
    browser.evaluate(f"{NOTEBOOK}.mode = 'command', {NOTEBOOK}.activeCellIndex = {index}, true")
    browser.click(f"{cell(index)}.node.querySelector('.cm-content')")
    browser.wait(f"{NOTEBOOK}.mode === 'edit' && {NOTEBOOK}.activeCellIndex === {index}", timeout=30)


def write(browser, index, code):
    """Puts code into a cell as if it were typed, in place of what is there."""
    edit(browser, index)
    browser.evaluate(f"{cell(index)}.model.sharedModel.setSource(''), true")
    browser.type(code)


def run(browser, index):
    """Runs a cell from the keyboard."""
    edit(browser, index)
    browser.press("Enter", SHIFT)


def press_tool(browser, name):
    browser.click(f"{PANEL}.toolbar.node.querySelector('[data-jp-item-name={name}] jp-button')")


def wait_until_run(browser, index, timeout=60):
    browser.wait(
        f"{SESSION}.kernel.status === 'idle' && {cell(index)}.model.executionCount !== null"
        f" && {cell(index)}.model.executionState === 'idle'",
        timeout,
    )


def test_cells_run_from_the_keyboard(browser):
    for index in (IMPORTS, FUNCTION):
        run(browser, index)
        wait_until_run(browser, index)
        assert text(browser, index).strip() == ""


def test_tab_offers_members_with_their_kinds(browser):
    write(browser, WRITTEN, "let answer = circleArea(radius: 2)\nlayer.")
    browser.press("Tab")
    browser.wait(f"{ITEMS}.length > 5", timeout=30)
    found = browser.evaluate(
        f"{ITEMS}.map(item => [item.querySelector('.jp-Completer-match').innerText,"
        " item.querySelector('.jp-Completer-typeExtended').innerText])"
    )
    browser.keep_picture("completion-members")
    assert ["weight", "instance"] in found and ["forward", "function"] in found


def test_typing_on_narrows_the_popup_and_enter_takes_what_is_chosen(browser):
    browser.type("wei")
    browser.wait(f"{ITEMS}.length && {ITEMS}.every(item => item.innerText.includes('w'))", timeout=30)
    browser.keep_picture("completion-narrowed")
    browser.press("Enter")
    browser.wait(f"!{POPUP}", timeout=30)
    assert source(browser, WRITTEN) == "let answer = circleArea(radius: 2)\nlayer.weight"
    browser.type(".shape")


def test_what_is_taken_replaces_the_word_behind_an_emoji(browser):
    write(browser, LAST, 'let face = "😀"; print(face, circ')
    browser.press("Tab")
    browser.wait(f"{ITEMS}.length === 1", timeout=30)
    browser.press("Enter")
    browser.wait(f"!{POPUP}", timeout=30)
    assert source(browser, LAST) == 'let face = "😀"; print(face, circleArea'


def test_shift_tab_shows_declaration_and_documentation(browser):
    write(browser, LAST, "circleArea(")
    browser.press("Tab", SHIFT)
    browser.wait(f"{TOOLTIP} && {TOOLTIP}.innerText.includes('The area of a circle')", timeout=30)
    browser.keep_picture("tooltip-function")
    shown = browser.evaluate(f"{TOOLTIP}.innerText")
    assert "func circleArea(radius: Double) -> Double" in shown
    assert "How far the rim is" in shown
    # Markdown is laid out, and the declaration is set as Swift.
    assert browser.evaluate(f"{TOOLTIP}.querySelector('li em').innerText") == "middle"
    assert browser.evaluate(f"{TOOLTIP}.querySelector('pre code, pre').innerText.includes('func circleArea')")
    browser.press("Escape")


def test_shift_tab_on_a_variable_shows_its_value(browser):
    write(browser, LAST, "layer")
    browser.press("Tab", SHIFT)
    browser.wait(f"{TOOLTIP} && {TOOLTIP}.innerText.includes('let layer: Linear')", timeout=30)
    browser.keep_picture("tooltip-variable")
    assert "3 → 4" in browser.evaluate(f"{TOOLTIP}.innerText")
    browser.press("Escape")
    write(browser, LAST, "")


def test_all_cells_run_from_the_menu(browser):
    run_all(browser)
    wait_until_run(browser, SLIDER)
    assert "[4, 3]" in text(browser, WRITTEN)
    browser.wait(f"{cell(SLIDER)}.outputArea.node.querySelector('img')", timeout=30)
    browser.keep_picture("run-all")


def test_the_stop_button_ends_an_endless_loop(browser):
    write(browser, LAST, "var steps = 0\nprint(\"begun\")\nwhile true { steps += Tensor.ones([100]).count }")
    browser.press("Enter", SHIFT)
    browser.wait(f"{cell(LAST)}.outputArea.node.innerText.includes('begun')", timeout=30)
    press_tool(browser, "interrupt")
    wait_until_run(browser, LAST)
    browser.keep_picture("interrupted")
    shown = text(browser, LAST)
    assert "Interrupt" in shown and "while true" in shown


def test_what_the_session_knew_is_kept_after_an_interrupt(browser):
    write(browser, LAST + 1, "print(steps > 0, answer > 12)")
    browser.press("Enter", SHIFT)
    wait_until_run(browser, LAST + 1)
    assert text(browser, LAST + 1).strip() == "true true"


def test_a_restart_forgets_what_cells_declared(browser):
    old = browser.evaluate(f"{cell(LAST + 1)}.model.executionCount")
    press_tool(browser, "restart")
    browser.wait(DIALOG, timeout=30)
    browser.keep_picture("restart-dialog")
    browser.click(DIALOG)
    browser.wait(f"!{DIALOG} && {SESSION}.kernel.status === 'idle'", timeout=60)
    run(browser, LAST + 1)
    browser.wait(f"{cell(LAST + 1)}.model.executionCount === 1", timeout=60)
    wait_until_run(browser, LAST + 1)
    assert old > 1
    browser.keep_picture("restarted")
    assert "cannot find 'steps' in scope" in text(browser, LAST + 1)


def test_all_cells_run_again_after_a_restart(browser):
    for _ in range(2):
        edit(browser, LAST)
        browser.press("Escape")
        browser.type("dd")
    browser.wait(f"!{NOTEBOOK}.widgets.some(c => c.model.sharedModel.source.includes('steps'))", timeout=30)
    run_all(browser)
    wait_until_run(browser, SLIDER)
    assert "[4, 3]" in text(browser, WRITTEN)


def test_a_slider_that_is_moved_changes_the_picture(browser):
    image = f"{cell(SLIDER)}.outputArea.node.querySelector('img')"
    browser.wait(image, timeout=30)
    before = browser.evaluate(f"{image}.src")
    browser.evaluate(f"{cell(SLIDER)}.node.querySelector('.noUi-handle').focus()")
    browser.keep_picture("slider-before")
    browser.press("ArrowRight")
    browser.press("ArrowRight")
    browser.wait(f"{cell(SLIDER)}.node.querySelector('.widget-readout').innerText === '2.00'", timeout=30)
    browser.wait(f"{image} && {image}.src !== {before!r}", timeout=30)
    browser.keep_picture("slider-after")
