// %% members that another cell declares again
extension Int { var squared: Int { self * self }; func plus(_ x: Int) -> Int { self + x }; var same: Int { squared } }
extension Array where Element: Numeric { func total() -> Element { reduce(0, +) } }
protocol Named { var name: String { get } }
extension Named { func hi() -> String { "hi " + name } }
struct Dog: Named { var name = "Rex"; func bark() -> String { "wau" } }

// %% in a copy that was improved
extension Int { var squared: Int { self * self + 1 } }
3.squared
//= 10

// %%
print(3.squared, 3.plus(1), 3.same)
//> 10 4 9

// %%
extension Array where Element: Numeric { func total() -> Element { reduce(1, +) } }
extension Named { func hi() -> String { "hello " + name } }
extension Dog { func bark() -> String { "woof" } }

// %%
print([1, 2].total(), Dog().hi(), Dog().bark())
//> 4 hello Rex woof

// %% a third time
extension Int { var squared: Int { 0 }; func plus(_ x: Int) -> Int { -1 } }

// %%
print(3.squared, 3.plus(1), 3.same)
//> 0 -1 9

// %% other parameters are another member
extension Int { func plus(_ x: Double) -> Double { Double(self) + x } }
print(3.plus(1), 3.plus(0.5))
//> -1 3.5

// %% conformances
struct Spot { var x = 1 }

// %%
extension Spot: CustomStringConvertible { var description: String { "first \(x)" } }
extension Int: Named { var name: String { "number" } }
print(Spot())
//> first 1

// %%
extension Spot: CustomStringConvertible { var description: String { "second \(x)" } }
extension Int: Named { var name: String { "integer" } }
print(Spot(), 3.hi())
//> second 1 hello integer

// %%
print(Spot(), "\(Spot())", 3.hi(), Spot().description)
//> second 1 second 1 hello integer second 1

// %% one of several conformances
extension Spot: Equatable, Named { static func == (a: Spot, b: Spot) -> Bool { true }; var name: String { "spot" } }

// %%
extension Spot: Equatable { static func == (a: Spot, b: Spot) -> Bool { a.x == b.x } }

// %%
print(Spot(x: 1) == Spot(x: 2), [Spot(x: 1)].contains(Spot(x: 2)), Spot().hi())
//> false false hello spot

// %% a mistake in the new one leaves the old one
extension Spot: CustomStringConvertible { var description: String { nonsense } }
//! cannot find 'nonsense'

// %%
print(Spot())
//> second 1

// %% operators
infix operator <~>: AdditionPrecedence
func <~> (a: Int, b: Int) -> Int { a - b }
func <~> (a: String, b: String) -> String { a + b }

// %%
func <~> (a: Int, b: Int) -> Int { b - a }

// %%
print(5 <~> 2, "a" <~> "b")
//> -3 ab

// %% id=loud a name that an extension's member has, in between
protocol Loud { func log() -> String }
extension Loud { func log() -> String { "loud" } }
protocol Titled: Loud {}
extension Titled { func log() -> String { "titled" } }
extension String: Titled {}
"a".log()
//= "titled"

// %%
let log = 3
func logged() -> String { "a".log() }

// %% id=loud the same again
protocol Loud { func log() -> String }
extension Loud { func log() -> String { "loud" } }
protocol Titled: Loud {}
extension Titled { func log() -> String { "titled" } }
extension String: Titled {}
"a".log()
//= "titled"

// %% id=loud edited
protocol Loud { func log() -> String }
extension Loud { func log() -> String { "LOUD" } }
protocol Titled: Loud {}
extension Titled { func log() -> String { "TITLED" } }
extension String: Titled {}
print("a".log(), log, logged())
//> TITLED 3 titled

// %% operators that a type's own cell adds in an extension
struct Vec { var x = 0.0; static func * (a: Vec, b: Vec) -> Vec { Vec(x: a.x * b.x) } }
extension Vec {
    static func + (a: Vec, b: Vec) -> Vec { Vec(x: a.x + b.x) }
    static prefix func - (a: Vec) -> Vec { Vec(x: -a.x) }
    static func += (a: inout Vec, b: Vec) { a = a + b }
}
let one = Vec(x: 1), two = Vec(x: 2)

// %%
let sum = one + two
var moved = -sum * two
moved += sum
(sum.x, moved.x)
//= (3.0, -3.0)

// %%
infix operator +-: AdditionPrecedence
extension Vec { static func +- (a: Vec, b: Vec) -> Vec { Vec(x: a.x - b.x) } }
func given() -> Vec { moved }

// %%
(given() +- one + two).x
//= -2.0
