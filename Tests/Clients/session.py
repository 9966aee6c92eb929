"""A Swiftlet kernel and one Jupyter client of it, for tests."""

import os
import queue
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import zmq
from jupyter_client.manager import KernelManager

KERNEL = "swiftlet"
PATIENCE = 60.0


@dataclass
class Message:
    """What came over IOPub, and when."""

    type: str
    content: dict
    parent: str | None
    arrived: float
    metadata: dict = field(default_factory=dict)
    buffers: list[bytes] = field(default_factory=list)


@dataclass(repr=False)
class Outcome:
    """The reply to one execute_request and everything published for it, busy and idle included."""

    code: str
    reply: dict
    messages: list[Message] = field(default_factory=list)

    def of_type(self, kind: str) -> list[Message]:
        return [message for message in self.messages if message.type == kind]

    def stream(self, name: str) -> str:
        return "".join(m.content["text"] for m in self.of_type("stream") if m.content["name"] == name)

    @property
    def status(self) -> str:
        return self.reply["status"]

    @property
    def stdout(self) -> str:
        return self.stream("stdout")

    @property
    def stderr(self) -> str:
        return self.stream("stderr")

    @property
    def result(self) -> str | None:
        """The plain text of the cell's value."""
        results = self.of_type("execute_result")
        assert len(results) <= 1, f"more than one execute_result\n{self}"
        return results[0].content["data"]["text/plain"] if results else None

    @property
    def displays(self) -> list[dict]:
        return [message.content["data"] for message in self.of_type("display_data")]

    @property
    def traceback(self) -> str:
        return "\n".join(self.reply.get("traceback", []))

    @property
    def order(self) -> list[str]:
        """The types of the messages, with neighbours of one type told once."""
        types = [m.content["name"] if m.type == "stream" else m.type for m in self.messages]
        return [kind for i, kind in enumerate(types) if i == 0 or kind != types[i - 1]]

    def __str__(self) -> str:
        lines = ["cell:", indented(self.code), f"reply: {shortened(self.reply)}", "published:"]
        lines += [f"    {m.type} {shortened(m.content)}" for m in self.messages[-40:]]
        return "\n".join(lines)

    __repr__ = __str__


