import Foundation
import NotebookDisplay
import Testing

@Suite struct JSONTextTests {
    private func parsed(_ json: String) throws -> String? {
        try JSONSerialization.jsonObject(with: Data(json.utf8), options: .fragmentsAllowed) as? String
    }

    private func literal(_ string: String) -> String {
        var text = ""
        appendJSONString(string, to: &text)
        return text
    }

    @Test(arguments: 0...0x9F) func everyControlCharacterComesBack(code: UInt32) throws {
        let string = "a" + String(Unicode.Scalar(code)!) + "b"
        #expect(try parsed(literal(string)) == string)
    }

    @Test func controlCharactersNeverStandRaw() {
        let string = String(String.UnicodeScalarView((0...0x1F).map { Unicode.Scalar($0)! }))
        #expect(literal(string).utf8.allSatisfy { $0 >= 0x20 })
    }

    @Test(arguments: [
        "", "\"", "\\", "\\n", "👩‍👩‍👧‍👦🇪🇺", "\u{10FFFF}", "e\u{301}", "\u{2028}\u{2029}", "</script>", "你好", "\r\n",
    ])
    func textComesBack(string: String) throws {
        let result = try #require(try parsed(literal(string)))
        #expect(Array(result.unicodeScalars) == Array(string.unicodeScalars))
    }

    @Test func numbersAreJSON() {
        #expect(jsonNumber(640) == "640")
        #expect(jsonNumber(0.5) == "0.5")
        #expect(jsonNumber(.nan) == "null")
        #expect(jsonNumber(-.infinity) == "null")
        #expect(isValidJSON(jsonNumber(1e300)) && isValidJSON(jsonNumber(.leastNonzeroMagnitude)))
    }

    @Test(arguments: [
        "0", "-1.5e+10", "true", "null", "\"a\\u00e9\\n\"", "[]", "{}", " {\"a\" : [1, {\"b\": false}] } \n",
        "[[1],[2]]",
    ])
    func validJSONIsAccepted(text: String) { #expect(isValidJSON(text)) }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\":}", "{a:1}", "01", "1.", ".5", "+1", "\"", "\"\n\"", "\"\\x\"", "\"\\u12g4\"", "1 2",
        "nul",
        "NaN", "{\"a\":1}}", "{\"a\" 1}",
    ])
    func invalidJSONIsRefused(text: String) { #expect(!isValidJSON(text)) }

    @Test func deepNestingIsRefusedRatherThanExhaustingTheStack() {
        #expect(!isValidJSON(String(repeating: "[", count: 1_000_000)))
    }
}
