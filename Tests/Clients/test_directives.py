"""Lines that start with a percent sign ask something of the kernel instead of being Swift."""

import re
import signal
import time

import psutil
import pytest
from session import Session
from test_compile_errors import plain

TIME = r"(\d+(\.\d+)?(e-\d+)? (s|ms|µs|ns)|(\d+(d|h|min|s) ?)+)"
TIMING = rf"CPU times: user {TIME}, sys: {TIME}, total: {TIME}\nWall time: {TIME}\n"


def shown(outcome):
    """The one display of a cell."""
    assert len(outcome.displays) == 1, str(outcome)
    return outcome.displays[0]


def table(kernel):
    """What %who lists, by name: type, information, cell."""
    lines = shown(kernel.succeed("%who"))["text/plain"].split("\n")
    starts = [lines[0].index(heading) for heading in ("name", "type", "info", "cell")]
    rows = {}
    for line in lines[2:]:
        if not line.startswith(("Functions:", "Types:")):
            name, *rest = (line[a:b].strip() for a, b in zip(starts, starts[1:] + [None]))
            rows[name] = tuple(rest)
    return rows


def seconds(text):
    number, unit = text.split()
    return float(number) * {"s": 1, "ms": 1e-3, "µs": 1e-6, "ns": 1e-9}[unit]


# %help


def page(outcome):
    (payload,) = outcome.reply["payload"]
    assert payload["source"] == "page" and payload["start"] == 0 and outcome.displays == []
    return payload["data"]


def test_help_lists_each_directive_with_an_example(kernel):
    data = page(kernel.succeed("%help"))
    for name in ("help", "time", "timeit", "who", "reset", "opt", "install", "bash"):
        assert re.search(rf"%{name}\b", data["text/plain"]) and re.search(rf"%{name}\b", data["text/markdown"])


@pytest.mark.parametrize("code", ["%help timeit", "%timeit?"])
def test_help_tells_more_of_one(kernel, code):
    text = page(kernel.succeed(code))["text/plain"]
    assert "-n" in text and "standard deviation" in text and "%install" not in text


def test_an_unknown_directive_names_the_closest_and_help(kernel):
    error = kernel.fail("let a = 1\n  %tme f()")
    assert error.reply["ename"] == "DirectiveError"
    assert ":2:3: error: " in plain(error.traceback)
    assert "%time" in error.reply["evalue"] and "%help" in error.reply["evalue"]


def test_a_bad_argument_is_pointed_at(kernel):
    error = kernel.fail("%timeit -n many f()")
    assert "wants a number" in error.reply["evalue"] and '"many"' in error.reply["evalue"]
    assert re.sub(r"\x1b\[[0-9;]*m", "", error.traceback).endswith(f"  1 | %timeit -n many f()\n    | {' ' * 8}^")


def test_a_percent_sign_in_swift_is_swift(kernel):
    assert kernel.value('let listing = """\n%time x\n  %who\n"""\nlisting') == '"%time x\\n  %who"'
    assert kernel.value("17\n    % 5") == "2"
    kernel.succeed("/*\n%who\n*/")


# %time


def test_time_shows_times_and_then_the_value(kernel):
    outcome = kernel.succeed("%time 6 * 7")
    assert re.fullmatch(TIMING, outcome.stdout)
    assert outcome.result == "42"
    assert outcome.order.index("stdout") < outcome.order.index("execute_result")


def test_time_measures_wall_and_cpu_time(kernel):
    times = re.findall(TIME, kernel.succeed("import Glibc\n%time usleep(200_000)").stdout)
    wall, total = seconds(times[3][0]), seconds(times[2][0])
    assert 0.2 <= wall < 5 and total < wall


def test_what_a_timed_statement_declares_stays(kernel):
    kernel.succeed("%time let timed = [1, 2].map {\n    $0 * 2\n}\nprint(timed)")
    assert kernel.value("timed") == "[2, 4]"


def test_time_can_stand_among_other_lines(kernel):
    outcome = kernel.succeed('print("a")\n%time print("b")\n%time 3 + 4\nprint("c")')
    assert re.fullmatch(rf"a\nb\n{TIMING}{TIMING}c\n", outcome.stdout)
    assert outcome.result is None and outcome.stderr == ""


def test_time_takes_a_whole_cell(kernel):
    outcome = kernel.succeed("%%time\nimport Foundation\nvar sum = 0\nfor i in 1...10 { sum += i }\nsum")
    assert re.fullmatch(TIMING, outcome.stdout)
    assert outcome.result == "55"
    assert kernel.value("sum") == "55"


def test_time_waits_for_asynchronous_code(kernel):
    wall = re.findall(TIME, kernel.succeed("%time try await Task.sleep(nanoseconds: 50_000_000)").stdout)[3][0]
    assert seconds(wall) >= 0.05


