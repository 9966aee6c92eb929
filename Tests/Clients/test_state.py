def test_later_cells_see_variables_functions_and_types(kernel):
    kernel.succeed("var count = 1\nlet name = \"swiftlet\"")
    kernel.succeed("func doubled(_ x: Int) -> Int { x * 2 }")
    kernel.succeed("struct Bird { var wings = 2\n    func describe() -> String { \"\\(wings) wings\" } }")
    kernel.succeed("count += 10")
    assert kernel.succeed("print(doubled(count), name, Bird().describe())").stdout == "22 swiftlet 2 wings\n"


def test_a_variable_keeps_its_identity_across_cells(kernel):
    kernel.succeed("final class Box { var items: [Int] = [] }\nlet box = Box()\nlet same = box")
    kernel.succeed("box.items.append(7)")
    assert "[7]" in kernel.value("same.items")


def test_a_type_of_an_earlier_cell_can_be_extended_and_subclassed(kernel):
    kernel.succeed("class Shape { func area() -> Double { 0 } }")
    kernel.succeed("extension Shape: CustomStringConvertible { var description: String { \"area \\(area())\" } }")
    kernel.succeed("final class Square: Shape {\n    let side: Double\n    init(_ side: Double) { self.side = side }\n"
                   "    override func area() -> Double { side * side }\n}")
    assert kernel.succeed("print(Square(3))").stdout == "area 9.0\n"


def test_closures_hold_on_to_what_they_captured(kernel):
    kernel.succeed("var ticks = 0\nlet tick = { ticks += 1 }")
    kernel.succeed("tick(); tick()")
    assert "2" in kernel.value("ticks")


def test_globals_are_initialised_in_order(kernel):
    assert kernel.succeed("let first = 3\nlet second = first * 2\nprint(first, second)").stdout == "3 6\n"


def test_a_cell_may_throw_and_await_at_top_level(kernel):
    kernel.succeed("func later(_ x: Int) async throws -> Int { try await Task.sleep(nanoseconds: 1_000_000); return x }")
    assert kernel.succeed("let awaited = try await later(5)\nprint(awaited)").stdout == "5\n"
    assert kernel.succeed("print(awaited + 1)").stdout == "6\n"


def test_a_failed_cell_declares_nothing(kernel):
    kernel.fail("let halfway = 1\nlet broken: Int = \"text\"")
    assert "halfway" in kernel.fail("halfway").traceback
