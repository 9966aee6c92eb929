import os
import signal
import stat
import time

import pytest
from processes import alive, children, host, program, wait_until
from session import Session


@pytest.fixture
def runtime_folder(tmp_path):
    folder = tmp_path / "run"
    folder.mkdir(mode=0o700)
    return folder


@pytest.fixture
def watched(runtime_folder):
    """A kernel whose session folder is made below `runtime_folder`."""
    session = Session({"XDG_RUNTIME_DIR": str(runtime_folder), "TMPDIR": str(runtime_folder)})
    yield session
    session.close()


def session_folders(runtime_folder):
    return [path for path in runtime_folder.rglob("*") if path.is_dir() and any(path.iterdir())]


def test_only_the_user_can_enter_the_session_folder(watched, runtime_folder):
    watched.succeed("let x = 1")
    tops = list(runtime_folder.glob("swiftlet*"))
    assert tops, "no session folder below XDG_RUNTIME_DIR"
    for top in tops:
        assert stat.S_IMODE(top.stat().st_mode) == 0o700


@pytest.mark.parametrize("restart", [False, True])
def test_a_shutdown_is_answered_and_leaves_nothing_behind(watched, runtime_folder, restart):
    watched.succeed("import Glibc\nlet x = 1")
    assert session_folders(runtime_folder), "the session kept its files elsewhere"
    processes = [watched.process_id, *children(watched.process_id)]
    assert len(processes) >= 2, "no process of its own runs the cells"
    reply = watched.ask("shutdown_request", {"restart": restart}, channel="control")
    assert reply["header"]["msg_type"] == "shutdown_reply"
    assert reply["content"] == {"status": "ok", "restart": restart}
    assert wait_until(lambda: not any(alive(process) for process in processes)), "processes stay behind"
    assert watched.manager.provisioner.process.wait(timeout=5) == 0
    assert session_folders(runtime_folder) == []


def test_a_shutdown_ends_a_cell_that_runs(watched, runtime_folder):
    request = watched.start("print(\"started\")\nwhile true {}")
    watched.wait_for(lambda m: m.type == "stream", request)
    processes = [watched.process_id, *children(watched.process_id)]
    watched.ask("shutdown_request", {"restart": False}, channel="control", timeout=10)
    assert wait_until(lambda: not any(alive(process) for process in processes))
    assert session_folders(runtime_folder) == []


def test_the_cells_process_goes_when_the_kernel_is_killed(watched):
    watched.succeed("1")
    below = children(watched.process_id)
    os.kill(watched.process_id, signal.SIGKILL)
    assert wait_until(lambda: not any(alive(process) for process in below)), "the cells' process outlived the kernel"


# It takes the compiler minutes to say what type this is.
EXPLOSIVE = "let sum = [" + ", ".join(["1 + 2.0 * -3 / 4 - -5"] * 60) + "].map { $0 + -1 }.reduce(0) { $0 + $1 * -1 }"


@pytest.mark.parametrize("end", ["killed", "terminated", "shut down"])
def test_nothing_goes_on_compiling_for_a_kernel_that_is_gone(watched, end):
    watched.succeed("1")
    request = watched.start(EXPLOSIVE)
    watched.wait_for(lambda m: m.type == "execute_input", request)
    time.sleep(0.5)
    processes = [watched.process_id, *children(watched.process_id)]
    assert sum(program(process) == "swift-frontend" for process in processes) >= 3, "nothing is being compiled"
    if end == "shut down":
        watched.ask("shutdown_request", {"restart": False}, channel="control", timeout=10)
    else:
        os.kill(watched.process_id, signal.SIGKILL if end == "killed" else signal.SIGTERM)
    assert wait_until(lambda: not any(alive(process) for process in processes)), "processes stay behind"


def test_the_next_kernel_removes_the_folder_that_a_killed_one_left(watched, runtime_folder):
    watched.succeed("let before = 1")
    os.kill(watched.process_id, signal.SIGKILL)
    assert wait_until(lambda: not alive(watched.process_id))
    assert len(session_folders(runtime_folder)) == 1
    second = Session({"XDG_RUNTIME_DIR": str(runtime_folder), "TMPDIR": str(runtime_folder)})
    try:
        assert second.succeed("print(\"fresh\")").stdout == "fresh\n"
        assert [folder.name for folder in session_folders(runtime_folder)] == [f"swiftlet-session-{second.process_id}"]
    finally:
        second.close()


def test_a_restarted_kernel_knows_nothing_of_the_old_session(fresh_kernel):
    fresh_kernel.succeed("let forgotten = 1")
    fresh_kernel.manager.restart_kernel()
    fresh_kernel.client.wait_for_ready(timeout=60)
    outcome = fresh_kernel.fail("forgotten")
    assert outcome.reply["execution_count"] == 1


def test_two_kernels_live_side_by_side(kernel, fresh_kernel):
    kernel.succeed("let mine = \"first\"")
    fresh_kernel.succeed("let mine = \"second\"")
    requests = [(session, session.start("print(mine)")) for session in (kernel, fresh_kernel)]
    assert [session.finish(request).stdout for session, request in requests] == ["first\n", "second\n"]
    fresh_kernel.fail("fatalError(\"only mine\")")
    assert kernel.succeed("print(mine)").stdout == "first\n"
