"""A thousand interrupts at random moments. Each time the state is kept, and no lock is held that the next cell needs."""

import random
import time
from collections import defaultdict

import pytest

INTERRUPTS = 1000
SEED = 20260117

# What each cell does first: it uses what an interrupt may have left locked, and reads what was there before.
CHECK = """
import Dispatch
import DeepLearning
import Foundation
let precious = ["kept": [3, 1, 4]]
nonisolated(unsafe) var rounds = 0
struct Box<T> { var value: T }
func deep<T>(_ value: T, _ depth: Int) -> Int { depth == 0 ? "\\(T.self)".count : deep(Box(value: value), depth - 1) }
func check() {
    rounds += 1
    var rows: [[Int]] = []
    for i in 0..<300 { rows.append(Array(repeating: i, count: 7 * i)) }
    let product = Tensor.ones([48, 48]).matmul(Tensor.ones([48, 48]))
    let words = rows.map { "row \\($0.count)" }.joined(separator: ",").split(separator: ",")
    let cast = (rows as Any) as? [any Hashable]
    let types = deep(rounds, rounds % 12)
    let done = DispatchSemaphore(value: 0)
    Task.detached { await MainActor.run {}; done.signal() }
    DispatchQueue.main.async { done.signal() }
    DispatchQueue.global().async { done.signal() }
    for _ in 0..<3 { precondition(done.wait(timeout: .now() + 20) == .success) }
    precondition(cast?.count == 300 && types > 0 && words.count == 300)
    print("checked", rounds, precious["kept"]!, product[0, 0].item(), Date().timeIntervalSince1970 > 0)
}
"""

WORK = """
func spin() { while true {} }
func multiply() { var m = Tensor.ones([200, 200]); while true { m = m.matmul(m) * 0.005 } }
func allocate() { var rows: [[Int]] = []; while true { rows.append(Array(repeating: 1, count: 64)); if rows.count > 500 { rows = [] } } }
func write() { while true { print("a line of some length", terminator: "\\n") } }
func churn() {
    var counts: [String: Int] = [:]
    var i = 0
    while true { counts["key number \\(i % 2000)", default: 0] += i; i += 1; if i % 5000 == 0 { counts = [:] } }
}
func sort() { var list = (0..<2000).map { ($0 * 7919) % 2003 }; while true { list.shuffle(); list.sort { $0 < $1 } } }
func types() { var depth = 0; while true { depth = (depth + 1) % 40; _ = deep(depth, depth) } }
func readPipe() { var ends: [Int32] = [0, 0]; pipe(&ends); var byte: UInt8 = 0; read(ends[0], &byte, 1) }
func wait() { DispatchSemaphore(value: 0).wait() }
func parallel() { DispatchQueue.concurrentPerform(iterations: 4) { _ in allocate() } }
func sleepLong() async throws { try await Task.sleep(nanoseconds: 1_000_000_000_000) }
func tasks() async { await withTaskGroup(of: Void.self) { g in for _ in 0..<4 { g.addTask { churn() } } } }
"""

KINDS = {
    "tight loop": "spin()", "tensors": "multiply()", "malloc": "allocate()", "print": "write()", "dictionary": "churn()",
    "sort": "sort()", "generic types": "types()", "read": "readPipe()", "readLine": "_ = readLine()", "semaphore": "wait()",
    "parallel": "parallel()", "Task.sleep": "try await sleepLong()", "task group": "await tasks()",
}


SHARES = {"running": 7, "anywhere": 2, "making threads": 1}


@pytest.mark.parametrize("where", SHARES)
def test_a_thousand_interrupts_at_random_moments(fresh_kernel, where):
    kernel = fresh_kernel
    kernel.succeed(CHECK)
    kernel.succeed(WORK)
    moment = random.Random(f"{SEED} {where}")
    count = INTERRUPTS * SHARES[where] // sum(SHARES.values())
    latencies = defaultdict(list)
    rounds = 0
    for number in range(count):
        kind = "parallel" if where == "making threads" else moment.choice(list(KINDS))
        code = f"check()\n{KINDS[kind]}"
        kernel.published.clear()
        request = kernel.start(code, allow_stdin=True)
        checked = lambda m: m.type == "stream" and "checked" in m.content["text"]
        if where == "anywhere":
            kernel.wait_for(lambda m: m.type == "execute_input", request)
            time.sleep(moment.uniform(0, 0.15))
        else:
            kernel.wait_for(checked, request, timeout=30, code=story(number, kind, latencies))
            time.sleep(moment.uniform(0, 0.004) if where == "making threads" else moment.choice([0, moment.uniform(0, 0.03)]))
        asked = time.monotonic()
        kernel.client.control_channel.send(kernel.client.session.msg("interrupt_request", {}))
        outcome = kernel.finish(request, story(number, kind, latencies), timeout=30)
        latencies[kind].append(time.monotonic() - asked)
        assert outcome.reply.get("ename") == "Interrupted", f"{story(number, kind, latencies)}\n{outcome}"
        if "checked" in outcome.stdout:
            rounds += 1
            line = outcome.stdout[outcome.stdout.index("checked"):].splitlines()[0]
            assert line == f"checked {rounds} [3, 1, 4] 48.0 true", f"{story(number, kind, latencies)}\n{line}"
        elif where == "anywhere":
            # The check itself may have been what was interrupted.
            rounds = int(kernel.value("rounds"))
    assert kernel.value("rounds") == f"{rounds}"
    assert kernel.succeed("check()").stdout.startswith(f"checked {rounds + 1} [3, 1, 4]")
    print(f"\n{count} interrupts, {where}:\n{table(latencies)}")
    for kind, seconds in latencies.items():
        # Far above the 300 ms that are the goal, as other programs may be busy.
        assert sorted(seconds)[len(seconds) // 2] < 1.5, f"{kind} ends too late\n{table(latencies)}"


def table(latencies):
    lines = ["    milliseconds to the end of   count   median   95 %    most"]
    for kind, seconds in sorted(latencies.items()):
        ordered = sorted(1000 * s for s in seconds)
        middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
        lines.append(f"    {kind:26} {len(ordered):7} {middle:8.0f} {late:6.0f} {ordered[-1]:7.0f}")
    return "\n".join(lines)


def story(number, kind, latencies):
    return f"interrupt {number}, of {kind}; before it:\n{table(latencies)}"
