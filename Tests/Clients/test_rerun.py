"""A cell that runs again, edited or not, replaces what its earlier run declared."""

import psutil
import pytest


def test_a_variable_is_made_from_its_earlier_value(kernel):
    kernel.succeed("let total = 1", cell_id="start")
    values = [kernel.succeed("let total = total * 2\ntotal", cell_id="double").result for _ in range(3)]
    assert values == ["2", "4", "8"]


@pytest.mark.parametrize(
    "first, second, use, before, after",
    [
        ("func f(_ x: Int) -> Int { x }", "func f(_ x: Int) -> String { \"s\" }", "f(1)", "1", '"s"'),
        ("struct S { var a = 1 }", "struct S { var b = 2 }", "S()", "S(a: 1)", "S(b: 2)"),
        ("extension Int { var twice: Int { self * 2 } }", "extension Int { var twice: Int { self * 20 } }", "3.twice", "6", "60"),
        ("infix operator <+>\nfunc <+> (a: Int, b: Int) -> Int { a + b }",
         "infix operator <+>\nfunc <+> (a: Int, b: Int) -> Int { a * b }", "3 <+> 4", "7", "12"),
        ("enum E: String { case a }", "enum E: Int { case a = 5 }", "E.a.rawValue", '"a"', "5"),
    ],
)
def test_the_new_declaration_counts(kernel, first, second, use, before, after):
    kernel.succeed(first, cell_id=use)
    assert kernel.value(use) == before
    kernel.succeed(second, cell_id=use)
    assert kernel.value(use) == after


def test_an_unchanged_cell_can_run_any_number_of_times(kernel):
    code = """
        protocol Shape { var area: Double { get } }
        struct Square: Shape { var side = 2.0; var area: Double { side * side } }
        extension Square: CustomStringConvertible { var description: String { "square of \\(area)" } }
        extension Array where Element: Shape { func total() -> Double { map(\\.area).reduce(0, +) } }
        [Square(), Square(side: 3)].total()
        """
    for _ in range(4):
        assert kernel.succeed(code, cell_id="shapes").result == "13.0"
        assert kernel.value("Square()") == "square of 4.0"


def test_values_of_a_replaced_type_live_on(kernel):
    kernel.succeed('struct P: CustomStringConvertible { var description: String { "old" } }', cell_id="type")
    kernel.succeed("let kept = P()")
    kernel.succeed('struct P: CustomStringConvertible { var description: String { "new" } }', cell_id="type")
    assert kernel.value("kept") == "old"
    assert kernel.value("P()") == "new"


def test_a_name_that_the_new_text_does_not_declare_is_gone(kernel):
    kernel.succeed("let removed = 1", cell_id="edited")
    kernel.succeed("let other = 1", cell_id="edited")
    assert "cannot find 'removed' in scope" in kernel.fail("removed").traceback


def test_the_memory_of_replaced_variables_is_given_back(kernel):
    code = "var large = [UInt8](repeating: 1, count: 100_000_000)\nlarge.count"
    for _ in range(20):
        kernel.succeed(code, cell_id="large")
        kernel.succeed("large[5]")
    hosts = [child for child in psutil.Process(kernel.process_id).children() if "cell-host" in child.cmdline()[0]]
    assert len(hosts) == 1
    assert hosts[0].memory_info().rss < 500e6, "twenty runs of a cell that holds 100 MB"


@pytest.mark.parametrize(
    "first, second, before, after",
    [
        ("let it = 1.5", "let it = 2.5", "1.5", "2.5"),
        ("var it = [1]", "var it = [1, 2]", "[1]", "[1, 2]"),
        ("import DeepLearning\nvar it = Tensor([1, 2])", "import DeepLearning\nvar it = Tensor([3, 4, 5])", "[1. 2.]", "[3. 4. 5.]"),
        ("var it: Int { 1 }", "var it: Int { 2 }", "1", "2"),
        ("func give() -> Int { 1 }; let it = give()", "func give() -> Int { 2 }; let it = give()", "1", "2"),
    ],
)
def test_code_of_other_cells_sees_the_new_value(fresh_kernel, first, second, before, after):
    fresh_kernel.succeed(first, cell_id="it")
    fresh_kernel.succeed("func read() -> String { \"\\(it)\" }\nlet closure = { read() }", cell_id="reader")
    both = "[read(), closure()]"
    assert fresh_kernel.value(both) == f'["{before}", "{before}"]'
    fresh_kernel.succeed(second, cell_id="it")
    assert fresh_kernel.value(both) == f'["{after}", "{after}"]'


