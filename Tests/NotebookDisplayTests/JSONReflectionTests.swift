import Foundation
import NotebookDisplay
import Testing

private enum Colour: String { case red, green }
private enum Shape {
    case circle(radius: Double)
    case point
}
private struct Sample {
    var name = "a\"b"
    var score: Double? = nil
    var deep: Int??? = 3
    var tags = ["x", "y"]
    var colour = Colour.red
    var sizes = ["one": 1]
}
private class Base { var first = 1 }
private final class Derived: Base { var second = [true] }
private final class Loop { var next: Loop? }

@Suite struct JSONReflectionTests {
    private func parsed(_ text: String) throws -> NSObject {
        try #require(
            try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed) as? NSObject)
    }

    @Test func prettyTextHasALineForEachMemberAndElement() throws {
        let value: JSONValue = ["a": [1, 2.5, true, nil, "x\(1)\n"], "b": ["c": []], "d": [:]]
        #expect(try parsed(value.prettyText) == parsed(value.description))
        #expect(value.prettyText.hasPrefix("{\n  \"a\": [\n    1,\n    2.5,"))
    }

    @Test func aStructBecomesAnObjectOfItsFields() {
        #expect(
            JSONValue(reflecting: Sample()).description
                == #"{"colour":"red","deep":3,"name":"a\"b","score":null,"sizes":{"one":1},"tags":["x","y"]}"#)
    }

    @Test func otherValuesBecomeWhatTheyHold() {
        #expect(JSONValue(reflecting: Derived()).description == #"{"first":1,"second":[true]}"#)
        #expect(JSONValue(reflecting: (x: 1, y: "b")).description == #"{"x":1,"y":"b"}"#)
        #expect(JSONValue(reflecting: (1, "b")).description == #"[1,"b"]"#)
        #expect(JSONValue(reflecting: Shape.point).description == #""point""#)
        #expect(JSONValue(reflecting: Shape.circle(radius: 2)).description.contains(#""circle""#))
        #expect(JSONValue(reflecting: [Double.nan, -.infinity, 1e300]).description == "[null,null,1e+300]")
        #expect(JSONValue(reflecting: UInt64.max).description.hasPrefix("1.8446744073709552e+19"))
        #expect(JSONValue(reflecting: URL(string: "https://swift.org")!).description == #""https://swift.org""#)
    }

    @Test func objectsThatReferToEachOtherComeToAnEnd() {
        let loop = Loop()
        loop.next = loop
        #expect(isValidJSON(JSONValue(reflecting: loop).description))
        loop.next = nil
    }
}
