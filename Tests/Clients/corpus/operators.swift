Operators, precedence groups, subscripts and pattern matching defined in one cell and used in others.

// %%
struct Vector: Equatable { var x = 0.0, y = 0.0 }

// %% operators for a type of an earlier cell
func + (a: Vector, b: Vector) -> Vector { Vector(x: a.x + b.x, y: a.y + b.y) }
extension Vector {
    static func * (a: Double, b: Vector) -> Vector { Vector(x: a * b.x, y: a * b.y) }
    static prefix func - (a: Vector) -> Vector { -1 * a }
    static func += (a: inout Vector, b: Vector) { a = a + b }
}

// %%
var v = Vector(x: 1, y: 2) + 2 * Vector(x: 1, y: 1)
v += -Vector(x: 1)
v
//= Vector(x: 2.0, y: 4.0)

// %% a new operator with a precedence of its own
precedencegroup PowerPrecedence {
    higherThan: MultiplicationPrecedence
    associativity: right
}
infix operator **: PowerPrecedence
func ** (base: Double, exponent: Int) -> Double { (0..<exponent).reduce(1) { result, _ in result * base } }

// %%
2 * 3 ** 2
//= 18.0

// %% another type for it, in a later cell
func ** (base: Int, exponent: Int) -> Int { (0..<exponent).reduce(1) { result, _ in result * base } }
print(2 ** 10, 2.5 ** 2, 2 ** 3 ** 2)
//> 1024 6.25 512

// %% the group in a later operator
infix operator <*>: PowerPrecedence
func <*> (a: Int, b: Int) -> Int { a * 10 + b }
1 + 2 <*> 3
//= 24

// %% prefix and postfix
prefix operator √
prefix func √ (x: Double) -> Double { x.squareRoot() }
postfix operator %
postfix func % (x: Double) -> Double { x / 100 }

// %%
print(√16 + 1, 50%)
//> 5.0 0.5

// %% functions joined
infix operator >>>: AdditionPrecedence
func >>> <A, B, C>(f: @escaping (A) -> B, g: @escaping (B) -> C) -> (A) -> C { { g(f($0)) } }
let shout = { (s: String) in s.uppercased() } >>> { $0 + "!" }

// %%
(shout >>> \.count)("hey")
//= 4

// %% an operator as a function
[1, 2, 3].reduce(1, **)
//= 1

// %% a forward pipe, used on several lines
infix operator |>: AdditionPrecedence
func |> <A, B>(value: A, f: (A) -> B) -> B { f(value) }
[3, 1, 2]
    |> { $0.sorted() }
    |> { $0.map(String.init).joined() }
//= "123"

// %% assignment has no value to show
infix operator **=: AssignmentPrecedence
func **= (a: inout Int, b: Int) { a = a ** b }
var power = 3
power **= 2

// %%
power
//= 9

// %% ranges and comparison of one's own
infix operator ±: RangeFormationPrecedence
func ± (centre: Double, spread: Double) -> ClosedRange<Double> { centre - spread...centre + spread }
(5 ± 0.5).contains(5.2)
//= true

// %% matching
struct Pattern { var suffix: String }
func ~= (pattern: Pattern, value: String) -> Bool { value.hasSuffix(pattern.suffix) }

// %%
switch "notes.txt" {
case Pattern(suffix: ".md"): print("markdown")
case Pattern(suffix: ".txt"): print("text")
default: print("?")
}
//> text

// %% a subscript for a library type
extension Array {
    subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
    subscript(cyclic index: Int) -> Element { self[(index % count + count) % count] }
}

// %%
let letters = ["a", "b", "c"]
print(letters[safe: 9] as Any, letters[cyclic: -1])
//> nil c

// %% and one that is wrong
letters[nope: 1]
//! extraneous argument label 'nope:'

// %% a default operator for all of a protocol
protocol Scalable { func scaled(by factor: Double) -> Self }
extension Scalable { static func / (a: Self, b: Double) -> Self { a.scaled(by: 1 / b) } }
extension Vector: Scalable { func scaled(by factor: Double) -> Vector { factor * self } }

// %%
Vector(x: 4, y: 2) / 2
//= Vector(x: 2.0, y: 1.0)

// %% an operator that nobody declared
1 <=> 2
//! cannot find operator '<=>' in scope