class Session:
    """A running kernel; `run` executes a cell and waits until the kernel is idle again."""

    def __init__(
        self,
        environment: dict[str, str] | None = None,
        folder: Path | None = None,
        arguments: list[str] | None = None,
    ):
        self.log = tempfile.TemporaryFile()
        self.manager = KernelManager(kernel_name=KERNEL)
        self.manager.start_kernel(
            env={**os.environ, **(environment or {})},
            cwd=str(folder) if folder else None,
            extra_arguments=arguments or [],
            stderr=self.log,
        )
        self.published: list[Message] = []
        self.passed_over: dict[str, dict] = {}
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        try:
            self.client.wait_for_ready(timeout=PATIENCE)
        except RuntimeError as error:
            self.close()
            raise AssertionError(f"the kernel did not get ready: {error}\n{self.log_tail()}") from None

    def close(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)

    @property
    def process_id(self) -> int:
        return self.manager.provisioner.pid

    def log_tail(self) -> str:
        self.log.seek(0, os.SEEK_END)
        self.log.seek(max(0, self.log.tell() - 4000))
        return "standard error of the kernel:\n" + indented(self.log.read().decode(errors="replace"))

    def run(self, code: str, timeout: float = PATIENCE, **options) -> Outcome:
        return self.finish(self.start(code, **options), code, timeout)

    def value(self, code: str) -> str | None:
        """The plain text of what the cell's last expression is worth, in a cell that must succeed."""
        return self.succeed(code).result

    def succeed(self, code: str, timeout: float = PATIENCE, **options) -> Outcome:
        outcome = self.run(code, timeout, **options)
        assert outcome.status == "ok", f"the cell failed\n{outcome}\n{self.log_tail()}"
        return outcome

    def fail(self, code: str, timeout: float = PATIENCE, **options) -> Outcome:
        """Runs a cell that must end in one error, the same in the reply and on IOPub."""
        outcome = self.run(code, timeout, **options)
        assert outcome.status == "error", f"the cell should have failed\n{outcome}"
        errors = outcome.of_type("error")
        assert len(errors) == 1, f"want one error message, got {len(errors)}\n{outcome}"
        for key in ("ename", "evalue", "traceback"):
            assert outcome.reply[key] == errors[0].content[key], f"reply and error differ in {key}\n{outcome}"
        assert outcome.reply["ename"] and outcome.traceback, f"an error without name or traceback\n{outcome}"
        return outcome

    def start(self, code: str, cell_id: str | None = None, subshell: str | None = None, **options) -> str:
        """Sends the cell, named as JupyterLab names its cells, and returns the request's id."""
        if cell_id is None and subshell is None:
            return self.client.execute(code, **options)
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
            "stop_on_error": True,
            **options,
        }
        metadata = {"cellId": cell_id} if cell_id else {}
        return self.send("execute_request", content, subshell=subshell, metadata=metadata)

    def finish(self, request: str, code: str = "", timeout: float = PATIENCE) -> Outcome:
        """Waits for idle, then for the reply, of a request."""
        self.wait_for(
            lambda m: m.type == "status" and m.content["execution_state"] == "idle", request, timeout, code
        )
        reply = self.reply("shell", request, timeout)
        return Outcome(code, reply["content"], [m for m in self.published if m.parent == request])

    def wait_for(self, wanted, request: str | None = None, timeout: float = PATIENCE, code: str = "") -> Message:
        """The first message published for the request that `wanted` accepts."""
        seen = 0
        deadline = time.monotonic() + timeout
        while True:
            for message in self.published[seen:]:
                if (request is None or message.parent == request) and wanted(message):
                    return message
            seen = len(self.published)
            left = deadline - time.monotonic()
            problem = None
            if left <= 0:
                problem = f"nothing of the kind within {timeout:g} s"
            elif not self.manager.is_alive():
                problem = "the kernel died"
            if problem:
                got = "\n".join(f"    {m.type} {shortened(m.content)}" for m in self.published[-20:])
                raise AssertionError(f"{problem}\ncell:\n{indented(code)}\npublished:\n{got}\n{self.log_tail()}")
            self.receive(min(left, 1.0))

    def receive(self, timeout: float) -> None:
        try:
            raw = self.client.get_iopub_msg(timeout=timeout)
        except queue.Empty:
            return
        parent = raw["parent_header"].get("msg_id")
        self.published.append(
            Message(
                raw["header"]["msg_type"], raw["content"], parent, time.monotonic(), raw["metadata"],
                [bytes(buffer) for buffer in raw["buffers"]],
            )
        )

    def reply(self, channel: str, request: str, timeout: float = PATIENCE) -> dict:
        """The reply to a request on the shell or the control channel; replies to others are kept for who asks for them."""
        deadline = time.monotonic() + timeout
        while True:
            if request in self.passed_over:
                return self.passed_over.pop(request)
            left = deadline - time.monotonic()
            try:
                message = getattr(self.client, f"get_{channel}_msg")(timeout=max(left, 0.001))
            except queue.Empty:
                raise AssertionError(f"no reply on {channel} within {timeout:g} s\n{self.log_tail()}") from None
            self.passed_over[message["parent_header"].get("msg_id")] = message

    def ask(
        self, kind: str, content: dict | None = None, channel: str = "shell", timeout: float = PATIENCE, **options
    ) -> dict:
        """Sends a request of any type and returns the whole reply."""
        return self.reply(channel, self.send(kind, content, channel, **options), timeout)

    def send(
        self, kind: str, content: dict | None = None, channel: str = "shell", subshell: str | None = None, **options
    ) -> str:
        message = self.client.session.msg(kind, content or {}, **options)
        if subshell is not None:
            message["header"]["subshell_id"] = subshell
        getattr(self.client, f"{channel}_channel").send(message)
        return message["header"]["msg_id"]

    def tell(
        self, kind: str, content: dict, buffers: list[bytes] | None = None, subshell: str | None = None, **options
    ) -> list[Message]:
        """Sends a message that is not replied to, and returns what is published for it."""
        message = self.client.session.msg(kind, content, **options)
        if subshell is not None:
            message["header"]["subshell_id"] = subshell
        self.client.session.send(self.client.shell_channel.socket, message, buffers=buffers)
        request = message["header"]["msg_id"]
        self.wait_for(lambda m: m.type == "status" and m.content["execution_state"] == "idle", request)
        return [message for message in self.published if message.parent == request]

    def create_subshell(self) -> str:
        reply = self.ask("create_subshell_request", channel="control")["content"]
        assert reply["status"] == "ok", reply
        return reply["subshell_id"]

    def heartbeat(self, payload: bytes, timeout: float = 5) -> bytes | None:
        """What the heartbeat socket answers, or nothing."""
        info = self.client.get_connection_info()
        with zmq.Context() as context, context.socket(zmq.REQ) as socket:
            socket.linger = 0
            socket.connect(f"{info['transport']}://{info['ip']}:{info['hb_port']}")
            socket.send(payload)
            return socket.recv() if socket.poll(int(timeout * 1000)) else None


def indented(text: str) -> str:
    return "\n".join("    " + line for line in text.splitlines())


def shortened(content: dict, limit: int = 600) -> str:
    text = repr(content)
    return text if len(text) <= limit else f"{text[:limit]}… ({len(text)} characters)"
