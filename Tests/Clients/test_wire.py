import queue

import pytest
import zmq
from jupyter_client.manager import KernelManager
from jupyter_client.session import Session as Signer
from processes import wait_until
from session import KERNEL, PATIENCE


def test_an_unknown_message_type_is_survived(kernel):
    for channel in ("shell", "control"):
        kernel.send("no_such_request", {"some": "thing"}, channel)
        assert kernel.ask("kernel_info_request", channel=channel, timeout=10)["content"]["status"] == "ok"
    assert "2" in kernel.value("1 + 1")


@pytest.fixture
def raw_shell(kernel):
    """A shell socket of its own, on which anything can be sent."""
    info = kernel.client.get_connection_info()
    with zmq.Context() as context, context.socket(zmq.DEALER) as socket:
        socket.linger = 0
        socket.connect(f"{info['transport']}://{info['ip']}:{info['shell_port']}")
        yield socket


def test_a_wrong_signature_is_dropped_and_the_kernel_stays_up(kernel, raw_shell):
    kernel.succeed("var touched = false")
    forger = Signer(key=b"not the key")
    request = {"code": "touched = true", "silent": False, "store_history": True, "user_expressions": {}}
    forger.send(raw_shell, "execute_request", request)
    forger.send(raw_shell, "kernel_info_request", {})
    assert raw_shell.poll(1000) == 0, "a forged request was answered"
    assert "false" in kernel.value("touched")
    assert "signature" in kernel.log_tail().lower()


def test_a_request_without_signature_is_dropped(kernel, raw_shell):
    Signer(key=b"").send(raw_shell, "kernel_info_request", {})
    assert raw_shell.poll(1000) == 0


@pytest.mark.parametrize(
    "frames",
    [
        [b""],
        [b"no delimiter"],
        [b"<IDS|MSG>"],
        [b"<IDS|MSG>", b"", b"{}", b"{}"],
        [b"<IDS|MSG>", b"00", b"{", b"{}", b"{}", b"{}"],
        [b"<IDS|MSG>", b"00" * 32, b"\xff\xfe", b"[]", b"null", b"7"],
        [b"x"] * 200,
    ],
    ids=["empty", "no delimiter", "only a delimiter", "too few", "broken JSON", "not even text", "many"],
)
def test_a_malformed_message_is_dropped_and_the_kernel_stays_up(kernel, raw_shell, frames):
    raw_shell.send_multipart(frames)
    assert kernel.ask("kernel_info_request", timeout=10)["content"]["status"] == "ok"


def test_a_properly_signed_request_with_senseless_content_is_survived(kernel, raw_shell):
    signer = Signer(key=kernel.client.session.key)
    for content in ({}, {"code": 7}, {"code": None, "silent": "perhaps"}):
        signer.send(raw_shell, "execute_request", content)
        signer.send(raw_shell, "is_complete_request", content)
    assert "2" in kernel.value("1 + 1")


def test_another_clients_request_is_answered_to_it_alone(kernel, raw_shell):
    signer = Signer(key=kernel.client.session.key)
    sent = signer.send(raw_shell, "kernel_info_request", {})
    assert raw_shell.poll(10_000)
    _, reply = signer.recv(raw_shell)
    assert reply["parent_header"]["msg_id"] == sent["header"]["msg_id"]
    with pytest.raises(queue.Empty):
        kernel.client.get_shell_msg(timeout=0.5)


def test_a_message_that_is_sent_again_is_dropped(kernel, raw_shell):
    kernel.succeed("var times = 0")
    signer = Signer(key=kernel.client.session.key)
    request = signer.msg("execute_request", {"code": "times += 1", "silent": False})
    frames = signer.serialize(request)
    for _ in range(3):
        raw_shell.send_multipart(frames)
    assert raw_shell.poll(10_000)
    assert "1" in kernel.value("times")
    assert "signature" in kernel.log_tail().lower()


def test_a_message_of_a_hundred_megabytes_is_dropped(kernel, raw_shell):
    signer = Signer(key=kernel.client.session.key)
    signer.send(raw_shell, "execute_request", {"code": "// " + "x" * 100_000_000, "silent": False})
    assert wait_until(lambda: "100 MB" in kernel.log_tail()), "it was not dropped"
    assert "2" in kernel.value("1 + 1")


def test_every_listener_is_welcomed_first(kernel):
    info = kernel.client.get_connection_info()
    with zmq.Context() as context:
        for topic in (b"", b"", b"kernel"):
            with context.socket(zmq.SUB) as socket:
                socket.linger = 0
                socket.connect(f"{info['transport']}://{info['ip']}:{info['iopub_port']}")
                socket.subscribe(topic)
                assert socket.poll(10_000), "no welcome"
                frames = socket.recv_multipart()
                _, parts = kernel.client.session.feed_identities(frames)
                message = kernel.client.session.deserialize(parts)
                assert message["msg_type"] == "iopub_welcome"
                assert message["content"] == {"subscription": topic.decode()}
                assert message["parent_header"] == {}


def test_an_encrypted_kernel_runs_cells_and_hears_no_one_in_the_clear():
    manager = KernelManager(kernel_name=KERNEL, transport_encryption="required")
    manager.start_kernel()
    client = manager.blocking_client()
    try:
        client.start_channels()
        client.wait_for_ready(timeout=PATIENCE)
        assert client.is_alive()
        reply = client.execute_interactive("print(6 * 7)", timeout=PATIENCE)
        assert reply["content"]["status"] == "ok"
        info = client.get_connection_info()
        with zmq.Context() as context, context.socket(zmq.DEALER) as socket:
            socket.linger = 0
            socket.connect(f"{info['transport']}://{info['ip']}:{info['shell_port']}")
            Signer(key=client.session.key).send(socket, "kernel_info_request", {})
            assert socket.poll(1000) == 0, "a request in the clear was answered"
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
