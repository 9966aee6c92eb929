import time


def test_a_display_carries_its_mime_bundle(kernel):
    kernel.succeed("import NotebookDisplay")
    data = kernel.succeed("display(HTML(\"<b>bold</b>\"))").displays
    assert len(data) == 1
    assert data[0]["text/html"] == "<b>bold</b>"
    assert "text/plain" in data[0]


def test_a_type_chooses_its_own_picture(kernel):
    kernel.succeed("import NotebookDisplay")
    outcome = kernel.succeed(
        "struct Badge: MIMERepresentable {\n    var mimeBundle: MIMEBundle {\n"
        "        var bundle = MIMEBundle(plainText: \"a badge\")\n"
        "        bundle[.markdown] = .text(\"**badge**\")\n        return bundle\n    }\n}\nBadge()"
    )
    data = outcome.of_type("execute_result")[0].content["data"]
    assert data["text/markdown"] == "**badge**" and data["text/plain"] == "a badge"


def test_a_display_with_an_id_can_be_updated_from_a_later_cell(kernel):
    kernel.succeed("import NotebookDisplay")
    shown = kernel.succeed("display(Markdown(\"first\"), id: \"mine\")").of_type("display_data")[0].content
    assert shown["transient"] == {"display_id": "mine"}
    outcome = kernel.succeed("updateDisplay(Markdown(\"second\"), id: \"mine\")")
    updated = outcome.of_type("update_display_data")
    assert len(updated) == 1 and outcome.displays == []
    assert updated[0].content["transient"] == {"display_id": "mine"}
    assert updated[0].content["data"]["text/markdown"] == "second"


def test_a_handle_updates_what_it_was_given_for(kernel):
    kernel.succeed("import NotebookDisplay")
    outcome = kernel.succeed("let shownHandle = display(\"one\")\nshownHandle.update(\"two\")")
    shown, updated = outcome.of_type("display_data"), outcome.of_type("update_display_data")
    assert shown[0].content["transient"] == updated[0].content["transient"]
    assert updated[0].content["data"]["text/plain"].strip("\"") == "two"


def test_a_progress_bar_is_one_display_that_updates_in_place(kernel):
    kernel.succeed("import NotebookDisplay\nimport Glibc")
    code = "for _ in progress(0..<20, description: \"working\") { usleep(100_000) }"
    request = kernel.start(code)
    kernel.wait_for(lambda m: m.type == "update_display_data", request)
    seen = time.monotonic()
    outcome = kernel.finish(request, code)
    assert outcome.messages[-1].arrived - seen > 0.5, "the bar did not move before the end"
    shown = outcome.of_type("display_data")
    updates = outcome.of_type("update_display_data")
    assert len(shown) == 1
    assert {m.content["transient"]["display_id"] for m in shown + updates} == {
        shown[0].content["transient"]["display_id"]
    }
    final = updates[-1].content["data"]["text/plain"]
    assert "working" in final and "20/20" in final
    assert outcome.stdout == outcome.stderr == ""


def test_a_display_from_a_task_arrives_before_idle(kernel):
    kernel.succeed("import NotebookDisplay")
    outcome = kernel.succeed("await Task.detached { display(Markdown(\"from a task\")) }.value\nprint(\"end\")")
    assert len(outcome.displays) == 1


def test_tables_and_pictures_are_shown_with_their_types(kernel):
    kernel.succeed("struct Run { var name: String; var loss: Double?; private var seed = 7\n"
                     "    init(_ name: String, _ loss: Double?) { self.name = name; self.loss = loss } }\n"
                     "let runs = [Run(\"a<b\", 0.25), Run(\"b\", nil)]")
    data = kernel.succeed("runs").of_type("execute_result")[0].content["data"]
    assert "a&lt;b</td>" in data["text/html"] and ">seed</th>" in data["text/html"]
    chosen = kernel.value("DataTable(runs, columns: [\"loss\", DataColumn(\"length\") { $0.name.count }])")
    assert [line.split() for line in chosen.split("\n")[2:]] == [["0.25", "3"], ["–", "1"]]
    outcome = kernel.fail("try display(Picture(contentsOfFile: \"/no/such.png\"))")
    assert "The picture /no/such.png cannot be read: No such file or directory." in outcome.traceback
