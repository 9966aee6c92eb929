"""Subshells: cells that run while the main shell's cell does, each told apart from it."""

import time

import pytest

BUSY = """
import Dispatch
nonisolated(unsafe) let gate = DispatchSemaphore(value: 0)
"""


@pytest.fixture
def subshell(kernel):
    created = kernel.create_subshell()
    yield created
    kernel.ask("delete_subshell_request", {"subshell_id": created}, channel="control")


@pytest.fixture
def busy(kernel, subshell):
    """A cell of the main shell that ends as soon as somebody says so."""
    kernel.succeed(BUSY)
    request = kernel.start("gate.wait()")
    kernel.wait_for(lambda m: m.type == "execute_input", request)
    yield request
    kernel.finish(kernel.start("gate.signal()", subshell=subshell))
    assert kernel.finish(request).status == "ok"


def run(kernel, code, subshell, **options):
    return kernel.finish(kernel.start(code, subshell=subshell, **options), code)


def listed(kernel):
    return kernel.ask("list_subshell_request", channel="control")["content"]["subshell_id"]



def test_subshells_are_created_listed_and_deleted(kernel):
    first, second = kernel.create_subshell(), kernel.create_subshell()
    assert listed(kernel) == [first, second]
    assert kernel.ask("delete_subshell_request", {"subshell_id": first}, channel="control")["content"] == {"status": "ok"}
    assert listed(kernel) == [second]
    kernel.ask("delete_subshell_request", {"subshell_id": second}, channel="control")
    assert listed(kernel) == []


@pytest.mark.parametrize("kind, content", [("execute_request", {"code": "1"}), ("complete_request", {"code": "pri"})])
def test_a_request_for_no_subshell_is_refused(kernel, kind, content):
    reply = kernel.ask(kind, content, subshell="nobody")["content"]
    assert (reply["status"], reply["ename"]) == ("error", "UnknownSubshell")
    assert "nobody" in reply["evalue"]


@pytest.mark.parametrize("content, name", [({"subshell_id": "nobody"}, "UnknownSubshell"), ({}, "InvalidRequest")])
def test_no_subshell_is_deleted_that_does_not_exist(kernel, content, name):
    reply = kernel.ask("delete_subshell_request", content, channel="control")["content"]
    assert (reply["status"], reply["ename"]) == ("error", name)


def test_there_is_a_limit_to_subshells(fresh_kernel):
    created = [fresh_kernel.create_subshell() for _ in range(48)]
    reply = fresh_kernel.ask("create_subshell_request", channel="control")["content"]
    assert (reply["status"], reply["ename"]) == ("error", "TooManySubshells")
    requests = [fresh_kernel.start(f"{number} * 2", subshell=shell) for number, shell in enumerate(created)]
    assert [fresh_kernel.finish(request).result for request in requests] == [str(n * 2) for n in range(48)]


def test_a_subshell_that_is_deleted_leaves_no_thread(fresh_kernel):
    def threads():
        with open(f"/proc/{fresh_kernel.process_id}/status") as file:
            return next(int(line.split()[1]) for line in file if line.startswith("Threads:"))

    fresh_kernel.succeed("1")
    before = threads()
    for _ in range(10):
        created = fresh_kernel.create_subshell()
        fresh_kernel.ask("delete_subshell_request", {"subshell_id": created}, channel="control")
    deadline = time.monotonic() + 10
    while threads() > before + 3 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert threads() <= before + 3


def test_a_cell_runs_while_the_main_shell_is_busy(kernel, busy, subshell):
    outcome = run(kernel, 'print("hello")\n6 * 7', subshell)
    assert (outcome.status, outcome.stdout, outcome.result) == ("ok", "hello\n", "42")
    idle = [m for m in kernel.published if m.parent == busy and m.content.get("execution_state") == "idle"]
    assert not idle


