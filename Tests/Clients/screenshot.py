"""Runs a notebook in JupyterLab in a headless browser and saves pictures of the whole page.

usage: screenshot.py NOTEBOOK FOLDER

Leaves FOLDER/NAME-light.png and FOLDER/NAME-dark.png, each from the first cell to the last, and exits with 1 when a cell
shows an error. The notebook is copied first, so that its outputs do not land in the repository.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from browser import COMMAND, PANEL, Browser, chromium, jupyterlab, open_notebook, run_all

# What JupyterLab shows of the notebook is the whole window, less its bars; the page must be tall enough for all cells.
TALLEST = 16_000
# For the status bar and for the button that adds a cell.
ROOM_BELOW = 120


def take_pictures(browser: Browser, folder: Path, name: str) -> None:
    # A tall window has all cells in view at once, so that none is left undrawn.
    browser.resize(TALLEST)
    time.sleep(3)
    cells = f"{PANEL}.content.widgets.map(cell => cell.node.getBoundingClientRect())"
    above = f"{PANEL}.content.node.getBoundingClientRect().top"
    height = browser.evaluate(f"{above} + {cells}.at(-1).bottom - {cells}[0].top")
    browser.resize(min(TALLEST, int(height) + ROOM_BELOW))
    browser.evaluate(f"{PANEL}.content.scrollToItem(0).then(() => true)")
    for theme, label in (("JupyterLab Light", "light"), ("JupyterLab Dark", "dark")):
        browser.evaluate(f"{COMMAND}('apputils:change-theme', {{theme: '{theme}'}}).then(() => true)")
        browser.wait(f"document.body.dataset.jpThemeName === '{theme}'", timeout=30)
        time.sleep(2)
        file = folder / f"{name}-{label}.png"
        browser.save_picture(file)
        print(file)


def main(notebook: Path, folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        pages = work / "notebooks"
        pages.mkdir()
        shutil.copy(notebook, pages)
        with jupyterlab(pages, work) as (base, token), chromium(work) as browser:
            address = f"{base}/lab/tree/{notebook.name}?token={token}&reset"
            open_notebook(browser, address, notebook.name)
            run_all(browser)
            take_pictures(browser, folder, notebook.stem)
            errors = browser.evaluate(
                f"{PANEL}.content.widgets.filter(c => c.model.type === 'code')"
                ".flatMap(c => c.model.outputs.toJSON()).filter(o => o.output_type === 'error')"
                ".map(o => o.ename + ': ' + o.evalue)"
            )
    for error in errors:
        print(error, file=sys.stderr)
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
