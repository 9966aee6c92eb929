"""What a user sees in the notebook when the toolchain is not the one that Swiftlet was built with."""

import os

import pytest
from session import Session


@pytest.fixture
def with_swift(tmp_path):
    """Starts a kernel for which the toolchain on the PATH is one that only tells its version, or is nowhere."""
    sessions = []

    def start(version):
        tools = tmp_path / "usr" / "bin"
        tools.mkdir(parents=True)
        for folder in ("/usr/bin", "/bin"):
            for name in os.listdir(folder):
                if not name.startswith(("swift", "sourcekit")) and not (tools / name).exists():
                    (tools / name).symlink_to(f"{folder}/{name}")
        if version is not None:
            for name in ("swift", "swift-frontend"):
                (tools / name).write_text(f"#!/bin/sh\necho 'Swift version {version} (swift-{version}-RELEASE)'\n")
                (tools / name).chmod(0o755)
        session = Session({"PATH": str(tools)})
        sessions.append(session)
        return session

    yield start
    for session in sessions:
        session.close()


def test_without_a_toolchain_the_first_cell_says_which_is_wanted(with_swift):
    text = with_swift(None).fail("print(1)").traceback
    assert "6.3" in text and "swift.org" in text


@pytest.mark.parametrize("version", ["5.10.1", "6.30"])
def test_with_another_toolchain_the_first_cell_says_which_was_found(with_swift, version):
    text = with_swift(version).fail("print(1)").traceback
    assert "Swift 6.3 " in text and version in text