def test_subshells_run_side_by_side_and_each_in_its_order(kernel, busy, subshell):
    other = kernel.create_subshell()
    waits = kernel.start("let turn = DispatchSemaphore(value: 0)\nturn.wait()\nlet order = 1", subshell=subshell)
    after = kernel.start("order + 1", subshell=subshell)
    kernel.wait_for(lambda m: m.type == "execute_input", waits)
    # As soon as the cell has carried out its first declaration, others may use what that declares.
    deadline = time.monotonic() + 20
    while run(kernel, "turn.signal()", other).status != "ok" and time.monotonic() < deadline:
        pass
    assert kernel.finish(waits).status == "ok"
    assert kernel.finish(after).result == "2"
    kernel.ask("delete_subshell_request", {"subshell_id": other}, channel="control")


def test_what_is_written_goes_to_the_cell_that_wrote_it(kernel, subshell):
    code = """
    import Foundation
    for i in 0..<400 {
        print("NAME", terminator: " ")
        print(i, terminator: i % 3 == 0 ? "" : "\\n")
        if i % 50 == 0 { FileHandle.standardError.write(Data("".utf8)); fputs("NAME error \\(i)\\n", stderr) }
        if i % 100 == 0 { display(HTML("<b>NAME \\(i)</b>")) }
        if i % 7 == 0 { usleep(300) }
    }
    "NAME"
    """
    requests = [
        kernel.start(code.replace("NAME", "first")),
        kernel.start(code.replace("NAME", "second"), subshell=subshell),
    ]
    for name, request in zip(["first", "second"], requests):
        outcome = kernel.finish(request)
        assert outcome.status == "ok", outcome
        text = "".join(f"{name} {i}" + ("" if i % 3 == 0 else "\n") for i in range(400))
        assert outcome.stdout == text
        assert outcome.stderr == "".join(f"{name} error {i}\n" for i in range(0, 400, 50))
        assert [d["text/html"] for d in outcome.displays] == [f"<b>{name} {i}</b>" for i in range(0, 400, 100)]
        assert outcome.result == f'"{name}"'


def test_what_a_task_writes_later_goes_to_the_latest_cell_of_its_shell(kernel, subshell):
    run(kernel, 'import Foundation\nTask.detached { try await Task.sleep(for: .milliseconds(300)); print("later") }', subshell)
    main = kernel.start("usleep(700_000)")
    waiting = kernel.start("usleep(700_000)", subshell=subshell)
    assert kernel.finish(waiting).stdout == "later\n"
    assert kernel.finish(main).stdout == ""


def test_what_a_running_cell_has_declared_is_seen(kernel, subshell):
    kernel.succeed(BUSY)
    main = kernel.start(
        "var losses = [3.0, 2.0]\nfunc best() -> Double { losses.min()! }\nstruct Point { var x = 1 }\ngate.wait()\n"
        "let late = 4\ngate.wait()"
    )
    kernel.wait_for(lambda m: m.type == "execute_input", main)
    deadline = time.monotonic() + 20
    while (outcome := run(kernel, "losses.count", subshell)).status != "ok" and time.monotonic() < deadline:
        pass
    assert outcome.result == "2"
    assert run(kernel, "(best(), Point().x)", subshell).result == "(2.0, 1)"
    assert run(kernel, "late", subshell).status == "error"
    run(kernel, "func doubled() -> Double { best() * 2 }\nlet seen = losses.count\ngate.signal()", subshell)
    deadline = time.monotonic() + 20
    while (outcome := run(kernel, "late + seen", subshell)).status != "ok" and time.monotonic() < deadline:
        pass
    assert outcome.result == "6"
    run(kernel, "gate.signal()", subshell)
    assert kernel.finish(main).status == "ok"
    assert kernel.value("(doubled(), seen, late)") == "(4.0, 2, 4)"


def test_what_both_declare_meanwhile_is_there_afterwards(kernel, subshell):
    kernel.succeed(BUSY)
    main = kernel.start("let ofMain = 1\ngate.wait()\nfunc mainFunction() -> Int { ofMain }")
    run(kernel, "let ofSubshell = 2\nfunc subshellFunction() -> Int { ofSubshell + 1 }\ngate.signal()", subshell)
    assert kernel.finish(main).status == "ok"
    for where in (None, subshell):
        code = "[ofMain, ofSubshell, mainFunction(), subshellFunction()]"
        assert run(kernel, code, where).result == "[1, 2, 1, 3]"


