"""Libraries of cells are unloaded when nothing can refer to them, and stay as long as anything does."""

import re

from processes import host, wait_until


def loaded(kernel):
    """The numbers of the cells whose libraries the host has."""
    with open(f"/proc/{host(kernel)}/maps") as maps:
        return {int(number) for number in re.findall(r"/Cell_(\d+)\.so", maps.read())}


def run_many(kernel, count=110):
    """Gives the kernel reason to look for what can be unloaded."""
    for number in range(count):
        kernel.succeed(f"passing += {number}")


# What a cell declares, what a later one, which declares nothing itself, puts there, and what must come of it.
KEPT = {
    "a string literal": ('var text = ""', 'text = "a literal that is too long to be kept in the string itself"',
                         "text.count", "58"),
    "a static string": ('var name: StaticString = "none"', 'name = "seven"', '"\\(name)"', '"seven"'),
    "a constant array": ("var numbers: [Int] = []", "numbers = [3, 1, 4, 1, 5, 9, 2, 6]", "numbers.reduce(0, +)", "31"),
    "a dictionary literal": ("var ages: [String: Int] = [:]", 'ages = ["a rather long key, as keys go": 5]',
                             'ages["a rather long key, as keys go"]!', "5"),
    "a closure": ("var work = { 0 }", "work = { 42 }", "work()", "42"),
    "a closure that captures": ("var add: (Int) -> Int = { $0 }", "do { let by = numbers.count; add = { $0 + by } }", "add(2)", "10"),
    "a closure in a collection": ("var hooks: [() -> String] = []", 'hooks.append { "called \\(hooks.count)" }', "hooks[0]()",
                                  '"called 1"'),
    "a closure as Any": ("var anything: Any = 0", "anything = { $0 + 1 } as (Int) -> Int", "(anything as! (Int) -> Int)(6)", "7"),
    "an asynchronous closure": ("var later: () async -> Int = { 0 }", "later = { await Task.yield(); return 8 }", "await later()", "8"),
    "a key path": ("var path: KeyPath<String, Int> = \\.count", "path = \\.utf8.count", '"äh"[keyPath: path]', "3"),
    "a regular expression": ("var pattern = /a/", "pattern = /b+/", '"abbbc".firstMatch(of: pattern)!.0', '"bbb"'),
    "a lazy sequence": ("var lazily: AnySequence<Int> = AnySequence([])", "lazily = AnySequence([1, 2, 3].lazy.map { $0 * 2 })",
                        "Array(lazily)", "[2, 4, 6]"),
    "a function of C": ("var compare: @convention(c) (Int32) -> Int32 = { $0 }", "compare = { -$0 }", "compare(5)", "-5"),
    "a handler of a signal": ("import Glibc\nnonisolated(unsafe) var signals = 0",
                              "signal(SIGUSR2) { _ in signals += 1 }", "raise(SIGUSR2)\nsignals", "1"),
    "a task": ("nonisolated(unsafe) var beats = 0",
               "Task.detached { while true { beats += 1; try await Task.sleep(nanoseconds: 1_000_000) } }",
               "let before = beats\ntry await Task.sleep(nanoseconds: 50_000_000)\nbeats > before", "true"),
    "a library's value": ("import Foundation\nvar when: Any = 0", "when = Calendar(identifier: .gregorian)",
                          "(when as! Calendar).identifier == .gregorian", "true"),
    "a timer": ("import Dispatch\nlet ticker = DispatchSource.makeTimerSource()\nnonisolated(unsafe) var ticks = 0",
                "ticker.setEventHandler { ticks += 1 }\nticker.schedule(deadline: .now(), repeating: .milliseconds(5))\nticker.resume()",
                "let earlier = ticks\ntry await Task.sleep(nanoseconds: 100_000_000)\nticks > earlier", "true"),
}


