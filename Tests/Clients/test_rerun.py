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


def test_a_function_of_another_cell_keeps_the_variable_that_it_reads(kernel):
    kernel.succeed('class Model { let name: String; init(_ n: String) { name = n } }\nlet model = Model("first")', cell_id="m")
    kernel.succeed("func describe() -> String { model.name }", cell_id="d")
    kernel.succeed('class Model { let name: String; init(_ n: String) { name = n } }\nlet model = Model("second")', cell_id="m")
    kernel.succeed("1")
    assert kernel.value("describe()") == '"first"'
    kernel.succeed("func describe() -> String { model.name }", cell_id="d")
    assert kernel.value("describe()") == '"second"'
