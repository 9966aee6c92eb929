Enumerations and structures.

// %%
enum Compass: CaseIterable { case north, east, south, west }
var heading = Compass.north
heading = .west
heading
//= Compass.west

// %%
Compass.allCases.count
//= 4

// %% a method added in a later cell
extension Compass {
    var opposite: Compass {
        switch self {
        case .north: .south
        case .south: .north
        case .east: .west
        case .west: .east
        }
    }
    mutating func turnAround() { self = opposite }
}

// %%
heading.turnAround()
print(heading, heading.opposite)
//> east west

// %% raw values
enum Planet: Int { case mercury = 1, venus, earth, mars }
print(Planet.earth.rawValue, Planet(rawValue: 4)!, Planet(rawValue: 9) == nil)
//> 3 mars true

// %%
enum Suit: String, CaseIterable { case hearts = "♥", spades = "♠" , clubs }
Suit.allCases.map(\.rawValue)
//= ["♥", "♠", "clubs"]

// %% associated values
enum Barcode {
    case upc(Int, Int, Int)
    case qr(text: String)
}
let codes: [Barcode] = [.upc(8, 85909, 5), .qr(text: "ABC")]
for code in codes {
    switch code {
    case .upc(let system, _, let check): print(system, check)
    case .qr(let text): print(text)
    }
}
//> 8 5
//> ABC

// %%
codes[1]
//= Barcode.qr(text: "ABC")

// %%
if case .qr(let text) = codes[1] { print("it says", text) }
//> it says ABC

// %% indirect
indirect enum Expression {
    case number(Double)
    case variable(String)
    case sum(Expression, Expression)
    case product(Expression, Expression)
}
func value(_ e: Expression, _ bindings: [String: Double]) -> Double {
    switch e {
    case .number(let n): n
    case .variable(let name): bindings[name]!
    case .sum(let a, let b): value(a, bindings) + value(b, bindings)
    case .product(let a, let b): value(a, bindings) * value(b, bindings)
    }
}

// %%
let polynomial = Expression.sum(.product(.variable("x"), .variable("x")), .number(1))
value(polynomial, ["x": 3])
//= 10.0

// %% a tree
enum Tree<Element: Comparable> {
    case leaf
    indirect case node(Tree, Element, Tree)

    func inserting(_ new: Element) -> Tree {
        guard case .node(let left, let element, let right) = self else { return .node(.leaf, new, .leaf) }
        if new < element { return .node(left.inserting(new), element, right) }
        return .node(left, element, right.inserting(new))
    }
    var sorted: [Element] {
        guard case .node(let left, let element, let right) = self else { return [] }
        return left.sorted + [element] + right.sorted
    }
}

// %%
var tree = Tree<Int>.leaf
for n in [5, 2, 8, 1] { tree = tree.inserting(n) }
tree.sorted
//= [1, 2, 5, 8]

// %% a switch that forgets a case
switch heading {
case .north: print("n")
case .east: print("e")
}
//! switch must be exhaustive
//! add missing case: '.south'

// %% structures
struct Point {
    var x = 0.0, y = 0.0
    var length: Double { (x * x + y * y).squareRoot() }
    static let zero = Point()
    mutating func move(dx: Double, dy: Double = 0) {
        x += dx
        y += dy
    }
}
var point = Point(x: 3, y: 4)
point.length
//= 5.0

// %%
point.move(dx: 1)
point
//= Point(x: 4.0, y: 4.0)

// %% values are copied
var copy = point
copy.x = 100
print(point.x, copy.x)
//> 4.0 100.0

// %% a constant's parts are constant
let fixed = Point.zero
fixed.x = 1
//! cannot assign to property: 'fixed' is a 'let' constant

// %% nested types, used from outside
struct Card {
    enum Rank: Int { case two = 2, three, jack = 11 }
    struct Style { var color = "red" }
    let rank: Rank
    var style = Style()
}

// %%
let card = Card(rank: .jack)
print(card.rank.rawValue, Card.Rank(rawValue: 3)!, Card.Style(color: "black").color, card.style.color)
//> 11 three black red

