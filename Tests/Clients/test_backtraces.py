"""Where a cell failed: through cells and libraries, innermost call first."""

import re

import pytest
from test_compile_errors import plain


@pytest.fixture(scope="module")
def earlier(kernel):
    """A kernel whose first cell declares what others fail in."""
    kernel.succeed(
        "func pick(_ values: [Int], _ index: Int) -> Int {\n    values[index]\n}\n"
        "struct Bad: Error { var code: Int }\n"
        "func parse(_ text: String) throws -> Int {\n"
        "    guard let number = Int(text) else {\n        throw Bad(code: 7)\n    }\n    return number\n}\n"
        "func twice(_ text: String) throws -> Int {\n    let number = try parse(text)\n    return number * 2\n}\n"
        "func later(_ text: String) async throws -> Int {\n    try await Task.sleep(nanoseconds: 1_000_000)\n"
        "    return try parse(text)\n}\n"
        "func muchLater(_ text: String) async throws -> Int {\n    let number = try await later(text)\n"
        "    return number + 1\n}\n"
        "func deep(_ n: Int) -> Int { n == 0 ? pick([], 1) : 1 + deep(n - 1) }"
    )
    return kernel


def calls(outcome):
    """The lines that begin with "at", and those that tell of more."""
    return re.findall(r"^  ((?:at|…) .*)$", plain(outcome.traceback), re.MULTILINE)


def test_each_call_in_a_cell_is_shown_with_its_line(earlier):
    outcome = earlier.fail("let three = [3, 1, 2]\nprint(pick(three, 5))")
    number = outcome.reply["execution_count"]
    assert calls(outcome) == ["at In[1]:2 in pick(_:_:)", f"at In[{number}]:2"]
    text = plain(outcome.traceback)
    assert "      2 |     values[index]\n        |           ^" in text
    assert "      2 | print(pick(three, 5))" in text


def test_the_value_is_one_line_with_the_innermost_place(earlier):
    reply = earlier.fail("pick([], 3)").reply
    assert reply["ename"] == "FatalError"
    assert reply["evalue"] == "Index out of range (In[1], line 2)"


@pytest.mark.parametrize(
    "code, function",
    [
        ("[3, 1, 2].sorted { a, b in pick([], a) < b }", "sorted(by:) in Swift"),
        ("[3, 1, 2].map { a in pick([], a) }", "map"),
        ("Dictionary(uniqueKeysWithValues: [(1, 1), (1, 2)])", "Dictionary.init<A>(uniqueKeysWithValues:) in Swift"),
        ("let s = \"abc\"\ns[s.index(s.startIndex, offsetBy: 7)]", "String.index(_:offsetBy:) in Swift"),
    ],
)
def test_functions_of_libraries_are_named(earlier, code, function):
    assert any(call.endswith(function) for call in calls(earlier.fail(code)))


def test_functions_of_the_learning_library_are_named(fresh_kernel):
    fresh_kernel.succeed("import DeepLearning\nlet wide = Tensor([[1.0, 2.0]])")
    net = fresh_kernel.fail("let net = Sequential(Linear(3, 4), Linear(4, 2))\nnet(wide)")
    assert calls(net)[:2] == [
        "at Linear.forward(_:) in NeuralNetworks",
        "at Sequential.forward(_:) in NeuralNetworks",
    ]


def test_nothing_of_the_kernel_is_among_the_calls(earlier):
    for code in ["pick([], 1)", "let none: Int? = nil\nnone!", "import Glibc\nabort()", "fatalError(\"x\")"]:
        text = plain(earlier.fail(code).traceback)
        for word in ["swiftlet", "_assertionFailure", "start_thread", "gsignal", "Cell_", "$s", "/tmp/"]:
            assert word not in text, text


