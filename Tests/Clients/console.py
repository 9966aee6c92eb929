"""`jupyter console` on a terminal, for tests: what is typed into it, and what its user sees."""

import os
import re
import sys
import time

import pexpect
import pyte
from session import KERNEL

PATIENCE = 60.0


class Console:
    """A running console. Its screen is that of a terminal, so text that is written over is gone."""

    def __init__(self, rows: int = 60, columns: int = 120):
        self.screen = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.screen)
        # prompt_toolkit asks for the position of the cursor, which only a real terminal answers.
        environment = {**os.environ, "TERM": "xterm-256color", "PROMPT_TOOLKIT_NO_CPR": "1"}
        self.process = pexpect.spawn(
            sys.executable, ["-m", "jupyter_console", f"--kernel={KERNEL}"], env=environment, encoding="utf-8",
            dimensions=(rows, columns),
        )

    def close(self) -> None:
        self.process.close(force=True)

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.screen.display if line.strip()]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def read(self, timeout: float) -> None:
        try:
            self.stream.feed(self.process.read_nonblocking(1 << 16, timeout))
        except pexpect.TIMEOUT:
            pass

    def wait_for(self, pattern: str, timeout: float = PATIENCE) -> re.Match:
        """Waits until the screen shows the pattern."""
        deadline = time.monotonic() + timeout
        while not (found := re.search(pattern, self.text, re.MULTILINE)):
            assert time.monotonic() < deadline, f"not on the screen within {timeout:g} s: {pattern}\n{self.text}"
            assert self.process.isalive(), f"the console ended\n{self.text}"
            self.read(0.2)
        return found

    def type(self, text: str) -> None:
        self.process.send(text)

    def enter(self, text: str) -> None:
        self.type(text + "\r")

    def run(self, code: str, number: int) -> list[str]:
        """Types a line of code at the prompt of that number and returns what stands below it at the next prompt."""
        prompt = rf"^In \[{number}\]:"
        self.wait_for(prompt)
        self.enter(code)
        self.wait_for(rf"^In \[{number + 1}\]:")
        lines = self.lines
        start = max(i for i, line in enumerate(lines) if re.match(prompt, line))
        return lines[start + 1 : -1]

    def colour_of(self, text: str) -> str:
        """The colour in which the first such text on the screen is shown."""
        for row, line in enumerate(self.screen.display):
            if (column := line.find(text)) >= 0:
                return self.screen.buffer[row][column].fg
        raise AssertionError(f"not on the screen: {text}\n{self.text}")

    def ends(self, timeout: float = 30) -> bool:
        """Whether the console ends by itself."""
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            try:
                self.stream.feed(self.process.read_nonblocking(1 << 16, 0.2))
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return True
        return False
