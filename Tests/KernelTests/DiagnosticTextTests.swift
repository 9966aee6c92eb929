import CellCompiler
import Kernel
import Testing

@Suite struct DiagnosticTextTests {
    private func plain(_ diagnostic: Diagnostic) -> String {
        DiagnosticText(diagnostic).text.replacing(/\u{1b}\[[0-9;]*m/, with: "")
    }

    private func place(_ text: String, _ column: Int, line: Int = 1, ranges: [Range<Int>] = []) -> Diagnostic.Place {
        Diagnostic.Place(file: "In[4]", line: line, column: column, text: text, ranges: ranges)
    }

    @Test func anErrorShowsItsLineRangesFixAndNotes() {
        let error = Diagnostic(
            .error, "incorrect label", at: place("f(1, lable: x)", 2, line: 3, ranges: [5..<10]),
            fix: .init(lines: [.init(text: "f(1, label: x)", inserted: [5..<10])]),
            notes: [
                Diagnostic(.note, "'f' declared here", at: place("func f() {}", 6, line: 12)),
                Diagnostic(.note, "candidate", origin: .init(module: "Swift", declaration: "func g()")),
                Diagnostic(
                    .note, "did you mean 'try'?", at: place("f(1, lable: x)", 1, line: 3),
                    fix: .init(lines: [.init(text: "try f(1, lable: x)", inserted: [0..<4])])),
            ])
        #expect(
            plain(error) == """
                In[4]:3:2: error: incorrect label
                   3 | f(1, lable: x)
                     |  ^   ~~~~~
                   + | f(1, label: x)
                     | note: 'f' declared here at In[4]:12:6
                  12 | func f() {}
                     |      ^
                     | note: candidate in Swift
                     | func g()
                     | note: did you mean 'try'?
                   + | try f(1, lable: x)
                """)
    }

    @Test func aDiagnosticAboutNoPlaceIsItsMessage() {
        #expect(
            plain(Diagnostic(.error, "no such module", notes: [Diagnostic(.note, "why")])) == """
                error: no such module
                    | note: why
                """)
    }

    @Test(arguments: [
        ("let 日 = nope", 9, "         ^"), ("\t\tnope", 3, "        ^"), ("\"🐦👩‍👩‍👧e\u{301}\" + x", 9, "          ^"),
        ("f(", 3, "  ^"),
    ])
    func theCaretStandsUnderItsCharacter(_ text: String, _ column: Int, _ underline: String) {
        let lines = plain(Diagnostic(.error, "m", at: place(text, column))).split(separator: "\n")
        #expect(lines[2].dropFirst("    | ".count) == underline)
    }

    @Test func aVeryLongLineIsCutAroundTheCaret() {
        let text = String(repeating: "a", count: 300) + "X" + String(repeating: "b", count: 300)
        let lines = plain(Diagnostic(.error, "m", at: place(text, 301))).split(separator: "\n")
        #expect(lines[1].count < 130 && lines[1].hasSuffix("…"))
        let caret = lines[2].firstIndex(of: "^")!
        let column = lines[2].distance(from: lines[2].startIndex, to: caret)
        #expect(Array(lines[1])[column] == "X")
    }

    @Test func coloursEndWhereTheyBegin() {
        let error = Diagnostic(.error, "m", at: place("let a", 5, ranges: [0..<3]), notes: [Diagnostic(.note, "n")])
        for line in DiagnosticText(error).text.split(separator: "\n") {
            #expect(line.matches(of: /\u{1b}\[[1-9][0-9;]*m/).count == line.matches(of: /\u{1b}\[0m/).count)
        }
    }
}