def test_what_a_cell_has_made_outlives_the_search_for_unused_cells(fresh_kernel):
    kernel = fresh_kernel
    kernel.succeed("var passing = 0")
    for declaration, making, _, _ in KEPT.values():
        kernel.succeed(declaration)
        kernel.succeed(making)
    kernel.succeed("func original() -> String { \"the first\" }\nfunc calls() -> String { original() }", cell_id="function")
    kernel.succeed("let kept = original")
    kernel.succeed("func original() -> String { \"the second\" }", cell_id="function")
    run_many(kernel)
    for kind, (_, _, use, expected) in KEPT.items():
        assert kernel.value(use) == expected, kind
    assert kernel.value("kept()") == '"the first"'
    assert kernel.value("original()") == '"the second"'
    run_many(kernel)
    assert kernel.value("work()") == "42" and kernel.value("text.count") == "58"


def test_a_cell_that_nothing_refers_to_is_unloaded(fresh_kernel):
    kernel = fresh_kernel
    kernel.succeed("var passing = 0\nvar log: [Int] = []")
    before = loaded(kernel)
    for number in range(40):
        kernel.succeed(f"log.append({number})\nprint(log.count)")
        kernel.succeed(f"let result = log.map {{ Double($0) * {number} }}\nresult.last", cell_id="result")
        kernel.succeed(f"func scale(_ x: Int) -> Int {{ x * {number} + log.count }}\nscale(2)", cell_id="scale")
        kernel.succeed(f"await Task.yield()\npassing += {number}")
    # Those that ran since the last search are still there, and other threads of the process may be awake when it looks.
    assert wait_until(lambda: len(loaded(kernel) - before) < 60 or run_many(kernel, 40), timeout=60), loaded(kernel)
    assert kernel.value("log.count") == "40"


def test_nothing_is_unloaded_while_a_thread_is_in_the_middle_of_a_cell(fresh_kernel):
    kernel = fresh_kernel
    kernel.succeed("import Foundation\nvar passing = 0\nnonisolated(unsafe) var waiting = true\nnonisolated(unsafe) var said = \"\"")
    kernel.succeed("Thread.detachNewThread { while waiting { usleep(1000) }; said = \"the text of a thread of long ago\" }")
    run_many(kernel)
    kernel.succeed("waiting = false")
    assert wait_until(lambda: kernel.value("said") == '"the text of a thread of long ago"')
    assert wait_until(lambda: len(loaded(kernel)) < 60 or run_many(kernel, 40), timeout=60), loaded(kernel)


def test_what_user_expressions_were_compiled_to_is_unloaded(fresh_kernel):
    kernel = fresh_kernel
    kernel.succeed("var passing = 0")
    for number in range(40):
        reply = kernel.succeed("passing += 1", user_expressions={"value": "passing"}).reply
        assert reply["user_expressions"]["value"]["data"]["text/plain"] == str(number + 1)
    evaluated = loaded(kernel)
    run_many(kernel)
    assert len(evaluated & loaded(kernel)) < len(evaluated) / 2, loaded(kernel)


def test_cells_of_subshells_are_unloaded_too(fresh_kernel):
    kernel = fresh_kernel
    kernel.succeed("var passing = 0")
    subshell = kernel.create_subshell()
    for number in range(110):
        assert kernel.finish(kernel.start(f"passing += {number}", subshell=subshell)).status == "ok"
    assert len(loaded(kernel)) < 60
    assert kernel.value("passing") == str(sum(range(110)))


def test_nothing_is_unloaded_while_a_cell_of_a_subshell_runs(fresh_kernel):
    kernel = fresh_kernel
    kernel.succeed("import Dispatch\nvar passing = 0\nnonisolated(unsafe) let gate = DispatchSemaphore(value: 0)")
    waits = kernel.start('func late() -> String { "late" }\ngate.wait()\nlate()', subshell=kernel.create_subshell())
    run_many(kernel)
    before = loaded(kernel)
    assert len(before) > 110
    kernel.succeed("gate.signal()")
    assert kernel.finish(waits).result == '"late"'
    run_many(kernel, 40)
    assert len(loaded(kernel)) < 100
