"""What runs on the main thread in a program: the main dispatch queue, the main actor and the main run loop."""

import pytest


@pytest.fixture(autouse=True)
def tools(kernel):
    kernel.succeed("import Foundation\nimport Dispatch\nlet done = DispatchSemaphore(value: 0)")


def assert_main_queue_works(kernel):
    code = "DispatchQueue.main.async { print(\"on the main queue\"); done.signal() }\nprint(done.wait(timeout: .now() + 10))"
    assert kernel.succeed(code).stdout == "on the main queue\nsuccess\n"


def test_a_block_of_the_main_queue_runs(kernel):
    assert_main_queue_works(kernel)


def test_the_main_queue_works_before_foundation_is_loaded_and_after(fresh_kernel):
    fresh_kernel.succeed("import Dispatch\nlet done = DispatchSemaphore(value: 0)")
    assert_main_queue_works(fresh_kernel)
    fresh_kernel.succeed("import Foundation")
    assert_main_queue_works(fresh_kernel)


def test_the_main_queue_works_after_traps_in_its_blocks(kernel):
    for _ in range(3):
        kernel.fail("DispatchQueue.main.async { fatalError(\"in a block\") }\ndone.wait()")
        assert_main_queue_works(kernel)
    assert kernel.value("await MainActor.run { 5 }") == "5"


def test_the_main_queue_works_after_an_interrupt_of_a_block(kernel):
    code = "DispatchQueue.main.async { print(\"started\"); while true {} }\ndone.wait()"
    request = kernel.start(code)
    kernel.wait_for(lambda m: m.type == "stream", request, code=code)
    kernel.manager.interrupt_kernel()
    assert kernel.finish(request, code, timeout=20).reply["ename"] == "Interrupted"
    assert_main_queue_works(kernel)


def test_a_timer_of_the_main_queue_outlives_a_trap_in_a_block(kernel):
    kernel.succeed(
        "nonisolated(unsafe) var ticks = 0\nlet timer = DispatchSource.makeTimerSource(queue: .main)\n"
        "timer.schedule(deadline: .now(), repeating: 0.02)\ntimer.setEventHandler { ticks += 1 }\ntimer.resume()"
    )
    kernel.fail("DispatchQueue.main.async { fatalError() }\ndone.wait()")
    outcome = kernel.succeed("let before = ticks\nThread.sleep(forTimeInterval: 0.5)\nprint(ticks > before)\ntimer.cancel()")
    assert outcome.stdout == "true\n"


def test_cells_blocks_and_main_actor_count_as_the_main_thread(kernel):
    code = (
        "DispatchQueue.main.async { print(Thread.isMainThread, MainActor.assumeIsolated { 1 }); done.signal() }\ndone.wait()\n"
        "dispatchPrecondition(condition: .onQueue(.main))\nprint(Thread.isMainThread)"
    )
    assert kernel.succeed(code).stdout == "true 1\ntrue\n"
    kernel.succeed("@MainActor func acting() -> Bool { dispatchPrecondition(condition: .onQueue(.main)); return Thread.isMainThread }")
    assert kernel.succeed("print(await acting())").stdout == "true\n"
    code = "func off() async -> Bool { await Task.yield(); return Thread.isMainThread }\nprint(await off(), await MainActor.run { Thread.isMainThread })"
    assert kernel.succeed(code).stdout == "false true\n"


def test_the_main_run_loop_runs_until_a_date_and_the_main_queue_with_it(kernel):
    code = (
        "let start = Date()\nDispatchQueue.main.asyncAfter(deadline: .now() + 0.1) { print(\"later\") }\n"
        "RunLoop.main.run(until: start + 0.4)\nprint(Date() >= start + 0.4)"
    )
    assert kernel.succeed(code).stdout == "later\ntrue\n"
    assert_main_queue_works(kernel)


def test_a_timer_of_one_cell_fires_while_a_later_one_runs_the_loop(kernel):
    kernel.succeed("var fired = 0\nlet repeating = Timer.scheduledTimer(withTimeInterval: 0.05, repeats: true) { _ in fired += 1 }")
    assert kernel.value("fired") == "0"
    outcome = kernel.succeed("RunLoop.current.run(until: Date() + 0.4)\nrepeating.invalidate()\nprint(fired > 2)")
    assert outcome.stdout == "true\n"


def test_an_interrupt_ends_a_cell_that_runs_the_loop_for_ever(kernel):
    code = "print(\"started\")\nRunLoop.main.run()"
    request = kernel.start(code)
    kernel.wait_for(lambda m: m.type == "stream", request, code=code)
    kernel.manager.interrupt_kernel()
    assert kernel.finish(request, code, timeout=20).reply["ename"] == "Interrupted"
    assert kernel.succeed("RunLoop.main.run(until: Date() + 0.1)\nprint(1)").stdout == "1\n"