@pytest.mark.parametrize(
    "first, second, call, before, after",
    [
        ("func f(_ x: Int) -> Int { x }", "func f(_ x: Int) -> Int { -x }", "f(1)", "1", "-1"),
        ("func f(_ x: Int = 1) -> Int { x }", "func f(_ x: Int = 2) -> Int { x }", "f()", "1", "2"),
        ("func f<T>(_ x: T) -> [T] { [x] }", "func f<T>(_ x: T) -> [T] { [x, x] }", "f(1)", "[1]", "[1, 1]"),
        ("func f() throws -> Int { 1 }", "func f() throws -> Int { 2 }", "try! f()", "1", "2"),
        ("extension Int { var twice: Int { self * 2 } }", "extension Int { var twice: Int { self * 20 } }", "1.twice", "2", "20"),
        ("extension Array { func second() -> Element { self[1] } }", "extension Array { func second() -> Element { self[2] } }",
         "[1, 2, 3].second()", "2", "3"),
        ("infix operator <+>\nfunc <+> (a: Int, b: Int) -> Int { a + b }", "infix operator <+>\nfunc <+> (a: Int, b: Int) -> Int { a * b }",
         "3 <+> 4", "7", "12"),
    ],
)
def test_code_of_other_cells_calls_the_new_function(fresh_kernel, first, second, call, before, after):
    fresh_kernel.succeed(first, cell_id="f")
    fresh_kernel.succeed(f"func call() -> String {{ \"\\({call})\" }}", cell_id="caller")
    assert fresh_kernel.value("call()") == f'"{before}"'
    fresh_kernel.succeed(second, cell_id="f")
    assert fresh_kernel.value("call()") == f'"{after}"'
    fresh_kernel.succeed(first, cell_id="f")
    assert fresh_kernel.value("call()") == f'"{before}"'


def test_code_of_other_cells_calls_the_new_asynchronous_function(kernel):
    kernel.succeed("func f() async -> Int { 1 }", cell_id="f")
    kernel.succeed("func call() async -> Int { await f() }", cell_id="caller")
    kernel.succeed("func f() async -> Int { await Task.yield(); return 2 }", cell_id="f")
    assert kernel.value("await call()") == "2"


def test_a_function_that_writes_a_variable_writes_the_new_one(kernel):
    kernel.succeed("var counter = 0", cell_id="c")
    kernel.succeed("func bump() { counter += 1 }")
    kernel.succeed("bump(); bump()")
    kernel.succeed("var counter = 10", cell_id="c")
    assert kernel.value("bump(); counter") == "11"


def test_a_variable_of_another_type_leaves_older_functions_the_earlier_one(kernel):
    kernel.succeed("let it = 1", cell_id="it")
    kernel.succeed("func read() -> Int { it }")
    kernel.succeed('let it = "text"', cell_id="it")
    assert kernel.value("read()") == "1"
    kernel.succeed("let it = 5", cell_id="it")
    assert kernel.value("read()") == "5"


def test_a_variable_of_a_run_that_failed_before_it_is_not_taken(kernel):
    kernel.succeed("let it = 1", cell_id="it")
    kernel.succeed("func read() -> Int { it }")
    assert "boom" in kernel.fail('if true { fatalError("boom") }\nlet it = 2', cell_id="it").traceback
    assert kernel.value("read()") == "1"
    kernel.succeed("let it = 3", cell_id="it")
    assert kernel.value("read()") == "3"