def test_methods_closures_and_accessors_are_called_as_in_the_source(earlier):
    outcome = earlier.fail(
        "struct Model {\n    var f: (Int) -> Int\n    subscript(i: Int) -> Int { f(i) }\n    var first: Int { self[0] }\n}\n"
        "final class Owner { func run() -> Int { Model { pick([], $0) }.first } }\nOwner().run()"
    )
    functions = [call.split(" in ", 1)[1] for call in calls(outcome) if " in " in call]
    assert functions == ["pick(_:_:)", "closure in Owner.run()", "Model.subscript(_:)", "Model.first", "Owner.run()"]


def test_a_deep_recursion_is_told_by_its_ends(earlier):
    outcome = earlier.fail("deep(20_000)")
    number = outcome.reply["execution_count"]
    assert calls(outcome) == ["at In[1]:2 in pick(_:_:)", "at In[1]:23 in deep(_:)", "… 20,000 more", f"at In[{number}]:1"]


def test_an_endless_recursion_of_two_functions_is_told_by_one_round(earlier):
    outcome = earlier.fail("func ping(_ n: Int) -> Int { 1 + pong(n) }\nfunc pong(_ n: Int) -> Int { 1 + ping(n + 1) }\nping(1)")
    told = calls(outcome)
    assert len(told) == 4 and re.fullmatch(r"… \d{1,3}(,\d{3})+ more", told[2])
    assert {told[0].split(" in ")[-1], told[1].split(" in ")[-1]} == {"ping(_:)", "pong(_:)"}
    assert told[3] == f"at In[{outcome.reply['execution_count']}]:3"


def test_a_thrown_error_shows_the_line_that_threw_and_the_way_to_the_cell(earlier):
    outcome = earlier.fail("try twice(\"x\")")
    number = outcome.reply["execution_count"]
    assert outcome.reply["ename"] == "Bad"
    assert outcome.reply["evalue"] == "Bad(code: 7) (In[1], line 7)"
    assert calls(outcome) == ["at In[1]:7 in parse(_:)", "at In[1]:12 in twice(_:)", f"at In[{number}]:1"]
    assert "      7 |         throw Bad(code: 7)" in plain(outcome.traceback)


def test_an_error_of_asynchronous_functions_shows_who_waited(earlier):
    outcome = earlier.fail("let got = 1\nlet never = try await muchLater(\"x\")")
    number = outcome.reply["execution_count"]
    assert calls(outcome) == [
        "at In[1]:7 in parse(_:)", "at In[1]:17 in later(_:)", "at In[1]:20 in muchLater(_:)", f"at In[{number}]:2",
    ]


def test_the_throw_of_the_error_that_ended_the_cell_is_told(earlier):
    """Not that of another that was thrown and caught later, or meanwhile by another task."""
    outcome = earlier.fail(
        "func kept() -> any Error { do { _ = try twice(\"x\"); fatalError() } catch { return error } }\n"
        "let first = kept()\nfor _ in 0..<20 { _ = try? parse(\"y\") }\n"
        "await withTaskGroup(of: Void.self) { g in for _ in 0..<20 { g.addTask { _ = try? parse(\"z\") } } }\n"
        "func again() throws { throw first }\ntry again()"
    )
    assert calls(outcome)[0].endswith(":5 in again()")


def test_errors_with_a_type_of_their_own_show_the_line_that_threw(earlier):
    outcome = earlier.fail("func typed() throws(Bad) {\n    throw Bad(code: 1)\n}\ntry typed()")
    number = outcome.reply["execution_count"]
    assert calls(outcome) == [f"at In[{number}]:2 in typed()", f"at In[{number}]:4"]


def test_a_trap_of_asynchronous_functions_shows_who_waited(earlier):
    outcome = earlier.fail(
        "func fails() async -> Int { await Task.yield(); return pick([], 4) }\n"
        "func waits() async -> Int {\n    1 + (await fails())\n}\nprint(await waits())"
    )
    number = outcome.reply["execution_count"]
    assert calls(outcome) == [
        "at In[1]:2 in pick(_:_:)", f"at In[{number}]:1 in fails()", f"at In[{number}]:3 in waits()", f"at In[{number}]:5",
    ]
