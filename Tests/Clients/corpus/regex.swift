Regular expressions: literals and builders.

// %% a literal
let date = /(\d{4})-(\d\d)-(\d\d)/
if let match = "on 2014-06-02 it began".firstMatch(of: date) {
    print(match.0, match.1, match.2)
}
//> 2014-06-02 2014 06

// %% names
let pair = /(?<key>\w+)\s*=\s*(?<value>[^;]+)/
let settings = "rate = 0.1; steps=100".matches(of: pair).map { "\($0.key):\($0.value)" }
settings
//= ["rate:0.1", "steps:100"]

// %% used in a later cell
"x=1".wholeMatch(of: pair)?.value
//= Optional("1")

// %% the extended form
let path = #/
    ^ /usr/ (?<rest> .* ) $
/#
"/usr/bin/swift".wholeMatch(of: path)?.rest
//= Optional("bin/swift")

// %% from text, at run time
let word = try Regex("[a-z]+")
"Hello World".matches(of: word).map { String($0[0].substring!) }
//= ["ello", "orld"]

// %%
let word = try Regex("[a-z]+", as: Substring.self)
"Hello World".matches(of: word).map { String($0.output) }
//= ["ello", "orld"]

// %% one that is wrong
try Regex("[a-z")
//! expected

// %% replacing, splitting, testing
var text = "one  two   three"
text.replace(/\s+/, with: " ")
print(text, "a1b22c".split(separator: /\d+/), text.contains(/tw./), text.starts(with: /one/))
//> one two three ["a", "b", "c"] true true

// %%
"3 + 4".replacing(/\d/) { "\(Int($0.0)! * 10)" }
//= "30 + 40"

// %% builders
import RegexBuilder
let id = Reference(Int.self)
let entry = Regex {
    "user-"
    TryCapture(as: id) { OneOrMore(.digit) } transform: { Int($0) }
    Optionally { ":"; Capture(OneOrMore(.word)) }
}

// %%
if let match = "user-042:ada".wholeMatch(of: entry) { print(match[id] + 1, match.2!) }
"user-x".wholeMatch(of: entry) == nil
//> 43 ada
//= true

// %% options
"SWIFT".contains(/swift/.ignoresCase())
//= true

// %% a custom parser in a builder
struct Sign: CustomConsumingRegexComponent {
    typealias RegexOutput = Int
    func consuming(_ input: String, startingAt index: String.Index, in bounds: Range<String.Index>) throws
        -> (upperBound: String.Index, output: Int)?
    {
        guard index < bounds.upperBound else { return nil }
        switch input[index] {
        case "+": return (input.index(after: index), 1)
        case "-": return (input.index(after: index), -1)
        default: return nil
        }
    }
}

// %%
let signed = Regex { Capture(Sign()); TryCapture(OneOrMore(.digit)) { Int($0) } }
"-7".wholeMatch(of: signed).map { $0.1 * $0.2 }
//= Optional(-7)