def test_a_mistake_in_a_timed_line_is_at_the_learners_column(kernel):
    error = kernel.fail('let one = 1\n%time let two: Int = one + "x"')
    text = plain(error.traceback)
    column = int(re.search(r"In\[\d+\]:2:(\d+): ", text)[1])
    assert '2 | %time let two: Int = one + "x"' in text
    assert column > len("%time let two: Int = ") - 1
    assert ":3:1: error: cannot find 'three'" in plain(kernel.fail("%time 1\n%who\nthree").traceback)
    assert ":1:11: error: cannot find 'é'" in plain(kernel.fail("%time 1 + é").traceback)


# %timeit


LOOPS = r"loops? each\)\n"
TIMEIT = rf"{TIME} ± {TIME} per loop \(mean ± std\. dev\. of (\d+) runs?, ([\d,]+) {LOOPS}"


def test_timeit_chooses_the_number_of_loops(kernel):
    kernel.succeed("import Glibc\nlet numbers = Array(0..<1000)")
    slow = re.search(TIMEIT, kernel.succeed("%timeit usleep(30_000)").stdout)
    fast = re.search(TIMEIT, kernel.succeed("%timeit numbers.reduce(0, &+)").stdout)
    assert seconds(slow[1]) >= 0.03 and slow[slow.lastindex] == "10"
    assert int(fast[fast.lastindex].replace(",", "")) >= 10_000
    assert slow[slow.lastindex - 1] == fast[fast.lastindex - 1] == "7"


def test_timeit_runs_as_often_as_it_is_told(kernel):
    kernel.succeed("var calls = 0")
    outcome = kernel.succeed("%timeit -n 5 -r 3 calls += 1")
    assert "of 3 runs, 5 loops each" in outcome.stdout
    assert kernel.value("calls") == "15"


def test_timeit_computes_what_nobody_uses(kernel):
    kernel.succeed("func work(_ n: Int) -> Int { var x = n; for i in 0..<100_000 { x = x &* 31 &+ i }; return x }")
    for statement in ("work(1)", "let y = work(2)"):
        match = re.search(TIMEIT, kernel.succeed(f"%timeit -n 100 -r 3 {statement}").stdout)
        assert seconds(match[1]) > 10e-6, "100,000 dependent multiplications take longer than that"


def test_timeit_takes_a_whole_cell_with_a_setup(kernel):
    kernel.succeed("var (setups, bodies) = (0, 0)")
    outcome = kernel.succeed("%%timeit -n 4 -r 2 let step = 2; setups += 1\nimport Foundation\nlet next = bodies + step\nbodies = next")
    assert re.fullmatch(rf"(The slowest.*\n)?{TIMEIT}", outcome.stdout) and outcome.result is None
    assert kernel.value("(setups, bodies)") == "(1, 16)"
    assert "cannot find 'step'" in kernel.fail("step").reply["evalue"]
    assert "cannot find 'next'" in kernel.fail("next").reply["evalue"]


def test_timeit_measures_what_throws_and_waits(kernel):
    kernel.succeed("struct Oops: Error {}\nfunc maybe(_ fails: Bool) async throws -> Int { if fails { throw Oops() }; return 1 }")
    assert re.search(TIMEIT, kernel.succeed("%timeit -n 10 try await maybe(false)").stdout)
    assert kernel.fail("%timeit try await maybe(true)").reply["ename"] == "Oops"


def test_timeit_can_be_interrupted(kernel):
    request = kernel.start("print(1)\nimport Glibc\n%timeit usleep(20_000)")
    kernel.wait_for(lambda m: m.type == "stream", request)
    time.sleep(0.3)
    kernel.ask("interrupt_request", channel="control")
    assert kernel.finish(request, timeout=10).reply["ename"] == "Interrupted"


# %who


def test_who_lists_what_is_in_view(fresh_kernel):
    kernel = fresh_kernel
    assert shown(kernel.succeed("%who"))["text/plain"] == "There are no variables."
    kernel.succeed('import DeepLearning\nlet words = ["a", "b"], greeting = "héllo", ages = ["x": 1]\nvar rate = 0.5')
    kernel.succeed("let weights = Tensor.zeros([3, 4])\nlet model = Sequential { Linear(4, 2) }\nlet nothing: Int? = nil")
    kernel.succeed("var heavy: Int { fatalError() }\n@MainActor var step = 3\nstruct Lock: ~Copyable { var n = 1 }\nlet lock = Lock()\nfunc f() {}")
    kernel.succeed("let words = 3...5")
    assert table(kernel) == {
        "ages": ("[String: Int]", "1 element", "In[2]"),
        "greeting": ("String", "5 characters", "In[2]"),
        "heavy": ("Int", "computed", "In[4]"),
        "lock": ("Lock", "", "In[4]"),
        "model": ("Sequential", "10 parameters", "In[3]"),
        "nothing": ("Int?", "nil", "In[3]"),
        "rate": ("Double", "0.5", "In[2]"),
        "step": ("Int", "3", "In[4]"),
        "weights": ("Tensor", "float32 [3, 4]", "In[3]"),
        "words": ("ClosedRange<Int>", "3 elements", "In[5]"),
    }
    data = shown(kernel.succeed("%who"))
    assert "Functions: f (In[4])" in data["text/plain"] and "Types: Lock (In[4])" in data["text/plain"]
    assert "<table" in data["text/html"] and "[String: Int]" in data["text/html"]


