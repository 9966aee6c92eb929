// %% members that the compiler makes, for types of earlier cells
import Foundation
struct Coin { var cents = 5; private var note: String? = nil; let metal = "copper" }
struct Pair<A, B> { var first: A; var second: B }
enum Shape { case dot, circle(radius: Double), box(Double, Double) }
enum Grade { case low, middle, high }

// %%
extension Coin: Equatable {}
Coin() == Coin(cents: 5)
//= true

// %% hashing on top of equality
extension Coin: Hashable {}
Set([Coin(), Coin(), Coin(cents: 1)]).count
//= 2

// %% generic, with conditions
extension Pair: Equatable where A: Equatable, B: Equatable {}
extension Pair: Hashable where A: Hashable, B: Hashable {}
[Pair(first: 1, second: "a"): "x"][Pair(first: 1, second: "a")]
//= Optional("x")

// %% cases with values
extension Shape: Hashable {}
(Shape.dot == .dot, Shape.circle(radius: 1) == .circle(radius: 1), Shape.box(1, 2) == .box(1, 3), Set([Shape.dot, .dot]).count)
//= (true, true, false, 1)

// %% an equality of one's own is kept
struct Loose { var key = 1; var rest = 2 }

// %%
extension Loose: Equatable { static func == (a: Loose, b: Loose) -> Bool { a.key == b.key } }
Loose(rest: 3) == Loose()
//= true

// %% all cases, and their order
extension Grade: CaseIterable, Comparable {}
print(Grade.allCases.count, Grade.low < .high, [Grade.high, .low, .middle].sorted())
//> 3 true [Grade.low, Grade.middle, Grade.high]

// %% the order of cases with values
extension Shape: Comparable {}
[Shape.box(2, 1), .circle(radius: 2), .box(1, 5), .dot, .circle(radius: 1)].sorted().map { "\($0)" }.joined(separator: " ")
//= "dot circle(radius: 1.0) circle(radius: 2.0) box(1.0, 5.0) box(2.0, 1.0)"

// %% coding
extension Coin: Codable {}
let encoder = JSONEncoder()
encoder.outputFormatting = .sortedKeys
let json = try encoder.encode([Coin(), Coin(cents: 7)])
print(String(decoding: json, as: UTF8.self))
print(try JSONDecoder().decode([Coin].self, from: json) == [Coin(), Coin(cents: 7)])
//> [{"cents":5,"metal":"copper"},{"cents":7,"metal":"copper"}]
//> true

// %% with keys of one's own
struct Person { var name: String; var age: Int? }

// %%
extension Person: Codable { enum CodingKeys: String, CodingKey { case name = "full_name", age } }
print(String(decoding: try encoder.encode(Person(name: "Ada", age: nil)), as: UTF8.self))
try JSONDecoder().decode(Person.self, from: Data(#"{"full_name": "Alan", "age": 41}"#.utf8))
//> {"full_name":"Ada"}
//= Person(name: "Alan", age: Optional(41))

// %% what is missing is decoded with its own error
do { _ = try JSONDecoder().decode(Person.self, from: Data("{}".utf8)) } catch DecodingError.keyNotFound(let key, _) { print(key.stringValue) }
//> full_name

// %% a property that cannot be compared is said
struct Opaque { var f: () -> Int }

// %%
extension Opaque: Equatable {}
//! () -> Int

// %% initializers in extensions leave out what has an initial value
struct Robot { var name = "Bob"; var skill: String; var owner: String?; var parts: [Int] = [] }
struct Box<T> { var items: [T] = [] }

// %%
extension Robot { init(skill: String) { self.skill = skill; parts.append(1) } }
extension Robot { init(named name: String) { self.init(skill: "none"); self.name = name } }
extension Box { init(one: T) { items.append(one) } }
print(Robot(skill: "work"), Robot(named: "Eve"), Box(one: 3))
//> Robot(name: "Bob", skill: "work", owner: nil, parts: [1]) Robot(name: "Eve", skill: "none", owner: nil, parts: [1]) Box<Int>(items: [3])
