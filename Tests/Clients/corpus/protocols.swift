Protocols, extensions and conformances across cells and to library types.

// %%
protocol Animal {
    var name: String { get }
    func sound() -> String
}

// %% a default in a later cell
extension Animal {
    func sound() -> String { "?" }
    func speak() -> String { "\(name) says \(sound())" }
}

// %% conformers in later cells still
struct Dog: Animal {
    let name = "Rex"
    func sound() -> String { "woof" }
}
struct Fish: Animal { var name = "Nemo" }

// %%
let zoo: [any Animal] = [Dog(), Fish()]
zoo.map { $0.speak() }
//= ["Rex says woof", "Nemo says ?"]

// %% a conformance given later
struct Robot { let serial = 7 }
let robot = Robot()

// %%
extension Robot: Animal {
    var name: String { "Robot \(serial)" }
    func sound() -> String { "beep" }
}

// %% works for values that exist already
(robot as any Animal).speak()
//= "Robot 7 says beep"

// %% library types
extension Int: Animal { var name: String { "number \(self)" } }

// %%
let lively: [any Animal] = [3, Dog()]
print(lively[0].speak(), 5.speak())
//> number 3 says ? number 5 says ?

// %% conditional
extension Array: Animal where Element: Animal {
    var name: String { map(\.name).joined(separator: "&") }
    func sound() -> String { map { $0.sound() }.joined() }
}

// %%
[Dog(), Dog()].speak()
//= "Rex&Rex says woofwoof"

// %% only where the condition holds
["a"].speak()
//! 'String' conform to 'Animal'

// %% extensions of library types, used later
extension Int {
    var isPrime: Bool { self > 1 && !(2..<Swift.max(2, self)).contains { isMultiple(of: $0) } }
    func times(_ body: () -> Void) { for _ in 0..<self { body() } }
    static let answer = 42
}
extension Collection where Element: Numeric { func total() -> Element { reduce(0, +) } }

// %%
3.times { print("hip") }
print((1...20).filter(\.isPrime), Int.answer, [1.5, 2].total(), Set([1, 2]).total())
//> hip
//> hip
//> hip
//> [2, 3, 5, 7, 11, 13, 17, 19] 42 3.5 3

// %% CustomStringConvertible for a type of an earlier cell
struct Money { var cents: Int }

// %%
extension Money: CustomStringConvertible {
    var description: String { "€\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)" }
}

// %%
let price = Money(cents: 1205)
print(price, [price])
"\(price)"
//> €12.05 [€12.05]
//= "€12.05"

// %% equality and hashing made by the compiler, in a later cell
extension Money: Hashable {}

// %%
print(price == Money(cents: 1205), Set([price, price]).count)
//> true 1

// %% Comparable and AdditiveArithmetic, on top of that
extension Money: Comparable, AdditiveArithmetic {
    static func < (a: Money, b: Money) -> Bool { a.cents < b.cents }
    static func + (a: Money, b: Money) -> Money { Money(cents: a.cents + b.cents) }
    static func - (a: Money, b: Money) -> Money { Money(cents: a.cents - b.cents) }
    static let zero = Money(cents: 0)
}

// %%
print([price, Money(cents: 5)].min()!, price + price, [price, price].reduce(.zero, +))
//> €0.05 €24.10 €24.10

// %% literals
extension Money: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral {
    init(integerLiteral value: Int) { cents = value * 100 }
    init(floatLiteral value: Double) { cents = Int((value * 100).rounded()) }
}

// %%
let wallet: [Money] = [3, 0.5]
print(wallet.reduce(.zero, +), price > 12)
//> €3.50 true

// %% more literals
struct Ordered<Key: Hashable, Value>: ExpressibleByDictionaryLiteral {
    var pairs: [(Key, Value)]
    init(dictionaryLiteral elements: (Key, Value)...) { pairs = elements }
}
struct Bag: ExpressibleByArrayLiteral, ExpressibleByNilLiteral, ExpressibleByBooleanLiteral {
    var items: [Int]
    init(arrayLiteral elements: Int...) { items = elements }
    init(nilLiteral: ()) { items = [] }
    init(booleanLiteral value: Bool) { items = value ? [1] : [0] }
}
extension Bool: @retroactive ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self = value != 0 }
}

// %%
let ordered: Ordered = ["b": 1, "a": 2]
let bags: [Bag] = [[1, 2], nil, true]
let truth: Bool = 1
print(ordered.pairs.map(\.0), bags.map(\.items), truth)
//> ["b", "a"] [[1, 2], [], [1]] true

