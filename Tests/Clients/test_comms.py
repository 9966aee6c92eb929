"""Comms: channels between cells and something in the front end, opened and closed by either side."""

import pytest


def of_type(messages, kind):
    return [message for message in messages if message.type == kind]


def text(messages, name="stdout"):
    return "".join(m.content["text"] for m in of_type(messages, "stream") if m.content["name"] == name)


def opened(kernel, code):
    """The id of the comm that a cell opens."""
    (message,) = kernel.succeed(code).of_type("comm_open")
    return message.content["comm_id"]


def comms(kernel, **content):
    return kernel.ask("comm_info_request", content)["content"]["comms"]


def test_a_cell_opens_a_comm_with_data_metadata_and_buffers(kernel):
    outcome = kernel.succeed(
        'let opened = Comm(target: "chart", data: ["points": [1, 2.5], "title": "ä\\"b"], metadata: ["version": "1"],\n'
        "    buffers: [[1, 2, 255], []])"
    )
    (message,) = outcome.of_type("comm_open")
    assert message.content["target_name"] == "chart"
    assert message.content["data"] == {"points": [1, 2.5], "title": 'ä"b'}
    assert message.metadata == {"version": "1"} and message.buffers == [b"\x01\x02\xff", b""]
    assert kernel.value("opened.id") == f'"{message.content["comm_id"]}"'


def test_messages_of_a_cell_stand_where_they_were_sent(kernel):
    kernel.succeed('let ordered = Comm(target: "ordered")')
    outcome = kernel.succeed('print("before", terminator: "")\nordered.send(["n": 1])\nprint("after")')
    assert outcome.order[2:-1] == ["stdout", "comm_msg", "stdout"]
    assert outcome.of_type("comm_msg")[0].content["data"] == {"n": 1}


def test_a_message_reaches_its_closure_while_no_cell_runs(kernel):
    comm = opened(
        kernel,
        'var sum = 0\nlet adder = Comm(target: "adder")\nadder.onMessage { message in\n'
        '    sum += message.data["n"]!.integerValue! + message.buffers.reduce(0) { $0 + Int($1[0]) }\n'
        '    MainActor.assumeIsolated { print("sum", sum) }\n    display(HTML("<b>sum</b>"))\n'
        '    adder.send(["sum": .integer(sum), "unit": message.metadata["unit"]!], buffers: message.buffers)\n}',
    )
    published = kernel.tell(
        "comm_msg", {"comm_id": comm, "data": {"n": 4}}, metadata={"unit": "m"}, buffers=[b"\x02", b"\x03"]
    )
    assert [m.type for m in published] == ["status", "stream", "display_data", "comm_msg", "status"]
    assert text(published) == "sum 9\n"
    (answer,) = of_type(published, "comm_msg")
    assert answer.content == {"comm_id": comm, "data": {"sum": 9, "unit": "m"}} and answer.buffers == [b"\x02", b"\x03"]
    kernel.tell("comm_msg", {"comm_id": comm, "data": {"n": 1}}, metadata={"unit": "m"})
    assert kernel.value("sum") == "10"


def test_messages_that_come_while_a_cell_runs_arrive_after_it_in_their_order(kernel):
    comm = opened(
        kernel,
        'import Glibc\nvar arrived: [Int] = []\nlet patient = Comm(target: "patient")\n'
        'patient.onMessage { arrived.append($0.data["n"]!.integerValue!) }',
    )
    running = kernel.start("usleep(300_000)\narrived.count")
    for number in range(20):
        kernel.send("comm_msg", {"comm_id": comm, "data": {"n": number}})
    after = kernel.start("arrived")
    assert kernel.finish(running).result == "0"
    assert kernel.finish(after).result == str(list(range(20)))


def test_a_cell_closes_a_comm(kernel):
    comm = opened(kernel, 'let closing = Comm(target: "closing")\nclosing.onMessage { _ in print("too late") }')
    assert comms(kernel, target_name="closing") == {comm: {"target_name": "closing"}}
    outcome = kernel.succeed('closing.close(["reason": "done"])\nclosing.send(["n": 1])\nclosing.isOpen')
    assert outcome.of_type("comm_close")[0].content == {"comm_id": comm, "data": {"reason": "done"}}
    assert outcome.of_type("comm_msg") == [] and outcome.result == "false"
    assert comms(kernel, target_name="closing") == {}
    assert text(kernel.tell("comm_msg", {"comm_id": comm, "data": {}})) == ""


def test_the_front_end_closes_a_comm(kernel):
    comm = opened(
        kernel, 'let left = Comm(target: "left")\nleft.onClose { print("closed:", $0.data["why"]!.stringValue!) }'
    )
    published = kernel.tell("comm_close", {"comm_id": comm, "data": {"why": "tab"}})
    assert text(published) == "closed: tab\n" and of_type(published, "comm_close") == []
    assert kernel.value("left.isOpen") == "false"
    assert comms(kernel, target_name="left") == {}