def test_a_type_that_stays_as_it_is_stays_the_same_type(kernel):
    model = """
        class Model: CustomStringConvertible {{ let name: String; init(_ n: String) {{ name = n }} }}
        extension Model {{ var description: String {{ "model " + name }} }}
        let model = Model("{}")
        """
    kernel.succeed(model.format("first"), cell_id="m")
    kernel.succeed("func describe(_ m: Model) -> String { m.name + model.name }", cell_id="d")
    kernel.succeed('let kept = Model("kept")')
    for name in ["second", "third"]:
        kernel.succeed("// again\n" + model.format(name), cell_id="m")
        assert kernel.value("describe(model)") == f'"{name}{name}"'
        assert kernel.value("describe(kept)") == f'"kept{name}"'
        assert kernel.value("model") == f"model {name}"


def test_a_type_that_reads_what_has_changed_is_made_anew(kernel):
    kernel.succeed("func scale(_ x: Int) -> Int { x }\nstruct S { var x = 1; var y: Int { scale(x) } }", cell_id="s")
    assert kernel.value("S().y") == "1"
    kernel.succeed("func scale(_ x: Int) -> Int { x * 5 }\nstruct S { var x = 1; var y: Int { scale(x) } }", cell_id="s")
    assert kernel.value("S().y") == "5"
    kernel.succeed("enum Kind { case a }", cell_id="kind")
    kernel.succeed("struct Holder { var kind = Kind.a }", cell_id="holder")
    kernel.succeed("enum Kind { case a, b }", cell_id="kind")
    kernel.succeed("struct Holder { var kind = Kind.a }", cell_id="holder")
    assert kernel.value("\"\\(Holder(kind: .b).kind)\"") == '"b"'


def test_a_types_own_variables_start_anew(kernel):
    code = "class Counter { static var made = 0; init() { Counter.made += 1 } }\n_ = Counter()\nCounter.made"
    assert [kernel.succeed(code, cell_id="c").result for _ in range(3)] == ["1", "1", "1"]


def test_of_several_types_the_edited_ones_are_made_anew(kernel):
    kernel.succeed("struct A { var a = 1 }; struct B { var a = A() }; struct C { var b = B() }; struct D {}", cell_id="types")
    kernel.succeed("func takesA(_: A) {}; func takesD(_: D) {}; func takesC(_: C) {}")
    kernel.succeed("struct A { var a = 1 }; struct B { var a = A(); var n = 2 }; struct C { var b = B() }; struct D {}", cell_id="types")
    kernel.succeed("takesA(A()); takesD(D())")
    assert "'takesC' of In[" in kernel.fail("takesC(C())").traceback
    assert kernel.value("C().b.n") == "2"


def test_a_stored_closure_that_calls_itself_calls_its_new_version(kernel):
    code = "let fib: (Int) -> Int = {{ n in n < 2 ? {} : fib(n - 1) + fib(n - 2) }}\nfib(10)"
    assert kernel.succeed(code.format("n"), cell_id="fib").result == "55"
    assert kernel.succeed(code.format("1"), cell_id="fib").result == "89"


def test_a_key_path_may_have_the_name_of_the_variable(kernel):
    kernel.succeed('let words = ["hello"]')
    for _ in range(2):
        assert kernel.succeed("let isEmpty = words.map(\\.isEmpty)\nisEmpty", cell_id="keypath").result == "[false]"


def test_an_edited_conformance_counts_wherever_the_type_is_used(kernel):
    conform = """
        extension Spot: CustomStringConvertible {{ var description: String {{ "{0}" }} }}
        extension Spot: Scored {{ func score() -> Int {{ {1} }} }}
        extension Bool: Scored {{ func score() -> Int {{ {1} + 1 }} }}
        """
    kernel.succeed("struct Spot {}; protocol Scored { func score() -> Int }")
    kernel.succeed(conform.format("one", 1), cell_id="conform")
    kernel.succeed("""
        func total<T: Scored>(_ x: T) -> Int { x.score() }
        func dynamic(_ x: Any) -> Int { (x as! any Scored).score() }
        func all() -> [Any] { [Spot(), "\\(Spot())", Spot().score(), total(Spot()), dynamic(Spot()), total(true), dynamic(true)] }
        """)
    for name, number in [("one", 1), ("two", 2), ("three", 3)]:
        kernel.succeed(conform.format(name, number), cell_id="conform")
        assert kernel.succeed("print(all())").stdout == f'[{name}, "{name}", {number}, {number}, {number}, {number + 1}, {number + 1}]\n'