// %% a library conformance by a library type
extension String: @retroactive Error {}
extension Character: @retroactive Strideable {
    public func distance(to other: Character) -> Int {
        Int(other.unicodeScalars.first!.value) - Int(unicodeScalars.first!.value)
    }
    public func advanced(by n: Int) -> Character {
        Character(Unicode.Scalar(UInt32(Int(unicodeScalars.first!.value) + n))!)
    }
}

// %%
func risky() throws { throw "out of luck" }
do { try risky() } catch { print("caught", error) }
print(("a"..."e" as ClosedRange<Character>).map { $0 })
//> caught out of luck
//> ["a", "b", "c", "d", "e"]

// %% Sequence
struct Countdown: Sequence, IteratorProtocol {
    var count: Int
    mutating func next() -> Int? {
        guard count > 0 else { return nil }
        defer { count -= 1 }
        return count
    }
}
for n in Countdown(count: 3) { print(n, terminator: " ") }
Array(Countdown(count: 4).map { $0 * $0 }.reversed())
//> 3 2 1
//= [1, 4, 9, 16]

// %% Sequence for a type of an earlier cell
struct Fibonacci { var limit: Int }

// %%
extension Fibonacci: Sequence {
    func makeIterator() -> AnyIterator<Int> {
        var (a, b) = (0, 1)
        return AnyIterator {
            guard a <= limit else { return nil }
            defer { (a, b) = (b, a + b) }
            return a
        }
    }
}

// %%
Array(Fibonacci(limit: 30))
//= [0, 1, 1, 2, 3, 5, 8, 13, 21]

// %%
for n in Fibonacci(limit: 10) where n.isMultiple(of: 2) { print(n) }
//> 0
//> 2
//> 8

// %% Collection
struct Ring<Element>: RandomAccessCollection, MutableCollection {
    var items: [Element]
    var startIndex: Int { 0 }
    var endIndex: Int { items.count }
    subscript(i: Int) -> Element {
        get { items[(i % items.count + items.count) % items.count] }
        set { items[(i % items.count + items.count) % items.count] = newValue }
    }
}
var ring = Ring(items: ["a", "b", "c"])
ring[-1] = "z"
print(ring[5], ring.last!, ring.reversed().first!, ring.dropFirst().joined(), ring.contains("b"))
//> z z z bz true

// %% associated types
protocol Container {
    associatedtype Item
    var count: Int { get }
    mutating func append(_ item: Item)
    subscript(i: Int) -> Item { get }
}
extension Array: Container {}
func allItems<C: Container>(_ container: C) -> [C.Item] { (0..<container.count).map { container[$0] } }
allItems([1, 2])
//= [1, 2]

// %% inheritance and composition of protocols
protocol Named { var name: String { get } }
protocol Aged { var age: Int { get } }
protocol Citizen: Named, Aged { static var country: String { get } }
struct Swiss: Citizen {
    var name: String, age: Int
    static let country = "CH"
}
func congratulate(_ someone: any Named & Aged) -> String { "\(someone.name) is \(someone.age)" }
func home<T: Citizen>(of _: T) -> String { T.country }

// %%
let heidi = Swiss(name: "Heidi", age: 8)
print(congratulate(heidi), home(of: heidi), (heidi as Any) is any Named)
//> Heidi is 8 CH true

// %% static requirements, operators in protocols, Self
protocol Group {
    static var identity: Self { get }
    static func * (a: Self, b: Self) -> Self
}
extension Group {
    func power(_ n: Int) -> Self { (0..<n).reduce(.identity) { result, _ in result * self } }
}
struct Modulo7: Group, Equatable {
    var value: Int
    static let identity = Modulo7(value: 1)
    static func * (a: Self, b: Self) -> Self { Modulo7(value: a.value * b.value % 7) }
}

// %%
Modulo7(value: 3).power(6) == .identity
//= true

// %% does not conform
struct Empty: Named {}
//! type 'Empty' does not conform to protocol 'Named'

// %% a delegate
protocol GameDelegate: AnyObject { func game(didRoll dice: Int) }
final class Game {
    weak var delegate: (any GameDelegate)?
    func play() { for roll in [3, 5] { delegate?.game(didRoll: roll) } }
}

// %%
final class Tracker: GameDelegate {
    var rolls: [Int] = []
    func game(didRoll dice: Int) { rolls.append(dice) }
}
let game = Game(), tracker = Tracker()
game.delegate = tracker
game.play()
tracker.rolls
//= [3, 5]
