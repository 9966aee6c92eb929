import queue

import pytest
import zmq
from jupyter_client.session import Session as Signer


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