def test_what_is_declared_again_is_given_back_when_no_other_cell_runs(kernel, subshell):
    kernel.succeed(BUSY)
    kernel.succeed(
        "final class Witness { deinit { print(\"gone\") } }\nlet kept = Witness()\nlet numbers = Array(0..<1000)",
        cell_id="declares",
    )
    uses = kernel.start("gate.wait()\nprint(numbers.reduce(0, +), type(of: kept))", subshell=subshell)
    kernel.wait_for(lambda m: m.type == "execute_input", uses)
    time.sleep(0.5)
    again = kernel.succeed(
        "final class Witness { deinit { print(\"gone\") } }\nlet kept = Witness()\nlet numbers = Array(0..<10)",
        cell_id="declares",
    )
    assert "gone" not in again.stdout
    kernel.succeed("gate.signal()")
    # As a function of an earlier cell does, it finds the new variable by the name.
    assert kernel.finish(uses).stdout == "45 Witness\n"
    assert kernel.succeed("let nothing = 0").stdout == "gone\n"


def test_each_shell_counts_its_own_cells_and_keeps_its_own_history(kernel, subshell):
    counts = [run(kernel, f"let number{i} = {i}", subshell).reply["execution_count"] for i in range(3)]
    assert counts == [1, 2, 3]
    main = kernel.succeed("let ofTheMainShell = 1").reply["execution_count"]
    history = kernel.ask("history_request", {"hist_access_type": "range", "session": 0, "start": 1}, subshell=subshell)
    assert [entry[1:] for entry in history["content"]["history"]] == [[i + 1, f"let number{i} = {i}"] for i in range(3)]
    history = kernel.ask("history_request", {"hist_access_type": "range", "session": 0, "start": main})
    assert history["content"]["history"][0][2] == "let ofTheMainShell = 1"


def test_an_error_gives_up_the_cells_of_its_own_shell_alone(kernel, busy, subshell):
    other = kernel.create_subshell()
    fails = kernel.start("fatalError(\"no\")", subshell=subshell)
    given_up = kernel.start("1", subshell=subshell)
    elsewhere = kernel.start("2", subshell=other)
    assert kernel.finish(fails).status == "error"
    assert kernel.finish(given_up).status == "aborted"
    assert kernel.finish(elsewhere).result == "2"
    kernel.ask("delete_subshell_request", {"subshell_id": other}, channel="control")


@pytest.mark.parametrize(
    "code, name, value",
    [
        ('fatalError("too bad")', "FatalError", "too bad"),
        ("let a = [1]\na[3]", "FatalError", "Index out of range"),
        ("struct Bad: Error {}\nthrow Bad()", "Bad", "Bad()"),
        ("import Glibc\nexit(3)", "Exit", "exit(3)"),
        ("func f(_ n: Int) -> Int { n == -1 ? 0 : n + f(n + 1) }\nf(0)", "FatalError", "Stack overflow"),
        ('let x: Int = "a"', "CompileError", "Int"),
    ],
)
def test_a_failure_leaves_the_other_shells_cell_alone(kernel, busy, subshell, code, name, value):
    outcome = run(kernel, code, subshell)
    assert (outcome.status, outcome.reply.get("ename"), outcome.stderr) == ("error", name, ""), outcome
    assert value in outcome.reply["evalue"] and len(outcome.of_type("error")) == 1
    assert "In[" in outcome.traceback
    assert run(kernel, "1 + 1", subshell).result == "2"


def test_a_trap_of_the_main_shell_leaves_a_subshells_cell_alone(kernel, subshell):
    kernel.succeed(BUSY)
    waits = kernel.start('gate.wait()\nprint("still here")', subshell=subshell)
    kernel.wait_for(lambda m: m.type == "execute_input", waits)
    assert "too bad" in kernel.fail('fatalError("too bad")').reply["evalue"]
    kernel.succeed("gate.signal()")
    assert kernel.finish(waits).stdout == "still here\n"


