Generics, opaque and existential types, parameter packs.

// %%
struct Stack<Element> {
    private(set) var items: [Element] = []
    mutating func push(_ item: Element) { items.append(item) }
    mutating func pop() -> Element? { items.popLast() }
}
var stack = Stack<String>()
stack.push("uno")
stack.push("dos")
stack.pop()
//= Optional("dos")

// %% extended in a later cell, with a condition
extension Stack { var top: Element? { items.last } }
extension Stack where Element: Equatable {
    func isTop(_ item: Element) -> Bool { top == item }
}

// %%
print(stack.top!, stack.isTop("uno"), stack.items)
//> uno true ["uno"]

// %% conditional conformance
extension Stack: Equatable where Element: Equatable {
    static func == (a: Stack, b: Stack) -> Bool { a.items == b.items }
}

// %%
let other = stack
stack.push("tres")
stack == other
//= false

// %% generic functions with where clauses
func allMatch<A: Sequence, B: Sequence>(_ a: A, _ b: B) -> Bool
where A.Element == B.Element, A.Element: Equatable {
    var second = b.makeIterator()
    for element in a { guard second.next() == element else { return false } }
    return second.next() == nil
}
allMatch([1, 2, 3], 1...3)
//= true

// %%
allMatch(["a"], 1...1)
//! cannot convert value of type 'String' to expected element type 'Int'

// %% constrained extensions
extension Array where Element == Int { var sum: Int { reduce(0, +) } }
extension Sequence where Element: Hashable {
    func unique() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}

// %%
print([1, 2].sum, [3, 1, 3].unique(), "hello".unique())
//> 3 [3, 1] ["h", "e", "l", "o"]

// %% opaque types
protocol Shape { func draw() -> String }
struct Triangle: Shape {
    let size: Int
    func draw() -> String { (1...size).map { String(repeating: "*", count: $0) }.joined(separator: "\n") }
}
struct Flipped<S: Shape>: Shape {
    let shape: S
    func draw() -> String { shape.draw().split(separator: "\n").reversed().joined(separator: "\n") }
}
struct Joined<A: Shape, B: Shape>: Shape {
    let top: A, bottom: B
    func draw() -> String { top.draw() + "\n" + bottom.draw() }
}

// %%
func diamond(_ size: Int) -> some Shape {
    let half = Triangle(size: size)
    return Joined(top: half, bottom: Flipped(shape: half))
}

// %% stored and used later
let gem = diamond(2)
print(gem.draw())
//> *
//> **
//> **
//> *

// %%
func describe(_ shape: some Shape, and others: [any Shape]) -> Int {
    others.reduce(shape.draw().count) { $0 + $1.draw().count }
}
describe(gem, and: [Triangle(size: 1), gem])
//= 19

// %% existentials with primary associated types
func first(of collection: any Collection<Int>) -> Int? { collection.first }
let collections: [any Collection<Int>] = [[1, 2], Set([3]), 5..<7]
collections.map { first(of: $0)! }
//= [1, 3, 5]

// %% opaque parameters and results with associated types
func evens(_ numbers: some Sequence<Int>) -> some Sequence<Int> { numbers.lazy.filter { $0.isMultiple(of: 2) } }
Array(evens(1...6))
//= [2, 4, 6]

// %% opening an existential
func typeName<T: Equatable>(_ value: T) -> String { "\(T.self)" }
let anything: any Equatable = 3
typeName(anything)
//= "Int"

// %% associated types with constraints
protocol Graph {
    associatedtype Node: Hashable
    associatedtype Edges: Collection<Node>
    func neighbours(of node: Node) -> Edges
}
extension Graph {
    func reachable(from start: Node) -> Set<Node> {
        var seen: Set<Node> = [start], queue = [start]
        while let node = queue.popLast() {
            for next in neighbours(of: node) where seen.insert(next).inserted { queue.append(next) }
        }
        return seen
    }
}

// %%
struct Roads: Graph {
    var map: [String: [String]]
    func neighbours(of node: String) -> [String] { map[node, default: []] }
}
Roads(map: ["a": ["b"], "b": ["c"], "d": ["a"]]).reachable(from: "a").sorted()
//= ["a", "b", "c"]

// %% type erasure
struct AnyGraph<Node: Hashable>: Graph {
    private let find: (Node) -> [Node]
    init<G: Graph>(_ graph: G) where G.Node == Node { find = { Array(graph.neighbours(of: $0)) } }
    func neighbours(of node: Node) -> [Node] { find(node) }
}
AnyGraph(Roads(map: ["x": ["y"]])).reachable(from: "x").count
//= 2

// %% parameter packs
func pairUp<each First, each Second>(
    _ first: repeat each First, with second: repeat each Second
) -> (repeat (each First, each Second)) {
    (repeat (each first, each second))
}
pairUp(1, "a", with: true, 2.5)
//= ((1, true), ("a", 2.5))

// %% iterating a pack
func describeAll<each T>(_ values: repeat each T) -> [String] {
    var found: [String] = []
    for value in repeat each values { found.append("\(value)") }
    return found
}

// %%
describeAll(1, "two", [3.0])
//= ["1", "two", "[3.0]"]

// %% a generic type over a pack
struct Pipeline<each Stage> {
    let stages: (repeat each Stage)
    init(_ stages: repeat each Stage) { self.stages = (repeat each stages) }
    var names: [String] {
        var found: [String] = []
        for stage in repeat each stages { found.append("\(type(of: stage))") }
        return found
    }
}
Pipeline(1, "x").names
//= ["Int", "String"]

// %% integer generic parameters and inline arrays
var inline: [3 of Int] = [1, 2, 3]
inline[1] = 20
struct Vector<let count: Int> { var values: InlineArray<count, Double> }
let vector = Vector<2>(values: [1.5, 2.5])
print(inline[1], vector.values[1], Vector<2>.count)
//> 20 2.5 2

// %% generic subscripts and default types
struct Registry {
    var storage: [String: Any] = [:]
    subscript<T>(key: String, as type: T.Type = T.self) -> T? {
        get { storage[key] as? T }
        set { storage[key] = newValue }
    }
}
var registry = Registry()
registry["n"] = 5
let n: Int? = registry["n"]
print(n as Any, registry["n", as: String.self] as Any)
//> Optional(5) nil

// %% recursive constraints and phantom types
enum Metre {}
enum Foot {}
struct Length<Unit>: Comparable {
    var value: Double
    static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}
Length<Metre>(value: 1) < Length<Metre>(value: 2)
//= true

// %%
Length<Metre>(value: 1) < Length<Foot>(value: 2)
//! Foot

// %% metatypes
func create<T: RangeReplaceableCollection>(_ type: T.Type, from elements: T.Element...) -> T { T(elements) }
print(create([Int].self, from: 1, 2), create(String.self, from: "a", "b"))
//> [1, 2] ab

// %% Self and static members on protocols
protocol Unit { static var symbol: String { get } }
struct Kelvin: Unit { static let symbol = "K" }
extension Unit where Self == Kelvin { static var kelvin: Kelvin { Kelvin() } }
func symbol<U: Unit>(of _: U) -> String { U.symbol }
symbol(of: .kelvin)
//= "K"
