"""Widgets on the protocol by which JupyterLab renders ipywidgets 8.

https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md
"""

import json
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from session import KERNEL
from test_comms import of_type, text

REFERENCE = json.loads((Path(__file__).parent / "widgets" / "ipywidgets-8.1.json").read_text())
VIEW = "application/vnd.jupyter.widget-view+json"

WIDGETS = {
    "IntSliderModel": "IntSlider()",
    "FloatSliderModel": "FloatSlider()",
    "DropdownModel": 'Dropdown(["a", "b"])',
    "CheckboxModel": "Checkbox()",
    "ButtonModel": "Button()",
    "TextModel": "Text()",
    "OutputModel": "Output()",
    "HBoxModel": "HBox()",
    "VBoxModel": "VBox()",
}


@pytest.fixture(autouse=True, scope="module")
def imported(kernel):
    kernel.succeed("import Widgets")


def states(outcome):
    """The states of the widgets that a cell opens, by their ids."""
    return {m.content["comm_id"]: m.content["data"]["state"] for m in outcome.of_type("comm_open")}


def opened(kernel, code, model):
    """The id of the one widget of that kind that a cell opens."""
    (id,) = [id for id, state in states(kernel.succeed(code)).items() if state["_model_name"] == model]
    return id


def update(kernel, id, **state):
    """What is published when the front end changes a widget's state."""
    data = {"method": "update", "state": state, "buffer_paths": []}
    return kernel.tell("comm_msg", {"comm_id": id, "data": data})


def sent(messages, id, method):
    """The states that were sent by a method."""
    data = [m.content["data"] for m in of_type(messages, "comm_msg") if m.content["comm_id"] == id]
    return [d["state"] for d in data if d["method"] == method]


def test_ipywidgets_is_not_needed():
    with pytest.raises(ImportError):
        import ipywidgets  # noqa: F401


@pytest.mark.parametrize("model", WIDGETS)
def test_a_widget_opens_with_the_state_that_ipywidgets_gives_it(kernel, model):
    outcome = kernel.succeed(f"_ = {WIDGETS[model]}")
    messages = outcome.of_type("comm_open")
    assert all(m.content["target_name"] == "jupyter.widget" for m in messages)
    assert all(m.metadata == {"version": "2.1.0"} and m.content["data"]["buffer_paths"] == [] for m in messages)
    found, known = states(outcome), set()
    for id, state in found.items():
        want = REFERENCE[state["_model_name"]]
        assert {**state, **{name: "IPY_MODEL_" for name in ("layout", "style") if name in state}} == want
        # What a state refers to is open by then.
        assert all(state[name].removeprefix("IPY_MODEL_") in known for name in ("layout", "style") if name in state)
        known.add(id)
    assert list(found.values())[-1]["_model_name"] == model


def test_a_widget_is_shown_as_a_view_of_its_model(kernel):
    outcome = kernel.succeed("let shown = IntSlider(value: 3, in: 1...9)\nshown")
    (id,) = [id for id, state in states(outcome).items() if state["_model_name"] == "IntSliderModel"]
    data = outcome.of_type("execute_result")[0].content["data"]
    assert data[VIEW] == {"version_major": 2, "version_minor": 0, "model_id": id}
    assert data["text/plain"] == "IntSlider(value: 3, in: 1...9)"
    assert kernel.succeed("display(shown)").displays[0][VIEW]["model_id"] == id


def test_moving_a_slider_changes_its_value_and_calls_its_closures(kernel):
    id = opened(kernel, 'let moved = IntSlider(in: 0...10)\nmoved.onChange { print("now", $0) }', "IntSliderModel")
    published = update(kernel, id, value=7)
    assert text(published) == "now 7\n"
    assert sent(published, id, "echo_update") == [{"value": 7}] and sent(published, id, "update") == []
    assert kernel.value("moved.value") == "7"
    assert text(update(kernel, id, value=7)) == ""


def test_a_cell_moves_a_slider(kernel):
    id = opened(kernel, 'let driven = FloatSlider(in: 0...1)\ndriven.onChange { print("at", $0) }', "FloatSliderModel")
    outcome = kernel.succeed("driven.value = 0.25\ndriven.value = 0.25\ndriven.value = 9")
    assert sent(outcome.messages, id, "update") == [{"value": 0.25}, {"value": 1}]
    assert outcome.stdout == "at 0.25\nat 1.0\n"


@pytest.mark.parametrize(
    "code, model, state, value",
    [
        ('Dropdown(["relu", "tanh"])', "DropdownModel", {"index": 1}, '"tanh"'),
        ('Dropdown(["one": 1.0, "half": 0.5])', "DropdownModel", {"index": 1}, "0.5"),
        ("Checkbox()", "CheckboxModel", {"value": True}, "true"),
        ("Text()", "TextModel", {"value": "ä 👩‍👩‍👧‍👦"}, '"ä 👩‍👩‍👧‍👦"'),
        ("FloatSlider(in: 0...5)", "FloatSliderModel", {"value": 3}, "3.0"),
    ],
)
def test_each_control_takes_the_value_that_its_user_chooses(kernel, code, model, state, value):
    outcome = kernel.succeed(f"let control = {code}\nvar heard: Any = 0\ncontrol.onChange {{ heard = $0 }}", cell_id="control")
    (id,) = [id for id, s in states(outcome).items() if s["_model_name"] == model]
    published = update(kernel, id, **state)
    assert sent(published, id, "echo_update") == [state] and of_type(published, "error") == []
    assert kernel.value("control.value") == value
    assert kernel.value("heard") == value


