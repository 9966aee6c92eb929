"""JupyterLab in a headless browser, for tests and for pictures."""

import base64
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import nbformat
from websocket import create_connection

WIDTH = 1280
PATIENCE = 300
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
SHIFT = 8
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}

APP = "window.jupyterapp"
PANEL = f"Array.from({APP}.shell.widgets('main'))[0]"
COMMAND = f"{APP}.commands.execute"
SESSION = f"{PANEL}.sessionContext.session"


class Browser:
    """One page of a headless Chromium, driven through its debugging protocol."""

    def __init__(self, address: str):
        self.socket = create_connection(address, timeout=PATIENCE, suppress_origin=True)
        self.number = 0

    def call(self, method: str, **parameters):
        self.number += 1
        self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(self.socket.recv())
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]

    def evaluate(self, expression: str):
        """The value of a JavaScript expression, awaited when it is a promise."""
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            details = answer["exceptionDetails"]
            raise RuntimeError(details.get("exception", {}).get("description", details["text"]))
        return answer["result"].get("value")

    def wait(self, condition: str, timeout: float = PATIENCE):
        """Waits until a JavaScript condition holds; one that cannot be evaluated yet does not hold yet."""
        deadline = time.monotonic() + timeout
        while not self.evaluate(f"(() => {{ try {{ return Boolean({condition}) }} catch {{ return false }} }})()"):
            if time.monotonic() > deadline:
                raise TimeoutError(f"not within {timeout} s: {condition}")
            time.sleep(0.2)

    def resize(self, height: int) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride", width=WIDTH, height=height, deviceScaleFactor=2, mobile=False
        )

    def save_picture(self, file: Path) -> None:
        picture = self.call("Page.captureScreenshot", format="png")["data"]
        file.write_bytes(base64.b64decode(picture))

    def keep_picture(self, name: str) -> None:
        """For whoever wants to look at what a test saw: saves a picture in the folder SWIFTLET_PICTURES."""
        if folder := os.environ.get("SWIFTLET_PICTURES"):
            Path(folder).mkdir(parents=True, exist_ok=True)
            self.save_picture(Path(folder) / f"{name}.png")

    def press(self, key: str, modifiers: int = 0) -> None:
        """Presses a key by its name, as `Enter`, or one that types a character."""
        event = {"key": key, "modifiers": modifiers}
        if key in KEYS:
            event |= {"code": key, "windowsVirtualKeyCode": KEYS[key]}
        elif key.isascii() and key.isalpha():
            event |= {"code": f"Key{key.upper()}", "windowsVirtualKeyCode": ord(key.upper())}
        text = "\r" if key == "Enter" else key if len(key) == 1 else None
        self.call("Input.dispatchKeyEvent", type="keyDown", **event, **({"text": text} if text else {}))
        self.call("Input.dispatchKeyEvent", type="keyUp", **event)

    def type(self, text: str) -> None:
        for character in text:
            self.press("Enter" if character == "\n" else character)

    def click(self, node: str) -> None:
        """Clicks with the mouse on the middle of what a JavaScript expression finds."""
        x, y = self.evaluate(
            f"(() => {{ const node = {node}; node.scrollIntoView({{block: 'nearest'}});"
            " const box = node.getBoundingClientRect();"
            " return [box.x + box.width / 2, box.y + box.height / 2] })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)


@contextmanager
def running(arguments: list[str], log: Path, **options):
    """A child process that ends with the block."""
    with log.open("wb") as output:
        process = subprocess.Popen(arguments, stdout=output, stderr=subprocess.STDOUT, **options)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetched(address: str, log: Path, timeout: float = 60) -> bytes:
    """The answer of a server that is still starting."""
    deadline = time.monotonic() + timeout
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                return answer.read()
        except OSError as error:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{address.split('?')[0]}: {error}\n{log.read_text(errors='replace')[-2000:]}") from None
            time.sleep(0.2)


def write_settings(folder: Path) -> None:
    """Settings for pictures and tests: no question about news, cells drawn also where they are out of sight, and
    patience for completions on a busy machine."""
    for plugin, settings in {
        "apputils-extension/notification": {"fetchNews": "false", "checkForUpdates": False},
        "notebook-extension/tracker": {"windowingMode": "none"},
        "completer-extension/manager": {"providerTimeout": 20_000},
    }.items():
        file = folder / "@jupyterlab" / f"{plugin}.jupyterlab-settings"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(settings))


