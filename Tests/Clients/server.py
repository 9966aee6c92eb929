"""A Jupyter Server, and kernels that are driven through it as web front ends do."""

import json
import os
import secrets
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from contextlib import contextmanager
from pathlib import Path

from processes import wait_until
from browser import free_port
from websocket import WebSocketTimeoutException, create_connection

PATIENCE = 60.0


class Server:
    """A running server, and its REST interface."""

    def __init__(self, folder: Path):
        self.port, self.token = free_port(), secrets.token_hex(16)
        self.log = folder / "server.log"
        arguments = [
            sys.executable, "-m", "jupyter_server", "--ip=127.0.0.1", f"--port={self.port}",
            "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}", "--allow-root",
        ]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                arguments, stdout=output, stderr=subprocess.STDOUT, env={**os.environ, "JUPYTER_TOKEN": self.token}
            )
        assert wait_until(self.answers, timeout=PATIENCE), self.log.read_text()[-3000:]

    def close(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)

    def answers(self) -> bool:
        try:
            return bool(self.request("GET", "/api/status"))
        except OSError:
            return False

    def request(self, method: str, path: str, body: dict | None = None):
        """The JSON of the answer, or its status where there is none."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            text = answer.read()
            return json.loads(text) if text else answer.status

    @contextmanager
    def kernel(self, name: str, protocol: str | None):
        kernel = self.request("POST", "/api/kernels", {"name": name})["id"]
        connection = ServerKernel(self, kernel, protocol)
        try:
            yield connection
        finally:
            connection.close()
            try:
                self.request("DELETE", f"/api/kernels/{kernel}")
            except urllib.error.HTTPError as error:
                assert error.code == 404, error


class ServerKernel:
    """A kernel behind a websocket, which carries either JSON or, with the protocol `v1.kernel.websocket.jupyter.org`,
    the frames of the wire.

    <https://jupyter-server.readthedocs.io/en/latest/developers/websocket-protocols.html>
    """

    V1 = "v1.kernel.websocket.jupyter.org"

    def __init__(self, server: Server, kernel: str, protocol: str | None, session: str | None = None):
        self.server, self.id, self.session = server, kernel, session or uuid.uuid4().hex
        self.socket = create_connection(
            f"ws://127.0.0.1:{server.port}/api/kernels/{kernel}/channels?session_id={self.session}",
            header=[f"Authorization: token {server.token}"], subprotocols=[protocol] if protocol else None,
            timeout=1,
        )
        self.protocol = self.socket.getsubprotocol()

    def close(self) -> None:
        self.socket.close()

    def send(self, channel: str, kind: str, content: dict) -> str:
        header = {
            "msg_id": uuid.uuid4().hex, "session": self.session, "username": "", "msg_type": kind, "version": "5.3",
            "date": "2026-01-01T00:00:00Z",
        }
        if self.protocol == self.V1:
            parts = [channel.encode(), *(json.dumps(part).encode() for part in (header, {}, {}, content))]
            offsets = [8 * (len(parts) + 2)]
            for part in parts:
                offsets.append(offsets[-1] + len(part))
            self.socket.send_binary(struct.pack(f"<{len(offsets) + 1}Q", len(offsets), *offsets) + b"".join(parts))
        else:
            self.socket.send(json.dumps({
                "header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": channel,
                "buffers": [],
            }))
        return header["msg_id"]

    def receive(self) -> dict | None:
        """A message with its channel, or nothing when there is none for a second."""
        try:
            received = self.socket.recv()
        except WebSocketTimeoutException:
            return None
        if isinstance(received, str):
            return json.loads(received)
        count = struct.unpack_from("<Q", received)[0]
        offsets = struct.unpack_from(f"<{count}Q", received, 8)
        channel, *parts = [received[start:end] for start, end in zip(offsets, offsets[1:])]
        names = ("header", "parent_header", "metadata", "content")
        return {"channel": channel.decode(), **dict(zip(names, map(json.loads, parts[:4])))}

    def answers(self, request: str, until, timeout: float = PATIENCE) -> list[dict]:
        """What comes for the request, up to and with the message that `until` accepts."""
        messages = []
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            message = self.receive()
            if message and message["parent_header"].get("msg_id") == request:
                messages.append(message)
                if until(messages):
                    return messages
        raise AssertionError(f"not within {timeout:g} s; got {messages}\n{self.server.log.read_text()[-3000:]}")

    def execute(self, code: str, **options) -> dict[str, list[dict]]:
        """The contents of what a cell sends, by type."""
        content = {
            "code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False,
            "stop_on_error": True, **options,
        }
        return by_type(self.answers(self.send("shell", "execute_request", content), is_over))


def is_over(messages: list[dict]) -> bool:
    """Whether both the reply and the idle status are there; they come on channels of their own."""
    return any(message["header"]["msg_type"] == "execute_reply" for message in messages) and any(
        message["content"].get("execution_state") == "idle" for message in messages
    )


def by_type(messages: list[dict]) -> dict[str, list[dict]]:
    contents: dict[str, list[dict]] = {}
    for message in messages:
        contents.setdefault(message["header"]["msg_type"], []).append(message["content"])
    return contents
