Arrays, dictionaries, sets, ranges, tuples and the patterns that take them apart.

// %%
var shopping = ["eggs", "milk"]
shopping.append("flour")
shopping += ["butter", "salt"]
shopping.insert("yeast", at: 1)
shopping
//= ["eggs", "yeast", "milk", "flour", "butter", "salt"]

// %%
shopping[1...2] = ["tea"]
shopping.remove(at: 0)
//= "eggs"

// %%
print(shopping.count, shopping.first!, shopping.contains("tea"), shopping.firstIndex(of: "salt") as Any)
//> 4 tea true Optional(3)

// %% out of bounds
shopping[17]
//! Index out of range

// %%
shopping.count
//= 4

// %%
for (index, item) in shopping.enumerated() where !index.isMultiple(of: 2) { print(index, item) }
//> 1 flour
//> 3 salt

// %% the usual functions
let numbers = [5, 3, 8, 1]
print(numbers.sorted(), numbers.min()!, numbers.reduce(0, +), numbers.map { $0 * $0 }, numbers.filter { $0 > 3 })
numbers.sorted(by: >)
//> [1, 3, 5, 8] 1 17 [25, 9, 64, 1] [5, 8]
//= [8, 5, 3, 1]

// %%
["1", "b", "3"].compactMap { Int($0) } + [[1], [2, 3]].flatMap { $0 }
//= [1, 3, 1, 2, 3]

// %% slices, zips, strides
let letters = ["a", "b", "c", "d"]
print(letters[1...], letters.dropLast(2), letters.suffix(1), Array(zip(letters, 1...)).last!)
Array(stride(from: 0.0, through: 1.0, by: 0.25))
//> ["b", "c", "d"] ["a", "b"] ["d"] ("d", 4)
//= [0.0, 0.25, 0.5, 0.75, 1.0]

// %% a matrix
var grid = Array(repeating: Array(repeating: 0, count: 3), count: 2)
grid[1][2] = 7
grid
//= [[0, 0, 0], [0, 0, 7]]

// %% dictionaries
var ages = ["Ada": 36]
ages["Alan"] = 41
ages["Ada"]! += 1
print(ages["Ada"] as Any, ages["Nobody"] as Any, ages["Nobody", default: 0], ages.count)
ages.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
//> Optional(37) nil 0 2
//= ["Ada 37", "Alan 41"]

// %%
ages["Alan"] = nil
ages
//= ["Ada": 37]

// %% counting and grouping
let text = "mississippi"
let counts = text.reduce(into: [:]) { $0[$1, default: 0] += 1 }
for key in counts.keys.sorted() { print(key, counts[key]!) }
Dictionary(grouping: ["one", "two", "three"], by: \.count)[3]
//> i 4
//> m 1
//> p 2
//> s 4
//= Optional(["one", "two"])

// %% sets
let even: Set = [2, 4, 6], prime: Set = [2, 3, 5]
print(even.intersection(prime), even.union(prime).sorted(), even.isDisjoint(with: [1]), prime.subtracting(even).sorted())
//> [2] [2, 3, 4, 5, 6] true [3, 5]

// %% what a mutating call gives is shown
var seen: Set<Int> = []
seen.insert(3)
//= (inserted: true, memberAfterInsert: 3)

// %% ranges
print((1..<5).contains(5), (1...5).count, (2...).prefix(3).map { $0 }, 7.clamped(to: 0...5))
//! has no member 'clamped'

// %%
extension Comparable {
    func clamped(to limits: ClosedRange<Self>) -> Self { min(max(self, limits.lowerBound), limits.upperBound) }
}

// %%
print((1..<5).contains(5), (1...5).count, (2...).prefix(3).map { $0 }, 7.clamped(to: 0...5), "m".clamped(to: "a"..."c"))
//> false 5 [2, 3, 4] 5 c

// %%
1...5
//= ClosedRange(1...5)

// %% tuples
let http = (code: 404, message: "Not Found")
http
//= (code: 404, message: "Not Found")

// %%
let (code, message) = http
print(code, message, http.0, http.message)
//> 404 Not Found 404 Not Found

// %%
code + 1
//= 405

// %% swapping
var a = 1, b = 2
(a, b) = (b, a)
swap(&a, &b)
(a, b) = (a + b, a * b)
(a, b)
//= (3, 2)

// %% patterns
func place(_ point: (x: Int, y: Int)) -> String {
    switch point {
    case (0, 0): "at the origin"
    case (_, 0): "on the x axis"
    case (0, let y): "up \(y)"
    case let (x, y) where x == y: "on the diagonal"
    case (-2...2, -2...2): "near"
    default: "far"
    }
}
[(0, 0), (3, 0), (0, 2), (5, 5), (1, -2), (9, 1)].map(place)
//= ["at the origin", "on the x axis", "up 2", "on the diagonal", "near", "far"]

// %%
let readings: [Int?] = [1, nil, 3]
for case let reading? in readings { print(reading) }
if case .some(let first) = readings[0], case 1...2 = first { print("small") }
for case .none in readings { print("missing") }
//> 1
//> 3
//> small
//> missing

// %% what it may be
let things: [Any] = [1, "two", 3.0, (4, 5), [6], { (x: Int) in x }]
for thing in things {
    switch thing {
    case 1 as Int: print("one")
    case let string as String: print("text", string)
    case is Double: print("a double")
    case let (x, y) as (Int, Int): print("a pair", x, y)
    case let f as (Int) -> Int: print("a function", f(7))
    default: print("something else")
    }
}
//> one
//> text two
//> a double
//> a pair 4 5
//> something else
//> a function 7

// %% a pattern of one's own
struct Even {}
func ~= (pattern: Even, value: Int) -> Bool { value.isMultiple(of: 2) }

// %%
switch 10 {
case Even(): print("even")
default: print("odd")
}
//> even

// %% lazily
let firstBig = (1...).lazy.map { $0 * $0 }.first { $0 > 50 }
firstBig
//= Optional(64)

// %% a dictionary of functions
let operations: [String: (Double, Double) -> Double] = ["+": (+), "max": max, "hypot": { ($0 * $0 + $1 * $1).squareRoot() }]
operations["hypot"]!(3, 4) + operations["+"]!(1, 2) + operations["max"]!(0, 1)
//= 9.0

// %% sorting in place, partition, shuffle with a generator of one's own
struct Dice: RandomNumberGenerator {
    var state: UInt64 = 7
    mutating func next() -> UInt64 { state = state &* 6364136223846793005 &+ 1442695040888963407; return state }
}
var dice = Dice()
var cards = Array(1...6)
cards.shuffle(using: &dice)
let pivot = cards.partition { $0 > 3 }
print(pivot, cards[..<pivot].sorted(), cards[pivot...].sorted())
cards.sort()
cards
//> 3 [1, 2, 3] [4, 5, 6]
//= [1, 2, 3, 4, 5, 6]
