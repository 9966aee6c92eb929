More of what happens when cells run again, out of order, after failures, with everything the language has.

// %% id=draw
class Shape {
    func area() -> Double { 0 }
    var name: String { "shape" }
}
func describe(_ shape: Shape) -> String { "\(shape.name) \(shape.area())" }

// %% id=square
class Square: Shape {
    override func area() -> Double { 4 }
    override var name: String { "square" }
}

// %% id=red
final class RedSquare: Square {}
describe(RedSquare())
//= "square 4.0"

// %% id=square edited
class Square: Shape {
    override func area() -> Double { 9 }
    override var name: String { "big square" }
}

// %%
describe(Square())
//= "big square 9.0"

// %% id=red on top of the new one
final class RedSquare: Square { override var name: String { "red " + super.name } }
describe(RedSquare())
//= "red big square 9.0"

// %% id=builder
@resultBuilder struct Sum {
    static func buildBlock(_ parts: Int...) -> Int { parts.reduce(0, +) }
}
func sum(@Sum _ body: () -> Int) -> Int { body() }

// %% id=sum
sum { 1; 2; 3 }
//= 6

// %% id=builder
@resultBuilder struct Sum {
    static func buildBlock(_ parts: Int...) -> Int { parts.reduce(1, *) }
}
func sum(@Sum _ body: () -> Int) -> Int { body() }

// %% id=sum
sum { 1; 2; 4 }
//= 8

// %% id=interpolation
extension String.StringInterpolation {
    mutating func appendInterpolation(loud text: String) { appendLiteral(text.uppercased()) }
}

// %%
"\(loud: "hey")"
//= "HEY"

// %% id=interpolation
extension String.StringInterpolation {
    mutating func appendInterpolation(loud text: String) { appendLiteral(text.uppercased() + "!") }
}

// %%
"\(loud: "hey")"
//= "HEY!"

// %% id=sequence
struct Steps { var limit = 3 }
extension Steps: Sequence {
    func makeIterator() -> AnyIterator<Int> {
        var n = 0
        return AnyIterator { n += 1; return n <= limit ? n : nil }
    }
}

// %% id=sequence all in one cell: type and conformance are replaced together
struct Steps { var limit = 3 }
extension Steps: Sequence {
    func makeIterator() -> AnyIterator<Int> {
        var n = 0
        return AnyIterator { n += 10; return n <= limit * 10 ? n : nil }
    }
}

// %%
Array(Steps())
//= [10, 20, 30]

// %% id=literal
struct Score: Equatable { var points: Int }
extension Score: ExpressibleByIntegerLiteral { init(integerLiteral value: Int) { self.init(points: value) } }
let best: Score = 7

// %% id=literal
struct Score: Equatable { var points: Int }
extension Score: ExpressibleByIntegerLiteral { init(integerLiteral value: Int) { self.init(points: value * 2) } }
let best: Score = 7

// %%
(best, best == 7, best == 14)
//= (Score(points: 14), true, false)

// %% id=actor
actor Counter {
    var n = 0
    func add() -> Int { n += 1; return n }
}
let counter = Counter()
_ = await counter.add()
await counter.add()
//= 2

// %% id=actor
actor Counter {
    var n = 100
    func add() -> Int { n += 1; return n }
}
let counter = Counter()
await counter.add()
//= 101

// %%
await counter.add()
//= 102

// %% id=enum
enum Level: Int, CaseIterable { case low = 1, high }
Level.allCases.map(\.rawValue)
//= [1, 2]

// %% id=enum
enum Level: Int, CaseIterable { case low = 1, middle, high }
Level.allCases.map(\.rawValue)
//= [1, 2, 3]

// %%
Level.middle
//= Level.middle

// %% id=throws a cell that traps keeps what it had declared
var reached = "before"
let empty: [Int] = []
let element = empty[3]
let unreached = 1
//! Index out of range

// %%
reached
//= "before"

// %% id=throws mended
var reached = "after"
let empty: [Int] = []
let element = empty.first ?? -1
let unreached = 1

// %%
(reached, element, unreached)
//= ("after", -1, 1)

// %% id=generic
func largest<T: Comparable>(_ values: [T]) -> T? { values.max() }
largest([3, 9, 2])
//= Optional(9)

// %% id=generic
func largest<T: Comparable>(_ values: [T]) -> T { values.max()! }
largest([3, 9, 2])
//= 9

// %% another generic function beside it, told apart by its constraint
func largest<T: CustomStringConvertible>(_ values: [T]) -> String { values.map(\.description).max()! }

// %%
struct Word: CustomStringConvertible { var description: String }
print(largest([Word(description: "a"), Word(description: "b")]))
//> b

// %% id=static
struct Settings { static var rate = 0.1 }
Settings.rate = 0.5

// %%
Settings.rate
//= 0.5

// %% id=static statics start again with their type
struct Settings { static var rate = 0.1 }

// %%
Settings.rate
//= 0.1

// %% id=computed
var doubled: Int { 2 * Int(Settings.rate * 100) }
doubled
//= 20

// %% id=computed
var doubled: String { "twice \(Settings.rate)" }
doubled
//= "twice 0.1"

// %% id=observer
var watched = 0 { didSet { print("set to \(watched)") } }
watched = 1
//> set to 1

// %% id=observer
var watched = 0 { didSet { print("now \(watched)") } }
watched = 2
//> now 2

// %%
watched = 3
//> now 3

// %% id=closures
var callbacks: [() -> String] = []

// %% id=register
callbacks.append { "run \(callbacks.count)" }
callbacks.map { $0() }
//= ["run 1"]

// %% id=register
callbacks.append { "run \(callbacks.count)" }
callbacks.map { $0() }
//= ["run 2", "run 2"]

// %% id=import
import Foundation
let stamp = Date(timeIntervalSince1970: 0)

// %% id=import
import Foundation
let stamp = Date(timeIntervalSince1970: 86400)

// %%
stamp.timeIntervalSince1970
//= 86400.0

// %% id=split one cell's declarations move to another
func a() -> Int { 1 }
func b() -> Int { 2 }

// %% id=split
func a() -> Int { 10 }

// %%
func b() -> Int { 20 }

// %%
a() + b()
//= 30

// %% id=swap a name changes its kind
struct Thing { var n = 1 }

// %% id=swap
func Thing() -> Int { 5 }
Thing()
//= 5

// %% id=swap
let Thing = "text"
Thing
//= "text"

// %% id=swap
enum Thing { case one }
Thing.one
//= Thing.one

// %% id=precedence
infix operator ⊕: AdditionPrecedence
extension Int { static func ⊕ (a: Int, b: Int) -> Int { a ^ b } }
6 ⊕ 3
//= 5

// %% id=precedence
infix operator ⊕: AdditionPrecedence
extension Int { static func ⊕ (a: Int, b: Int) -> Int { a | b } }
6 ⊕ 3
//= 7

// %%
1 ⊕ 8
//= 9

// %% id=alias
typealias Number = Int
let number: Number = 3

// %% id=alias
typealias Number = Double
let number: Number = 3
number
//= 3.0

// %% id=many
var runs = 0

// %% id=more
runs += 1

// %% id=more
runs += 1

// %% id=more
runs += 1
runs
//= 3

// %% id=isolated a variable of the main actor
@MainActor var isolated = [42]

// %% id=isolated
@MainActor var isolated = [43]

// %%
print(isolated, await Task { 1 }.value)
//> [43] 1
