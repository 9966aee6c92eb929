"""A kernel behind a Jupyter Server, as JupyterLab and other web front ends drive it."""

import time

import pytest
from notebooks import SMALL
from processes import wait_until
from server import Server, ServerKernel, by_type, is_over
from session import KERNEL


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    server = Server(tmp_path_factory.mktemp("server"))
    yield server
    server.close()


@pytest.fixture(params=[ServerKernel.V1, None], ids=["v1", "json"])
def kernel(server, request):
    with server.kernel(KERNEL, request.param) as kernel:
        assert kernel.protocol == request.param
        yield kernel


def state(server, kernel) -> str:
    return server.request("GET", f"/api/kernels/{kernel.id}")["execution_state"]


def test_the_server_lists_the_kernelspec_with_its_logo(server):
    spec = server.request("GET", "/api/kernelspecs")["kernelspecs"][KERNEL]
    assert spec["spec"]["language"] == "swift" and spec["spec"]["interrupt_mode"] == "message"
    assert any(name.startswith("logo") for name in spec["resources"])


def test_a_notebooks_cells_run_through_the_websocket(kernel):
    shown = [kernel.execute(code) for code in SMALL]
    assert all(each["execute_reply"][0]["status"] == "ok" for each in shown)
    assert "".join(stream["text"] for stream in shown[1]["stream"]) == "hello 1\n"
    assert "<table" in shown[2]["execute_result"][0]["data"]["text/html"]
    assert len(shown[3]["display_data"]) == 1
    bar = shown[3]["display_data"][0]["transient"]
    assert {each["transient"]["display_id"] for each in shown[3]["update_display_data"]} == {bar["display_id"]}
    assert "20/20" in shown[3]["update_display_data"][-1]["data"]["text/html"]
    assert "stream" not in shown[3]
    assert len(shown[5]["display_data"]) == 3
    assert shown[6]["execute_result"][0]["data"] == {"text/plain": "1087353"}


def test_an_error_carries_its_traceback(kernel):
    shown = kernel.execute("let numbers = [1]\nnumbers[1]")
    assert shown["execute_reply"][0]["status"] == "error"
    assert "Index out of range" in shown["error"][0]["evalue"] and shown["error"][0]["traceback"]


def test_text_of_all_scripts_passes_both_ways(kernel):
    shown = kernel.execute('print("é 王 👩‍👩‍👧 \\u{2028} \\"")')
    assert "".join(stream["text"] for stream in shown["stream"]) == 'é 王 👩‍👩‍👧 \u2028 "\n'


def test_a_line_is_asked_for_and_answered(kernel):
    content = {"code": 'print(readLine(prompt: "name?")!)', "allow_stdin": True, "silent": False, "store_history": True}
    request = kernel.send("shell", "execute_request", content)
    asked = kernel.answers(request, lambda messages: messages[-1]["header"]["msg_type"] == "input_request")[-1]
    assert asked["channel"] == "stdin" and asked["content"] == {"prompt": "name?", "password": False}
    kernel.send("stdin", "input_reply", {"value": "Ada", "status": "ok"})
    shown = by_type(kernel.answers(request, is_over))
    assert "".join(stream["text"] for stream in shown["stream"]) == "Ada\n"


def test_the_rest_interface_interrupts_a_cell_and_keeps_the_session(server, kernel):
    kernel.execute("let kept = 40")
    content = {"code": 'print("started"); while true {}', "silent": False, "store_history": True}
    request = kernel.send("shell", "execute_request", content)
    kernel.answers(request, lambda messages: messages[-1]["header"]["msg_type"] == "stream")
    assert wait_until(lambda: state(server, kernel) == "busy")
    assert server.request("POST", f"/api/kernels/{kernel.id}/interrupt") == 204
    shown = by_type(kernel.answers(request, is_over))
    assert shown["execute_reply"][0]["status"] == "error"
    assert kernel.execute("kept + 2")["execute_result"][0]["data"]["text/plain"] == "42"
    assert wait_until(lambda: state(server, kernel) == "idle")


def test_the_rest_interface_restarts_the_kernel(server, kernel):
    kernel.execute("let gone = 1")
    assert server.request("POST", f"/api/kernels/{kernel.id}/restart")["id"] == kernel.id
    with_new_connection = ServerKernel(server, kernel.id, kernel.protocol)
    try:
        assert "gone" in with_new_connection.execute("gone")["error"][0]["evalue"]
        assert with_new_connection.execute("6 * 7")["execute_reply"][0]["execution_count"] == 2
    finally:
        with_new_connection.close()


def test_a_front_end_that_comes_back_gets_what_it_missed(server, kernel):
    content = {
        "code": 'try await Task.sleep(for: .seconds(2)); print("late")', "silent": False, "store_history": True,
    }
    request = kernel.send("shell", "execute_request", content)
    kernel.answers(request, lambda messages: messages[-1]["header"]["msg_type"] == "execute_input")
    kernel.socket.close()
    time.sleep(3)
    again = ServerKernel.__new__(ServerKernel)
    again = ServerKernel(server, kernel.id, kernel.protocol, kernel.session)
    try:
        texts = []
        deadline = time.monotonic() + 20
        while "late\n" not in texts and time.monotonic() < deadline:
            message = again.receive()
            if message and message["header"]["msg_type"] == "stream":
                texts.append(message["content"]["text"])
        assert "late\n" in texts
    finally:
        again.close()
