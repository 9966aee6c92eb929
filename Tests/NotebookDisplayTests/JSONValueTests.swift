import NotebookDisplay
import Testing

@Suite struct JSONValueTests {
    static let values: [JSONValue] = [
        .null, true, false, 0, -7, .integer(.max), .integer(.min), 2.5, -1e-7, 1e300, "", "ä\"\\\n\u{1}👩‍👩‍👧‍👦", [], [:],
        [1, "a", [.null, [:]]], ["a": 1, "b": ["c": [true]], "": ""],
    ]

    @Test(arguments: values) func aValueComesBackFromItsText(value: JSONValue) throws {
        #expect(try JSONValue(parsing: value.description) == value)
    }

    @Test func membersAreWrittenInTheOrderOfTheirNames() {
        #expect((["b": 1, "a": [.null, 1.5]] as JSONValue).description == #"{"a":[null,1.5],"b":1}"#)
    }

    @Test func spaceAndEscapesAreRead() throws {
        let text = " {\"a\\u0041\" :\t[ 1e2 , -0.5 ]\n, \"\\ud83d\\ude00\\/\":\"\\b\\f\" } "
        #expect(try JSONValue(parsing: text) == ["aA": [100.0, -0.5], "😀/": "\u{8}\u{C}"])
    }

    @Test(arguments: [#""\ud800""#, #""\ud800\u0041""#, #""\udc00""#]) func halfASurrogatePairIsReplaced(text: String)
        throws
    {
        #expect(try JSONValue(parsing: text).stringValue?.unicodeScalars.first == "\u{FFFD}")
    }

    @Test(arguments: [
        "", " ", "nul", "tru", "01", "-", "1.", "1e", ".5", "+1", "[1,]", "[1 2]", "{\"a\"}", "{\"a\":}", "{a:1}", "\"",
        "\"\\x\"", "\"\\u12\"", "\"\n\"", "1 2", "]", "{\"a\":1,}", "NaN", "'a'", String(repeating: "[", count: 600),
    ])
    func whatIsNoJSONIsRefused(text: String) {
        #expect(throws: JSONError.self) { try JSONValue(parsing: text) }
        #expect(!isValidJSON(text))
    }

    @Test func theErrorTellsWhere() {
        let error = #expect(throws: JSONError.self) { try JSONValue(parsing: "[1, x]") }
        #expect(error?.position == 4)
    }

    @Test func numbersAreWhatTheyAreWorth() {
        #expect(JSONValue.number(3).integerValue == 3 && JSONValue.integer(3).numberValue == 3)
        #expect(JSONValue.number(3.5).integerValue == nil && JSONValue.string("3").numberValue == nil)
        #expect((["a": ["b": 1]] as JSONValue)["a"]?["b"]?.integerValue == 1)
    }
}