// %% and extended
extension Card.Rank: Comparable {
    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
}

// %%
[Card.Rank.jack, .two, .three].max()
//= Optional(Card.Rank.jack)

// %% observers and computed properties with setters
struct Celsius {
    var degrees: Double { didSet { print("from \(oldValue) to \(degrees)") } }
    var fahrenheit: Double {
        get { degrees * 9 / 5 + 32 }
        set { degrees = (newValue - 32) * 5 / 9 }
    }
}
var weather = Celsius(degrees: 20)
weather.fahrenheit = 212
weather.degrees
//> from 20.0 to 100.0
//= 100.0

// %% lazy and static stored properties
struct Table {
    static var made = 0
    lazy var rows: [Int] = {
        Table.made += 1
        return [1, 2, 3]
    }()
}
var table = Table()
print(Table.made, table.rows.count, table.rows.count, Table.made)
//> 0 3 3 1

// %%
Table.made += 10
Table.made
//= 11

// %% initialisers that fail and that delegate
struct Percent {
    let value: Int
    init?(_ value: Int) {
        guard (0...100).contains(value) else { return nil }
        self.value = value
    }
    init(clamping value: Int) { self = Percent(Swift.min(100, Swift.max(0, value)))! }
}
print(Percent(101) as Any, Percent(clamping: 250).value)
//> nil 100

// %% an initialiser added in a later cell
extension Point {
    init(angle: Int) { self.init(x: angle == 0 ? 1 : 0, y: angle == 90 ? 1 : 0) }
}

// %%
Point(angle: 90)
//= Point(x: 0.0, y: 1.0)

// %% subscripts
struct Matrix {
    let columns: Int
    var cells: [Double]
    init(rows: Int, columns: Int) {
        self.columns = columns
        cells = Array(repeating: 0, count: rows * columns)
    }
    subscript(row: Int, column: Int) -> Double {
        get { cells[row * columns + column] }
        set { cells[row * columns + column] = newValue }
    }
    static subscript(name: String) -> Matrix { Matrix(rows: name.count, columns: name.count) }
}
var matrix = Matrix(rows: 2, columns: 2)
matrix[0, 1] = 1.5
matrix.cells
//= [0.0, 1.5, 0.0, 0.0]

// %% one more in a later cell
extension Matrix {
    subscript(column column: Int) -> [Double] { stride(from: column, to: cells.count, by: columns).map { cells[$0] } }
}

// %%
print(matrix[column: 1], Matrix["abc"].cells.count)
//> [1.5, 0.0] 9

// %% called like a function
struct Polynomial {
    var coefficients: [Double]
    func callAsFunction(_ x: Double) -> Double { coefficients.reversed().reduce(0) { $0 * x + $1 } }
}
let parabola = Polynomial(coefficients: [1, 0, 2])
parabola(3)
//= 19.0

// %% equality and hashing for nothing
struct Tag: Hashable, Comparable, Identifiable {
    var id: Int
    var name: String
    static func < (a: Tag, b: Tag) -> Bool { a.name < b.name }
}
print(Tag(id: 1, name: "a") == Tag(id: 1, name: "a"), Set([Tag(id: 1, name: "a"), Tag(id: 1, name: "a")]).count)
[Tag(id: 1, name: "b"), Tag(id: 2, name: "a")].min()?.id
//> true 1
//= Optional(2)

// %% type aliases
typealias Velocity = Point
typealias Pair<T> = (T, T)
let speed: Velocity = .init(x: 1, y: 1)
let pair: Pair<Int> = (1, 2)
print(speed.length.rounded(), pair.1)
//> 1.0 2

// %% used later
func flipped<T>(_ pair: Pair<T>) -> Pair<T> { (pair.1, pair.0) }
flipped(pair)
//= (2, 1)

// %% an option set
struct Permissions: OptionSet {
    let rawValue: Int
    static let read = Permissions(rawValue: 1), write = Permissions(rawValue: 2)
    static let all: Permissions = [.read, .write]
}
var mine: Permissions = [.read]
mine.insert(.write)
mine == .all
//= true