@pytest.mark.parametrize(
    "code, state, kept",
    [
        ("IntSlider(value: 2, in: 0...5)", {"value": "many"}, {"value": 2}),
        ("IntSlider(value: 2, in: 0...5)", {"value": 2.5}, {"value": 2}),
        ("IntSlider(value: 2, in: 0...5)", {"value": 77}, {"value": 5}),
        ('Dropdown(["a", "b"])', {"index": 2}, {"index": 0}),
        ('Dropdown(["a", "b"])', {"index": None}, {"index": 0}),
        ("Checkbox(true)", {"value": 1}, {"value": True}),
        ('Text("old")', {"value": None}, {"value": "old"}),
    ],
)
def test_a_value_that_makes_no_sense_is_corrected(kernel, code, state, kept):
    outcome = kernel.succeed(f"let firm = {code}", cell_id="firm")
    id = list(states(outcome))[-1]
    assert sent(update(kernel, id, **state), id, "update") == [kept]


def test_members_that_a_widget_does_not_have_are_left_out(kernel):
    id = opened(kernel, "let plain = Checkbox()", "CheckboxModel")
    published = update(kernel, id, nonsense=1)
    assert of_type(published, "comm_msg") == [] and of_type(published, "error") == []


def test_a_button_calls_its_closure(kernel):
    id = opened(
        kernel, 'var clicks = 0\nlet button = Button("Go", kind: .primary, icon: "play") { clicks += 1; print(clicks) }',
        "ButtonModel",
    )
    for count in (1, 2):
        data = {"method": "custom", "content": {"event": "click"}}
        assert text(kernel.tell("comm_msg", {"comm_id": id, "data": data})) == f"{count}\n"


def test_enter_submits_a_text(kernel):
    id = opened(kernel, 'let field = Text("a")\nfield.onSubmit { print("got", $0) }', "TextModel")
    data = {"method": "custom", "content": {"event": "submit"}}
    assert text(kernel.tell("comm_msg", {"comm_id": id, "data": data})) == "got a\n"


def test_a_page_that_is_loaded_again_gets_the_states(kernel):
    id = opened(kernel, "let kept = IntSlider(value: 4)", "IntSliderModel")
    published = kernel.tell("comm_msg", {"comm_id": id, "data": {"method": "request_state"}})
    assert sent(published, id, "update")[0]["value"] == 4
    info = kernel.ask("comm_info_request", {"target_name": "jupyter.widget"})["content"]["comms"]
    assert id in info
    kernel.tell("comm_open", {"comm_id": "control", "target_name": "jupyter.widget.control", "data": {}})
    published = kernel.tell("comm_msg", {"comm_id": "control", "data": {"method": "request_states"}})
    (answer,) = [m.content["data"] for m in of_type(published, "comm_msg")]
    assert answer["method"] == "update_states" and set(answer["states"]) == set(info)
    model = answer["states"][id]
    assert model["model_name"] == "IntSliderModel" and model["model_module"] == "@jupyter-widgets/controls"
    assert model["model_module_version"] == "2.0.0" and model["state"]["value"] == 4


def test_a_box_refers_to_what_is_in_it(kernel):
    outcome = kernel.succeed("let a = Checkbox(), b = Text()\nlet row = HBox([a, b])")
    found = states(outcome)
    children = [f"IPY_MODEL_{id}" for id, s in found.items() if s["_model_name"] in ("CheckboxModel", "TextModel")]
    assert [s["children"] for s in found.values() if s["_model_name"] == "HBoxModel"] == [children]
    outcome = kernel.succeed("row.children = [b]")
    assert outcome.of_type("comm_msg")[0].content["data"]["state"] == {"children": children[1:]}


def test_layout_and_style_are_changed_by_their_properties(kernel):
    kernel.succeed('let looks = IntSlider()')
    outcome = kernel.succeed('looks.layout.width = "50%"\nlooks.style.color = "red"\nlooks.description = "d"\nlooks.isDisabled = true')
    assert [m.content["data"]["state"] for m in outcome.of_type("comm_msg")] == [
        {"width": "50%"}, {"handle_color": "red"}, {"description": "d"}, {"disabled": True},
    ]


def test_a_closed_widget_is_gone_with_its_layout_and_style(kernel):
    outcome = kernel.succeed("let closed = IntSlider()")
    ids = set(states(outcome))
    outcome = kernel.succeed("closed.close()")
    assert {m.content["comm_id"] for m in outcome.of_type("comm_close")} == ids
    assert not ids & set(kernel.ask("comm_info_request", {})["content"]["comms"])


