import CellCompiler
import Testing

@Suite struct CompletenessTests {
    @Test(arguments: ["", "1 + 1", "func f() { }", "let a = [1,\n 2]", "\"\"\"\na\n\"\"\"", "// {", "\"{\""])
    func whatParsesIsComplete(_ code: String) {
        #expect(Completeness(of: code) == .complete)
    }

    @Test(arguments: [
        ("func f() {", "    "), ("func f() {\n    let a = 1", "    "), ("let a = [1,", "    "), ("f(", "    "),
        ("if x {\n} else {", "    "), ("/* open", ""), ("\"\"\"\ntext", ""),
    ])
    func whatIsNotClosedIsIncomplete(_ code: String, _ indent: String) {
        #expect(Completeness(of: code) == .incomplete(indent: indent))
    }

    @Test(arguments: [")", "let = 3", "func {}", "struct 5 {}\nprint(1)"])
    func whatNothingCanMendIsInvalid(_ code: String) {
        #expect(Completeness(of: code) == .invalid)
    }
}
