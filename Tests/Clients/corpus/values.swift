Values, arithmetic and control flow.

// %% numbers
let width = 12, height = 5
width * height
//= 60

// %%
let third = 1.0 / 3
String(third).prefix(6)
//= "0.3333"

// %% a variable changes
var temperature = 20
temperature += 2
temperature -= 1

// %%
temperature
//= 21

// %% remainders and division
print(17 / 5, 17 % 5, -17 / 5, -17 % 5)
17.quotientAndRemainder(dividingBy: 5)
//> 3 2 -3 -2
//= (quotient: 3, remainder: 2)

// %% literals
print(0xff, 0b1011, 0o17, 1_000_000, 1.25e2)
//> 255 11 15 1000000 125.0

// %% limits and overflow operators
print(Int8.max, UInt8.max &+ 1, Int8.min &- 1)
Int32.max.addingReportingOverflow(1).overflow
//> 127 0 127
//= true

// %% bits
let flags: UInt8 = 0b0000_1111
print(~flags, flags << 2, flags & 0b101, flags | 0b1_0000, flags ^ 0xff)
//> 240 60 5 31 240

// %% conversion is spelled out
let whole = 3
let part = 0.14
Double(whole) + part
//= 3.14

// %% without it the compiler complains
whole + part
//! binary operator '+' cannot be applied to operands of type 'Int' and 'Double'

// %% constants do not change
whole = 4
//! cannot assign to value: 'whole' is a 'let' constant

// %% the session did not mind
whole + 1
//= 4

// %% ranges and loops
var squares = 0
for n in 1...4 {
    squares += n * n
}
for n in stride(from: 10, to: 0, by: -5) { print(n) }
squares
//> 10
//> 5
//= 30

// %% while and repeat
var n = 27, steps = 0
while n != 1 {
    n = n.isMultiple(of: 2) ? n / 2 : 3 * n + 1
    steps += 1
}
repeat { steps -= 1 } while steps > 100
steps
//= 100

// %% labelled loops
outer: for row in 1...3 {
    for column in 1...3 {
        if column == row { continue outer }
        if row == 3 { break outer }
        print(row, column)
    }
}
//> 2 1

// %%
let score = 78

// %% if and switch are expressions
let grade = switch score {
case 90...: "A"
case 75..<90: "B"
default: "C"
}
let passed = if score > 50 { "passed" } else { "failed" }
print(grade, passed)
//> B passed

// %% a switch over values
func kind(_ character: Character) -> String {
    switch character {
    case "a", "e", "i", "o", "u": return "vowel"
    case "0"..."9": return "digit"
    case let c where c.isWhitespace: return "space"
    default: return "other"
    }
}
"e7 x".map(kind)
//= ["vowel", "digit", "space", "other"]

// %% optionals
let text = "42"
let parsed = Int(text)
parsed
//= Optional(42)

// %%
let unparsed: Int? = Int("forty-two")
unparsed
//= nil

// %%
if let parsed, unparsed == nil { print("got \(parsed)") }
print(unparsed ?? -1, parsed.map { $0 * 2 } ?? 0, parsed!)
//> got 42
//> -1 84 42

// %% forcing what is not there ends the cell, not the session
unparsed!
//! Unexpectedly found nil

// %%
print(parsed!, width)
//> 42 12

// %% guard at top level
guard let certain = parsed else { fatalError("not a number") }

// %% binds for the cells that follow
certain - 2
//= 40

// %% defer at top level runs at the end
defer { print("at last") }
print("first")
//> first
//> at last

// %% declarations and statements in any order
print(later())
func later() -> String { "declared below its use" }
let after = later().count
after
//> declared below its use
//= 22

// %% only a comment
// nothing happens here

// %% several statements on a line
let p = 1; let q = 2; p + q
//= 3

// %% a block
do {
    let width = "inner"
    print(width)
}
width
//> inner
//= 12

// %% nothing worth showing
_ = width + 1

// %% an optional call that gives nothing
var maybe: [Int]? = [1]
maybe?.append(2)

// %%
maybe
//= Optional([1, 2])

// %% names in any script
let π = 3.14159, 犬 = "dog", `default` = 5
print(π, 犬, `default`)
//> 3.14159 dog 5

// %%
`default` + 1
//= 6

// %% assertions that hold
assert(width > 0, "wide enough")
precondition(height < width)
width > height
//= true
