from pathlib import Path

import pytest


@pytest.mark.parametrize("channel", ["shell", "control"])
def test_kernel_info_is_answered_on(kernel, channel):
    reply = kernel.ask("kernel_info_request", channel=channel)
    content = reply["content"]
    assert reply["header"]["msg_type"] == "kernel_info_reply"
    assert content["status"] == "ok"
    assert content["implementation"] == "swiftlet"
    assert content["protocol_version"] == "5.5"
    assert content["supported_features"] == ["kernel subshells"]
    assert all(link["text"] and link["url"].startswith("https://") for link in content["help_links"])
    language = content["language_info"]
    assert language["name"] == "swift"
    assert language["version"].startswith("6.3")
    assert language["file_extension"] == ".swift"
    assert language["mimetype"] == "text/x-swift"
    assert "Swiftlet" in content["banner"]


def test_kernel_is_busy_and_idle_around_every_request(kernel):
    for kind, content in [
        ("kernel_info_request", {}),
        ("is_complete_request", {"code": "1"}),
        ("comm_info_request", {}),
        ("execute_request", {"code": "1", "silent": False, "store_history": True, "user_expressions": {}}),
    ]:
        request = kernel.send(kind, content)
        kernel.reply("shell", request)
        kernel.wait_for(lambda m: m.type == "status" and m.content["execution_state"] == "idle", request)
        states = [m.content["execution_state"] for m in kernel.published if m.parent == request and m.type == "status"]
        assert states == ["busy", "idle"], kind


def test_no_comms_are_open(kernel):
    content = kernel.ask("comm_info_request", {})["content"]
    assert content["status"] == "ok"
    assert content["comms"] == {}


def test_the_kernelspec_is_named_and_has_its_logos(kernel):
    spec = kernel.manager.kernel_spec
    assert spec.display_name == "Swift"
    assert spec.language == "swift"
    assert spec.interrupt_mode == "message"
    names = {path.name for path in Path(spec.resource_dir).iterdir()}
    assert {"kernel.json", "logo-32x32.png", "logo-64x64.png", "logo-svg.svg"} <= names


def test_a_front_end_that_comes_while_a_cell_runs_learns_of_the_kernel_at_once(kernel):
    kernel.succeed("import Dispatch\nnonisolated(unsafe) let gate = DispatchSemaphore(value: 0)")
    running = kernel.start("gate.wait()")
    kernel.wait_for(lambda m: m.type == "execute_input", running)
    assert kernel.ask("kernel_info_request", timeout=20)["content"]["implementation"] == "swiftlet"
    kernel.finish(kernel.start("gate.signal()", subshell=kernel.create_subshell()))
    assert kernel.finish(running).status == "ok"