@contextmanager
def jupyterlab(folder: Path, work: Path):
    port, token = free_port(), secrets.token_hex(16)
    log = work / "jupyterlab.log"
    write_settings(work / "settings")
    arguments = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--ip=127.0.0.1", f"--port={port}",
        "--ServerApp.port_retries=0", f"--notebook-dir={folder}", "--LabApp.expose_app_in_browser=True",
        f"--LabApp.user_settings_dir={work / 'settings'}", f"--LabApp.workspaces_dir={work / 'workspaces'}",
    ]
    if os.geteuid() == 0:
        arguments.append("--allow-root")
    with running(arguments, log, env={**os.environ, "JUPYTER_TOKEN": token}):
        base = f"http://127.0.0.1:{port}"
        fetched(f"{base}/api/status?token={token}", log)
        yield base, token


@contextmanager
def chromium(work: Path):
    if not CHROMIUM:
        sys.exit("No chromium here; on Debian and Ubuntu: apt-get install chromium")
    port = free_port()
    log = work / "chromium.log"
    arguments = [
        CHROMIUM, "--headless=new", f"--remote-debugging-port={port}", f"--user-data-dir={work / 'browser'}",
        "--no-first-run", "--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb", "--lang=en",
        "about:blank",
    ]
    if os.geteuid() == 0:
        arguments.insert(1, "--no-sandbox")
    with running(arguments, log):
        deadline = time.monotonic() + 60
        while True:
            targets = json.loads(fetched(f"http://127.0.0.1:{port}/json/list", log))
            pages = [target for target in targets if target["type"] == "page"]
            if pages:
                break
            if time.monotonic() > deadline:
                sys.exit("chromium opened no page")
            time.sleep(0.2)
        yield Browser(pages[0]["webSocketDebuggerUrl"])


def open_notebook(browser: Browser, address: str, name: str) -> None:
    """Opens the notebook and waits until its kernel answers."""
    browser.resize(900)
    # JupyterLab's commands act on the widget that has the focus.
    browser.call("Emulation.setFocusEmulationEnabled", enabled=True)
    browser.call("Page.enable")
    browser.call("Page.navigate", url=address)
    browser.wait(f"{APP} && {PANEL}.context.path === '{name}' && {PANEL}.context.isReady")
    browser.wait(f"{SESSION}.kernel.connectionStatus === 'connected'")
    browser.evaluate(f"{SESSION}.kernel.info.then(() => true)")
    # The sidebar would take a third of the width.
    browser.evaluate(f"{APP}.shell.collapseLeft(), {APP}.shell.collapseRight(), true")
    browser.evaluate(f"{APP}.shell.activateById({PANEL}.id), true")
    browser.wait(f"{APP}.shell.currentWidget === {PANEL}")


def run_all(browser: Browser) -> None:
    """Runs the notebook's cells with the menu's command, and waits until the kernel is idle."""
    browser.evaluate(f"{COMMAND}('notebook:run-all-cells').then(() => true)")
    browser.wait(f"{SESSION}.kernel.status === 'idle'")
    counts = "%s.content.widgets.filter(c => c.model.type === 'code' && c.model.sharedModel.source.trim())" % PANEL
    browser.wait(
        f"{counts}.every(c => c.model.executionCount !== null)"
        f" || {counts}.some(c => c.model.outputs.toJSON().some(o => o.output_type === 'error'))"
    )


@contextmanager
def opened(cells: list[str], work: Path):
    """A browser that shows a notebook of these cells, none of which ran."""
    pages = work / "notebooks"
    pages.mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])
    notebook.metadata["kernelspec"] = {"name": "swiftlet", "display_name": "Swift", "language": "swift"}
    nbformat.write(notebook, pages / "test.ipynb")
    with jupyterlab(pages, work) as (base, token), chromium(work) as browser:
        open_notebook(browser, f"{base}/lab/tree/test.ipynb?token={token}&reset", "test.ipynb")
        yield browser
