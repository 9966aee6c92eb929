"""What a user sees in the notebook when the toolchain is not the one that Swiftlet was built with."""

import os
import stat

import pytest
from session import Session


@pytest.fixture
def with_swift(tmp_path):
    """Starts a kernel for which `swift` is the given script, or is nowhere."""
    sessions = []

    def start(script):
        tools = tmp_path / "bin"
        tools.mkdir()
        for folder in ("/usr/bin", "/bin"):
            for name in os.listdir(folder):
                if not name.startswith(("swift", "sourcekit")) and not (tools / name).exists():
                    (tools / name).symlink_to(f"{folder}/{name}")
        if script is not None:
            swift = tools / "swift"
            swift.write_text(script)
            swift.chmod(swift.stat().st_mode | stat.S_IXUSR)
        session = Session({"PATH": str(tools)})
        sessions.append(session)
        return session

    yield start
    for session in sessions:
        session.close()


def test_without_a_toolchain_the_first_cell_says_which_is_wanted(with_swift):
    text = with_swift(None).fail("print(1)").traceback
    assert "6.3" in text and "swift.org" in text


def test_with_another_toolchain_the_first_cell_says_which_was_found(with_swift):
    script = "#!/bin/sh\necho 'Swift version 5.10.1 (swift-5.10.1-RELEASE)'\n"
    text = with_swift(script).fail("print(1)").traceback
    assert "6.3" in text and "5.10.1" in text