def test_who_lists_what_is_there_where_it_stands(fresh_kernel):
    fresh_kernel.succeed("let before = 1")
    data = shown(fresh_kernel.succeed("let own = 2\n%who\nlet before = 3\nlet later = 4"))["text/plain"]
    assert re.search(r"^before +Int +1 +In\[1\]$", data, re.M) and re.search(r"^own +Int +2 +In\[2\]$", data, re.M)
    assert "later" not in data
    assert table(fresh_kernel)["before"] == ("Int", "3", "In[2]")


def test_who_lists_only_what_a_failed_cell_reached(fresh_kernel):
    fresh_kernel.fail("let reached = 1\nfatalError()\nlet never = 2")
    assert list(table(fresh_kernel)) == ["reached"]


# %reset


def test_reset_forgets_everything_but_the_history(fresh_kernel):
    kernel = fresh_kernel
    kernel.succeed("let old = 1\nstruct Old {}\nfunc oldest() {}")
    outcome = kernel.succeed("%reset")
    assert "fresh session" in outcome.stdout
    for name in ("old", "Old()", "oldest()"):
        assert "cannot find" in kernel.fail(name).reply["evalue"]
    assert shown(kernel.succeed("%who"))["text/plain"] == "There are no variables."
    assert kernel.succeed("1").reply["execution_count"] == 7


def test_the_code_below_reset_runs_in_the_fresh_session(fresh_kernel):
    fresh_kernel.succeed("let old = 1")
    assert "cannot find 'old'" in fresh_kernel.fail("%reset\nold").reply["evalue"]
    assert fresh_kernel.succeed("%reset\nlet new = 2\nnew").result == "2"
    assert list(table(fresh_kernel)) == ["new"]


def test_reset_in_the_middle_of_run_all(fresh_kernel):
    cells = ["import Glibc\nlet first = 1\nusleep(300_000)", "let second = first + 1", "%reset", "let third = 3", "%who"]
    requests = [fresh_kernel.start(code) for code in cells]
    outcomes = [fresh_kernel.finish(request, code) for request, code in zip(requests, cells)]
    assert [outcome.status for outcome in outcomes] == ["ok"] * 5
    assert outcomes[4].displays[0]["text/plain"].split("\n")[2].startswith("third ")
    assert "first" not in outcomes[4].displays[0]["text/plain"]


# %opt


LOOP = "var total = 0\nfor i in 0..<30_000_000 { total = (total ^ i) &* 31 }"


def duration(kernel, code):
    times = re.findall(TIME, kernel.succeed(code).stdout)
    return seconds(times[2][0])


def test_opt_chooses_between_fast_code_and_fast_compilation(fresh_kernel):
    optimized = duration(fresh_kernel, "%%time\n" + LOOP)
    plain = duration(fresh_kernel, "%%opt debug\n%%time\n" + LOOP)
    assert plain > 3 * optimized
    assert duration(fresh_kernel, "%%time\n" + LOOP) < plain / 2, "%%opt is for its own cell"
    fresh_kernel.succeed("%opt debug")
    assert duration(fresh_kernel, "%%time\n" + LOOP) > plain / 3, "%opt is for the cells that follow"
    assert duration(fresh_kernel, "%%opt speed\n%%time\n" + LOOP) < plain / 2
    assert duration(fresh_kernel, "%opt auto\n%%time\n" + LOOP) < plain / 2


# %%bash


def test_bash_writes_to_both_streams_while_it_runs(kernel):
    request = kernel.start("%%bash\necho begun\nwhile [ ! -e /proc/$$/nothing ]; do sleep 0.1; [ $SECONDS -lt 2 ] || break; done\necho oops >&2")
    begun = kernel.wait_for(lambda m: m.type == "stream" and m.content["text"] == "begun\n", request)
    outcome = kernel.finish(request)
    assert outcome.status == "ok" and outcome.stdout == "begun\n" and outcome.stderr == "oops\n"
    assert outcome.messages[-1].arrived - begun.arrived > 0.5


