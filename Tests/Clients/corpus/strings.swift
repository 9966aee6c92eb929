Text: strings, characters, Unicode, interpolation.

// %%
let greeting = "Hello, \("wor" + "ld")!"
greeting
//= "Hello, world!"

// %%
print(greeting.count, greeting.isEmpty, greeting.hasPrefix("Hell"), greeting.uppercased())
//> 13 false true HELLO, WORLD!

// %% several lines
let verse = """
    Roses are red,
      violets are "blue" \
    and so on.
    """
print(verse)
//> Roses are red,
//>   violets are "blue" and so on.

// %% raw text
#"a \n stays, \#(1 + 1) does not"#
//= "a \\n stays, 2 does not"

// %% characters as people see them
let family = "👨‍👩‍👧 é"
print(family.count, family.unicodeScalars.count, family.utf8.count)
for character in "né🐦" { print(character, character.utf8.count) }
//> 3 7 21
//> n 1
//> é 2
//> 🐦 4

// %%
"caf\u{E9}" == "cafe\u{301}"
//= true

// %% indices
let word = "Swiftlet"
let fifth = word.index(word.startIndex, offsetBy: 5)
print(word[fifth], word[..<fifth], word[fifth...])
word.firstIndex(of: "t").map { word[word.index(after: $0)...] }
//> l Swift let
//= Optional("let")

// %% subscripts that every learner wishes for
extension String {
    subscript(offset: Int) -> Character { self[index(startIndex, offsetBy: offset)] }
    subscript(range: Range<Int>) -> Substring { dropFirst(range.lowerBound).prefix(range.count) }
}
word[1]
//= "w"

// %%
word[5..<8]
//= "let"

// %% building up
var shout = String(repeating: "ha", count: 3)
shout.append("!")
shout.insert("A", at: shout.startIndex)
shout += "?"
shout
//= "Ahahaha!?"

// %%
shout.removeAll { "!?".contains($0) }
String(shout.reversed())
//= "ahahahA"

// %% splitting and joining
let words = "the quick brown fox".split(separator: " ")
words.map(\.capitalized).joined(separator: "-")
//! has no member 'capitalized'

// %%
words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: "-")
//! cannot find 'words' in scope

// %%
let words = "the quick brown fox".split(separator: " ")
words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined(separator: "-")
//= "The-Quick-Brown-Fox"

// %% an interpolation of one's own
extension String.StringInterpolation {
    mutating func appendInterpolation(_ value: Double, digits: Int) {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        appendLiteral("\((value * scale).rounded() / scale)")
    }
    mutating func appendInterpolation(hex value: Int) {
        appendLiteral("0x" + String(value, radix: 16))
    }
}
"\(3.14159, digits: 2) and \(hex: 255)"
//= "3.14 and 0xff"

// %% in a later cell
let loss = 0.123456
print("loss \(loss, digits: 3)")
//> loss 0.123

// %% a type made of a string literal, with interpolation
struct Markup: ExpressibleByStringInterpolation, CustomStringConvertible {
    struct StringInterpolation: StringInterpolationProtocol {
        var text = ""
        init(literalCapacity: Int, interpolationCount: Int) {}
        mutating func appendLiteral(_ literal: String) { text += literal }
        mutating func appendInterpolation(bold value: some CustomStringConvertible) { text += "<b>\(value)</b>" }
    }
    var description: String
    init(stringLiteral value: String) { description = value }
    init(stringInterpolation: StringInterpolation) { description = stringInterpolation.text }
}

// %%
let answer: Markup = "the answer is \(bold: 42)"
print(answer)
//> the answer is <b>42</b>

// %% numbers and text
print(String(255, radix: 2), Int("1010", radix: 2)!, Double("2.5e3")!, Int("12a") as Any)
//> 11111111 10 2500.0 nil

// %% what print can do
print(1, 2, 3, separator: " < ", terminator: ".\n")
print("no newline", terminator: "")
//> 1 < 2 < 3.
//> no newline

// %% printing into text
var log = ""
print("one", 2, to: &log)
debugPrint("one", 2, to: &log)
log
//= "one 2\n\"one\" 2\n"

// %% scalars and code units
for scalar in "aß€".unicodeScalars { print(scalar.value, terminator: " ") }
print(Array("€".utf8), Array("🐦".utf16))
//> 97 223 8364 [226, 130, 172] [55357, 56358]

// %% a value of its own literal
let unit: Character = "m", flag: Unicode.Scalar = "\u{1F426}"
"\(unit)\(flag)"
//= "m🐦"

// %% sorting and comparing
["pear", "Apple", "fig"].sorted { ($0.count, $0) < ($1.count, $1) }
//= ["fig", "pear", "Apple"]

// %% lower-level text
let c = "bird".withCString { pointer in
    var length = 0
    while pointer[length] != 0 { length += 1 }
    return length
}
String(decoding: [72, 105], as: UTF8.self) + String(c)
//= "Hi4"