def test_an_output_takes_what_is_published_between_two_changes_of_its_state(kernel):
    id = opened(kernel, "let area = Output()", "OutputModel")
    request = kernel.start('print("here")\narea.capture { print("there"); display(HTML("<i>x</i>")) }\nprint("here again")')
    outcome = kernel.finish(request)
    assert outcome.order[2:-1] == ["stdout", "comm_msg", "stdout", "display_data", "comm_msg", "stdout"]
    assert sent(outcome.messages, id, "update") == [{"msg_id": request}, {"msg_id": ""}]


def test_an_output_lets_go_when_its_closure_throws(kernel):
    id = opened(kernel, "struct Upset: Error {}\nlet torn = Output()", "OutputModel")
    outcome = kernel.succeed("do { try torn.capture { throw Upset() } } catch { print(error) }")
    assert [s["msg_id"] != "" for s in sent(outcome.messages, id, "update")] == [True, False]
    assert outcome.stdout == "Upset()\n"


def test_a_slider_drives_a_closure_whose_outputs_land_in_an_output(kernel):
    outcome = kernel.succeed(
        'interact(IntSlider(value: 2, in: 0...9, description: "n"), Checkbox(description: "loud")) { n, loud in\n'
        '    print("squared", terminator: loud ? "!\\n" : "\\n")\n    return HTML("<b>\\(n * n)</b>")\n}'
    )
    found = {state["_model_name"]: id for id, state in states(outcome).items()}
    slider, box, area = found["IntSliderModel"], found["CheckboxModel"], found["OutputModel"]
    children = states(outcome)[found["VBoxModel"]]["children"]
    assert children == [f"IPY_MODEL_{id}" for id in (slider, box, area)]
    assert outcome.displays[0][VIEW]["model_id"] == found["VBoxModel"]
    assert outcome.displays[1]["text/html"] == "<b>4</b>"

    published = update(kernel, slider, value=5)
    kinds = [(m.type, *m.content["data"]["state"]) if m.type == "comm_msg" else m.type for m in published]
    assert kinds == [
        "status", ("comm_msg", "value"), ("comm_msg", "msg_id"), "clear_output", "stream", "display_data",
        ("comm_msg", "msg_id"), "status",
    ]
    first, last = sent(published, area, "update")
    assert first["msg_id"] == published[0].parent and last["msg_id"] == ""
    assert of_type(published, "clear_output")[0].content == {"wait": True}
    assert of_type(published, "display_data")[0].content["data"]["text/html"] == "<b>25</b>"
    assert text(update(kernel, box, value=True)) == "squared!\n"


@pytest.mark.parametrize("fault, name", [("throw Bad()", "Bad"), ("_ = [0][n]", "FatalError")])
def test_an_error_of_interact_is_shown_in_its_output_and_the_next_change_works(kernel, fault, name):
    outcome = kernel.succeed(
        "struct Bad: Error {}\ntry interact(IntSlider(in: 0...9)) { n in\n"
        f"    if n == 3 {{ {fault} }}\n    print(n)\n}}",
        cell_id="faulty",
    )
    found = {state["_model_name"]: id for id, state in states(outcome).items()}
    published = update(kernel, found["IntSliderModel"], value=3)
    (error,) = of_type(published, "error")
    assert error.content["ename"] == name
    # The front end still takes the message's outputs for the output area's when the error arrives.
    assert [s["msg_id"] for s in sent(published, found["OutputModel"], "update")] == [published[0].parent]
    published = update(kernel, found["IntSliderModel"], value=4)
    assert text(published) == "4\n" and sent(published, found["OutputModel"], "update")[-1] == {"msg_id": ""}


def test_the_first_error_of_interact_is_the_cells(kernel):
    error = kernel.fail("struct Early: Error {}\ntry interact(Checkbox()) { _ in throw Early() }", cell_id="early")
    assert error.reply["ename"] == "Early"


def test_a_closure_outlives_the_cells_that_follow_it(kernel):
    id = opened(kernel, "var total = 0\nlet source = IntSlider()\nsource.onChange { total += $0 }", "IntSliderModel")
    for number in range(40):
        kernel.succeed(f"total += {number}", cell_id="again")
    update(kernel, id, value=20)
    assert kernel.value("total") == str(sum(range(40)) + 20)


def test_a_widget_has_its_state_in_a_notebook_that_nbclient_runs():
    cell = nbformat.v4.new_code_cell(
        "import Widgets\nlet area = Output()\narea.capture { print(\"inside\") }\nVBox([IntSlider(value: 6), area])"
    )
    notebook = nbformat.v4.new_notebook(cells=[cell])
    NotebookClient(notebook, kernel_name=KERNEL, timeout=60).execute()
    held = notebook.metadata["widgets"]["application/vnd.jupyter.widget-state+json"]["state"]
    by_name = {model["model_name"]: model["state"] for model in held.values()}
    assert by_name["IntSliderModel"]["value"] == 6
    assert by_name["OutputModel"]["outputs"][0]["text"] == "inside\n"
    assert [o["output_type"] for o in cell.outputs] == ["execute_result"]
    assert cell.outputs[0]["data"][VIEW]["model_id"] in held