def test_bash_output_is_complete_and_in_order(kernel):
    outcome = kernel.succeed("%%bash\nseq 1 200000")
    assert outcome.stdout == "".join(f"{i}\n" for i in range(1, 200_001))


def test_an_exit_code_is_an_error(kernel):
    error = kernel.fail("%%bash\necho out\nexit 3")
    assert error.reply["ename"] == "BashError" and "exit code 3" in error.reply["evalue"]
    assert error.stdout == "out\n"
    assert "15" in kernel.fail("%%bash\nkill -TERM $$").reply["evalue"]


def test_bash_counts_lines_as_the_cell_does(kernel):
    error = kernel.fail("\n%%bash\ntrue\nno_such_command")
    assert re.match(r"In\[\d+\]: line 4: no_such_command: command not found", error.stderr)


def test_bash_has_the_sessions_folder_and_environment(fresh_kernel, tmp_path):
    fresh_kernel.succeed(f'import Glibc\nchdir("{tmp_path}")\nsetenv("SET_BY_A_CELL", "a b", 1)')
    assert fresh_kernel.succeed('%%bash\npwd; echo "$SET_BY_A_CELL"; cat').stdout == f"{tmp_path}\na b\n"


@pytest.mark.parametrize("manners", ["", "trap '' INT TERM\n"])
def test_an_interrupt_ends_bash_and_what_it_started(kernel, manners):
    kernel.succeed("let kept = 5")
    request = kernel.start(f"%%bash\n{manners}sleep 1000 & echo $!\nwhile true; do wait; done")
    child = int(kernel.wait_for(lambda m: m.type == "stream", request).content["text"])
    asked = time.monotonic()
    kernel.ask("interrupt_request", channel="control")
    outcome = kernel.finish(request, timeout=10)
    assert time.monotonic() - asked < 3
    assert outcome.reply["ename"] == "Interrupted"
    assert ends(child)
    assert kernel.value("kept") == "5"


def test_what_bash_leaves_running_goes_on_and_ends_with_the_kernel():
    for end in (lambda s: s.manager.shutdown_kernel(), lambda s: psutil.Process(s.process_id).send_signal(signal.SIGKILL)):
        session = Session()
        try:
            outcome = session.succeed("%%bash\n(sleep 0.5; echo late; sleep 1000) &\necho $!")
            session.wait_for(lambda m: m.type == "stream" and m.content["text"] == "late\n")
            child = int(outcome.stdout)
            assert is_running(child)
            end(session)
            assert ends(child)
        finally:
            session.close()


def test_a_running_script_ends_with_the_kernel():
    session = Session()
    try:
        request = session.start("%%bash\nsleep 1000 & echo $!; trap '' INT; while true; do wait; done")
        child = int(session.wait_for(lambda m: m.type == "stream", request).content["text"])
        begun = time.monotonic()
        session.manager.shutdown_kernel()
        assert time.monotonic() - begun < 4
        assert ends(child)
    finally:
        session.close()


def is_running(process):
    try:
        return psutil.Process(process).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def ends(process, timeout=5.0):
    deadline = time.monotonic() + timeout
    while is_running(process) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not is_running(process)


def test_a_script_does_not_hide_that_the_session_was_lost(fresh_kernel):
    fresh_kernel.succeed("let precious = 1")
    for child in psutil.Process(fresh_kernel.process_id).children():
        if "cell-host" in child.cmdline()[0]:
            child.kill()
            assert ends(child.pid)
    assert fresh_kernel.succeed("%%bash\necho still here").stdout == "still here\n"
    error = fresh_kernel.fail("precious")
    assert error.reply["ename"] == "SessionLost", error


# All of them


def test_directives_in_cells_that_are_compiled_ahead(kernel):
    cells = [
        "import Glibc\nlet start = 1\nusleep(400_000)",
        "%time let next = start + 1",
        "%help",
        "%%bash\necho from bash",
        "%opt speed\nlet last = next + 1",
        "%who",
        "%timeit -n 1 -r 1 last + 1",
        "last",
    ]
    requests = [kernel.start(code) for code in cells]
    outcomes = [kernel.finish(request, code) for request, code in zip(requests, cells)]
    assert [outcome.status for outcome in outcomes] == ["ok"] * len(cells), outcomes
    assert outcomes[3].stdout == "from bash\n"
    assert re.search(r"^last +Int +3 ", outcomes[5].displays[0]["text/plain"], re.M)
    assert outcomes[7].result == "3"


def test_a_failed_directive_gives_up_the_cells_behind_it(kernel):
    cells = ["%%bash\nsleep 0.3; exit 1", "let never = 1"]
    requests = [kernel.start(code) for code in cells]
    outcomes = [kernel.finish(request, code) for request, code in zip(requests, cells)]
    assert [outcome.status for outcome in outcomes] == ["error", "aborted"]