def test_an_interrupt_stops_the_cells_of_all_shells(kernel, subshell):
    kernel.succeed("let survives = [1, 2]")
    other = kernel.create_subshell()
    requests = [
        kernel.start("while true {}"),
        kernel.start("import Glibc\nwhile true { usleep(1000) }", subshell=subshell),
        kernel.start("try await Task.sleep(for: .seconds(100))", subshell=other),
    ]
    for request in requests:
        kernel.wait_for(lambda m: m.type == "execute_input", request)
    time.sleep(1)
    kernel.ask("interrupt_request", channel="control")
    for request in requests:
        assert kernel.finish(request, timeout=20).reply["ename"] == "Interrupted"
    for where in (None, subshell, other):
        assert run(kernel, "survives.count", where).result == "2"
    kernel.ask("delete_subshell_request", {"subshell_id": other}, channel="control")


def test_a_subshell_that_is_deleted_has_its_cell_stopped_and_the_others_given_up(kernel, busy):
    created = kernel.create_subshell()
    endless = kernel.start("while true {}", subshell=created)
    waiting = kernel.start("1", subshell=created)
    kernel.wait_for(lambda m: m.type == "execute_input", endless)
    time.sleep(0.5)
    kernel.ask("delete_subshell_request", {"subshell_id": created}, channel="control")
    assert kernel.finish(endless, timeout=20).reply["ename"] == "Interrupted"
    assert kernel.finish(waiting).status == "aborted"
    assert kernel.ask("execute_request", {"code": "1"}, subshell=created)["content"]["ename"] == "UnknownSubshell"


def test_a_comm_is_driven_while_the_main_shell_is_busy(kernel, subshell):
    kernel.succeed(BUSY)
    opened = kernel.succeed(
        'let knob = Comm(target: "knob")\nknob.onMessage { message in\n'
        '    print("got", message.data["n"]!)\n    knob.send(["n": message.data["n"]!])\n}'
    )
    comm = opened.of_type("comm_open")[0].content["comm_id"]
    main = kernel.start('gate.wait()\nprint("main")')
    for number in range(5):
        published = kernel.tell("comm_msg", {"comm_id": comm, "data": {"n": number}}, subshell=subshell)
        assert [m.type for m in published] == ["status", "stream", "comm_msg", "status"]
        assert published[1].content["text"] == f"got {number}\n"
    run(kernel, "gate.signal()", subshell)
    assert kernel.finish(main).stdout == "main\n"


def test_a_widget_shows_a_new_picture_while_the_main_shell_is_busy(kernel, subshell):
    kernel.succeed(BUSY)
    opened = kernel.succeed(
        'import Widgets\nlet slider = IntSlider(value: 1, in: 0...9)\n'
        'interact(slider) { value in display(HTML("<b>\\(value * value)</b>")) }'
    )
    models = {m.content["data"]["state"].get("_model_name"): m.content["comm_id"] for m in opened.of_type("comm_open")}
    main = kernel.start("gate.wait()")
    change = {"method": "update", "state": {"value": 7}, "buffer_paths": []}
    published = kernel.tell("comm_msg", {"comm_id": models["IntSliderModel"], "data": change}, subshell=subshell)
    assert [m.content["data"]["text/html"] for m in published if m.type == "display_data"] == ["<b>49</b>"]
    run(kernel, "gate.signal()", subshell)
    assert kernel.finish(main).status == "ok"
    assert kernel.value("slider.value") == "7"


def test_completion_and_inspection_answer_while_the_main_shell_is_busy(kernel, busy, subshell):
    run(kernel, "/// The answer.\nlet answerOfAll = 42", subshell)
    reply = kernel.ask("complete_request", {"code": "answerO", "cursor_pos": 7}, subshell=subshell, timeout=20)
    assert "answerOfAll" in reply["content"]["matches"]
    reply = kernel.ask("inspect_request", {"code": "answerOfAll", "cursor_pos": 5}, subshell=subshell, timeout=20)
    assert reply["content"]["found"] and "The answer." in reply["content"]["data"]["text/plain"]
    assert kernel.ask("is_complete_request", {"code": "1"}, subshell=subshell)["content"]["status"] == "complete"


