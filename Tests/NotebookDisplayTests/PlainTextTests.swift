import NotebookDisplay
import Testing

private struct Point { var x = 1, y = "a" }
private final class Plain {}
private final class Described: CustomStringConvertible { var description: String { "described" } }
private struct Local: CustomStringConvertible {
    var description: String {
        "[.(unknown context at $7f00).(unknown context at $7f01).Local(), P.(unknown context at $7f00).I]"
    }
}
private struct Quoting: CustomDebugStringConvertible {
    var debugDescription: String { #"f("Swift.Int \" Swift.Int", Swift.Int, aSwift.Int)"# }
}

@Suite struct PlainTextTests {
    @Test func stringsAreQuotedAndEscaped() {
        #expect(plainText(of: "a\n\"b\"") == #""a\n\"b\"""#)
        #expect(plainText(of: Character("x")) == "\"x\"")
    }

    @Test func numbersOptionalsAndCollectionsReadAsInSource() {
        #expect(plainText(of: 1.5) == "1.5")
        #expect(plainText(of: Int?.none as Any) == "nil")
        #expect(plainText(of: Int?.some(3) as Any) == "Optional(3)")
        #expect(plainText(of: ["a": [1, 2]]) == #"["a": [1, 2]]"#)
        #expect(plainText(of: (1, b: "c")) == #"(1, b: "c")"#)
    }

    @Test func structsShowTheirFieldsAndClassesTheirDescriptionOrType() {
        #expect(plainText(of: Point()).hasSuffix(#"Point(x: 1, y: "a")"#))
        #expect(plainText(of: Plain()).hasSuffix("Plain"))
        #expect(plainText(of: Described()) == "described")
    }

    @Test func whereATypeWasDeclaredIsLeftOut() {
        #expect(plainText(of: Local()) == "[Local(), P.I]")
        #expect(plainText(of: Quoting()) == #"f("Swift.Int \" Swift.Int", Int, aSwift.Int)"#)
        #expect(plainText(of: "Swift.Int") == "\"Swift.Int\"")
        #expect(!plainText(of: Point()).contains("unknown context"))
    }

    @Test func functionsShowTheirType() {
        let double: (Int) -> [Double] = { [Double($0)] }
        #expect(plainText(of: double) == "(Int) -> Array<Double>")
    }

    @Test func longCollectionsShowTheirEnds() {
        let text = plainText(of: Array(0..<2_000_000))
        #expect(text.hasPrefix("[0, 1, 2, "))
        #expect(text.hasSuffix(", 1999998, 1999999] (2,000,000 elements)"))
        #expect(text.count < 2_000)
        #expect(plainText(of: Array(0..<1_000)) == "\(Array(0..<1_000))")
    }

    @Test func veryLongTextIsCutWithANote() {
        let text = plainText(of: String(repeating: "é", count: 100_000))
        #expect(text.hasSuffix("é… (100,002 characters in all)"))
        #expect(text.count < 20_100)
    }
}