def test_the_front_end_opens_a_comm_to_a_registered_target(kernel):
    kernel.succeed(
        'var guests: [Comm] = []\nComm.register("echo") { comm, first in\n    guests.append(comm)\n'
        '    comm.send(["hello": first.data["name"]!])\n    comm.onMessage { comm.send($0.data) }\n}'
    )
    published = kernel.tell("comm_open", {"comm_id": "guest-1", "target_name": "echo", "data": {"name": "Ada"}})
    (hello,) = of_type(published, "comm_msg")
    assert hello.content == {"comm_id": "guest-1", "data": {"hello": "Ada"}}
    assert comms(kernel)["guest-1"] == {"target_name": "echo"}
    (echo,) = of_type(kernel.tell("comm_msg", {"comm_id": "guest-1", "data": {"x": [1, None]}}), "comm_msg")
    assert echo.content["data"] == {"x": [1, None]}
    kernel.succeed('Comm.unregister("echo")')
    published = kernel.tell("comm_open", {"comm_id": "guest-2", "target_name": "echo", "data": {}})
    assert of_type(published, "comm_close")[0].content["comm_id"] == "guest-2"
    assert "guest-1" in comms(kernel)


def test_a_comm_to_no_target_is_closed_with_a_line_in_the_log(kernel):
    published = kernel.tell("comm_open", {"comm_id": "lost", "target_name": "no.such.target", "data": {}})
    assert [m.type for m in published] == ["status", "comm_close", "status"]
    assert published[1].content["comm_id"] == "lost"
    assert "no.such.target" in kernel.log_tail()
    assert "lost" not in comms(kernel)


@pytest.mark.parametrize("kind", ["comm_open", "comm_msg", "comm_close"])
@pytest.mark.parametrize("content", [{}, {"comm_id": 7}, {"comm_id": "unknown"}, {"comm_id": "unknown", "data": [1]}])
def test_a_message_to_no_comm_changes_nothing_and_is_logged(kernel, kind, content):
    published = kernel.tell(kind, content)
    assert [m.type for m in published if m.type != "comm_close"] == ["status", "status"]
    assert kind in kernel.log_tail() or "A comm is closed" in kernel.log_tail()
    assert kernel.value("1 + 1") == "2"


def test_an_error_that_leaves_a_handler_is_shown_as_an_output_of_the_message(kernel):
    comm = opened(
        kernel,
        'struct Refused: Error {}\nlet strict = Comm(target: "strict")\n'
        'strict.onMessage {\n    if $0.data["n"] == 1 { throw Refused() }\n'
        '    if $0.data["n"] == 2 { _ = [1][strict.id.count] }\n    print("fine")\n}',
    )
    (thrown,) = of_type(kernel.tell("comm_msg", {"comm_id": comm, "data": {"n": 1}}), "error")
    assert thrown.content["ename"] == "Refused" and ":4" in "".join(thrown.content["traceback"])
    (trap,) = of_type(kernel.tell("comm_msg", {"comm_id": comm, "data": {"n": 2}}), "error")
    assert trap.content["ename"] == "FatalError" and "Index out of range" in trap.content["evalue"]
    assert ":5" in "".join(trap.content["traceback"])
    assert text(kernel.tell("comm_msg", {"comm_id": comm, "data": {"n": 3}})) == "fine\n"


def test_a_handler_can_be_interrupted(kernel):
    comm = opened(kernel, 'let busy = Comm(target: "busy")\nbusy.onMessage { _ in print("begun"); while true {} }')
    request = kernel.send("comm_msg", {"comm_id": comm, "data": {}})
    kernel.wait_for(lambda m: m.type == "stream", request)
    kernel.ask("interrupt_request", channel="control")
    kernel.wait_for(lambda m: m.type == "error" and m.content["ename"] == "Interrupted", request)
    assert kernel.value("busy.isOpen") == "true"


def test_a_target_and_an_id_may_be_any_text(kernel):
    comm = opened(kernel, 'let odd = Comm(target: "ä \\"quoted\\"\\n", id: "né 1")')
    assert comm == "né 1"
    assert comms(kernel)[comm] == {"target_name": 'ä "quoted"\n'}


def test_comms_end_with_their_session(fresh_kernel):
    kernel = fresh_kernel
    comm = opened(kernel, 'import Glibc\nlet doomed = Comm(target: "doomed")')
    outcome = kernel.fail("kill(getpid(), SIGKILL)\nusleep(5_000_000)")
    assert outcome.of_type("comm_close")[0].content["comm_id"] == comm
    assert comms(kernel) == {}
    comm = opened(kernel, 'let reset = Comm(target: "reset")')
    kernel.succeed("%reset")
    kernel.wait_for(lambda m: m.type == "comm_close" and m.content["comm_id"] == comm)
    assert comms(kernel) == {}


def test_a_hundred_thousand_bytes_go_both_ways_unchanged(kernel):
    comm = opened(kernel, 'let mirror = Comm(target: "mirror")\nmirror.onMessage { mirror.send($0.data, buffers: $0.buffers) }')
    payload, words = bytes(range(256)) * 400, ["word"] * 20_000
    (answer,) = of_type(
        kernel.tell("comm_msg", {"comm_id": comm, "data": {"words": words}}, buffers=[payload]), "comm_msg"
    )
    assert answer.buffers == [payload] and answer.content["data"]["words"] == words