def test_user_expressions_see_what_is_there_while_the_main_shell_is_busy(kernel, busy, subshell):
    outcome = run(kernel, "let three = 3", subshell, user_expressions={"square": "three * three"})
    assert outcome.reply["user_expressions"]["square"]["data"]["text/plain"] == "9"


def test_lines_are_asked_for_and_answered_in_each_shell(kernel, subshell):
    code = 'let NAME = readLine(prompt: "NAME:")!\nNAME'
    requests = {
        "one": kernel.start(code.replace("NAME", "one")),
        "two": kernel.start(code.replace("NAME", "two"), subshell=subshell, allow_stdin=True),
    }
    questions = [kernel.client.get_stdin_msg(timeout=20) for _ in requests]
    assert {q["content"]["prompt"] for q in questions} == {"one:", "two:"}
    for question in reversed(questions):
        answer = {"value": "for " + question["content"]["prompt"]}
        message = kernel.client.session.msg("input_reply", answer, parent=question["header"])
        kernel.client.stdin_channel.send(message)
    for name, request in requests.items():
        assert kernel.finish(request).result == f'"for {name}:"'


def test_the_loss_of_the_session_is_told_to_every_cell(fresh_kernel):
    kernel = fresh_kernel
    created = kernel.create_subshell()
    kernel.succeed(BUSY)
    waits = kernel.start("gate.wait()", subshell=created)
    kernel.wait_for(lambda m: m.type == "execute_input", waits)
    time.sleep(0.5)
    lost = kernel.run("import Glibc\nkill(getpid(), SIGKILL)")
    other = kernel.finish(waits)
    assert lost.status == other.status == "error" and lost.reply["ename"] == other.reply["ename"]
    for where in (None, created):
        assert run(kernel, "1 + 1", where).result == "2"


def test_a_new_session_ends_the_cells_of_all_shells(fresh_kernel):
    kernel = fresh_kernel
    created = kernel.create_subshell()
    endless = kernel.start("while true {}", subshell=created)
    kernel.wait_for(lambda m: m.type == "execute_input", endless)
    kernel.succeed("%reset")
    assert kernel.finish(endless).status == "error"
    assert run(kernel, "let again = 5\nagain", created).result == "5"


def test_the_kernel_shuts_down_with_busy_subshells(fresh_kernel):
    kernel = fresh_kernel
    for _ in range(3):
        endless = kernel.start("while true {}", subshell=kernel.create_subshell())
        kernel.wait_for(lambda m: m.type == "execute_input", endless)
    start = time.monotonic()
    kernel.ask("shutdown_request", {"restart": False}, channel="control")
    while kernel.manager.is_alive() and time.monotonic() < start + 20:
        time.sleep(0.05)
    assert not kernel.manager.is_alive()


def test_cells_of_many_shells_run_and_redeclare_side_by_side(fresh_kernel):
    kernel = fresh_kernel
    kernel.succeed("var shared = 0")
    shells = [None] + [kernel.create_subshell() for _ in range(3)]
    for round in range(8):
        requests = [
            kernel.start(
                f"let value = {round * 10 + i}\nfunc f{i}() -> Int {{ value{i} + {i} }}\nlet value{i} = value\n"
                f"print(f{i}())\nvalue{i}",
                subshell=shell, cell_id=f"cell {i}",
            )
            for i, shell in enumerate(shells)
        ]
        for i, request in enumerate(requests):
            outcome = kernel.finish(request)
            assert (outcome.status, outcome.result) == ("ok", str(round * 10 + i)), outcome
            assert outcome.stdout == f"{round * 10 + i + i}\n"
    assert kernel.value("[value0, value1, value2, value3]") == "[70, 71, 72, 73]"
    assert kernel.value("[f0(), f1(), f2(), f3()]") == "[70, 72, 74, 76]"
