What Swift has learnt lately, and its rarer corners.

// %% names in free words
func `adds two numbers`(_ a: Int, _ b: Int) -> Int { a + b }
let `the answer` = `adds two numbers`(40, 2)

// %%
`the answer` + 1
//= 43

// %% names that are keywords
struct Step { var `in` = 1, `class` = "c", `self` = 3 }
enum Direction { case `left`, `default`, `repeat` }
let `func` = Step().`in`
print(`func`, Direction.default, Step().class)
//> 1 default c

// %% trailing commas
let pair = (
    1,
    "b",
)
func joined(
    _ a: Int,
    _ b: String,
) -> String { "\(a)\(b)" }
joined(
    pair.0,
    pair.1,
)
//= "1b"

// %% values that are used up
struct Ticket: ~Copyable {
    let seat: Int
    consuming func use() -> Int { seat }
}
func board(_ ticket: consuming Ticket) -> Int { ticket.use() }
board(Ticket(seat: 12))
//= 12

// %% noncopyable enums and switch
enum Slot: ~Copyable {
    case free
    case taken(Ticket)
}
func seat(_ slot: borrowing Slot) -> Int {
    switch slot {
    case .free: 0
    case .taken(let ticket): ticket.seat
    }
}
seat(.taken(Ticket(seat: 3)))
//= 3

// %% protocols for what cannot be copied
protocol Closeable: ~Copyable { consuming func close() -> String }
struct Handle: Closeable, ~Copyable { consuming func close() -> String { "closed" } }
func finish<T: Closeable & ~Copyable>(_ value: consuming T) -> String { value.close() }

// %%
finish(Handle())
//= "closed"

// %% sending and isolated parameters
actor Store {
    var items: [String] = []
    func add(_ item: sending String) { items.append(item) }
}
func fill(_ store: isolated Store, _ n: Int) { for i in 0..<n { store.items.append("\(i)") } }
let store = Store()
await fill(store, 2)
await store.add("x")
await store.items
//= ["0", "1", "x"]

// %% where a closure runs
nonisolated func pure(_ x: Int) -> Int { x * 2 }
@concurrent func elsewhere(_ x: Int) async -> Int { pure(x) }
await elsewhere(4)
//= 8

// %% throwing streams and async for with try
let numbers = AsyncThrowingStream<Int, any Error> { continuation in
    for i in 1...3 { continuation.yield(i) }
    continuation.finish(throwing: CancellationError())
}
do {
    for try await n in numbers { print(n) }
} catch { print("ended by", type(of: error)) }
//> 1
//> 2
//> 3
//> ended by CancellationError

// %% discarding groups
let hits = Store()
await withDiscardingTaskGroup { group in
    for i in 0..<3 { group.addTask { await hits.add("\(i)") } }
}
await hits.items.sorted()
//= ["0", "1", "2"]

// %% typed throws in closures and async
enum Fault: Error { case low(Int) }
func check(_ n: Int) async throws(Fault) -> Int { if n < 0 { throw .low(n) } else { return n } }
do throws(Fault) {
    print(try await check(1))
    print(try await check(-1))
} catch {
    switch error { case .low(let n): print("low", n) }
}
//> 1
//> low -1

// %% a package of conditions
let value: Any = [1, nil, 3] as [Int?]
if let list = value as? [Int?], case let present = list.compactMap({ $0 }), !present.isEmpty { print(present) }
//> [1, 3]

// %% falling through, ranges of tuples
func bucket(_ n: Int) -> [String] {
    var found: [String] = []
    switch n {
    case ..<0: found.append("negative"); fallthrough
    case 0: found.append("not positive")
    case 1..<10 where n % 2 == 1: found.append("small odd")
    default: found.append("other")
    }
    return found
}
[-1, 0, 3, 4].map(bucket)
//= [["negative", "not positive"], ["not positive"], ["small odd"], ["other"]]

// %% local functions with defer and inout capture
func countdown(from n: Int) -> [Int] {
    var values: [Int] = []
    func push(_ x: Int) {
        defer { if x > 1 { push(x - 1) } }
        values.append(x)
    }
    push(n)
    return values
}
countdown(from: 3)
//= [3, 2, 1]

// %% modify accessors through key paths and inout
struct Grid {
    var cells = [[1, 2], [3, 4]]
    subscript(row: Int, column: Int) -> Int {
        get { cells[row][column] }
        _modify { yield &cells[row][column] }
    }
}
func bump(_ n: inout Int) { n += 10 }
var grid = Grid()
bump(&grid[1, 0])
bump(&grid[keyPath: \.cells[0][1]])
grid.cells
//= [[1, 12], [13, 4]]

// %% extensions of generic types by concrete ones
extension Dictionary<String, Int> { var total: Int { values.reduce(0, +) } }
extension [String?] { var present: [String] { compactMap { $0 } } }

// %%
print(["a": 1, "b": 2].total, ["x", nil].present)
//> 3 ["x"]

// %% a protocol with a default type and a generic typealias
protocol Metric {
    associatedtype Unit = Double
    func read() -> Unit
}
struct Fixed: Metric { func read() -> Double { 1.5 } }
typealias Reading<M: Metric> = (metric: M, value: M.Unit)
let reading: Reading<Fixed> = (Fixed(), Fixed().read())
reading.value
//= 1.5

// %% existentials of composed and constrained kinds
let codes: any Collection<UInt8> & Sendable = [1, 2]
let things: [any Hashable] = [1, "a", 2.5]
print(codes.count, things.map { AnyHashable($0) }.contains("a"))
//> 2 true

// %% comparing types
func same<A, B>(_: A.Type, _: B.Type) -> Bool { A.self == B.self }
same(Int.self, type(of: 3))
//= true

// %% functions of functions
func curry<A, B, C>(_ f: @escaping (A, B) -> C) -> (A) -> (B) -> C { { a in { b in f(a, b) } } }
func described<each T, R>(_ f: @escaping (repeat each T) -> R) -> (repeat each T) -> String {
    { (args: repeat each T) in "\(f(repeat each args))" }
}
let product = described { (a: Int, b: Int) in a * b }
print(curry(+)(1)(2), product(3, 4))
//> 3 12

// %% unapplied methods
struct Pen { var color: String; func write(_ text: String) -> String { "\(text) in \(color)" } }
let write = Pen.write
["a", "b"].map(Pen(color: "red").write) + [write(Pen(color: "blue"))("c")]
//= ["a in red", "b in red", "c in blue"]

// %% enum cases as functions
enum Shape { case circle(Double), square(side: Double) }
[1.0, 2.0].map(Shape.circle).count + [3.0].map(Shape.square(side:)).count
//= 3

// %% metatypes and initialisers as values
let makers: [(String) -> Any?] = [{ Int($0) }, Double.init, { $0 }]
makers.map { "\($0("1.5") ?? "-")" }
//= ["-", "1.5", "1.5"]

// %% 128 bits and wide words
let wide: UInt128 = 1 << 100
(wide, Int128.max.leadingZeroBitCount, StaticString("abc").utf8CodeUnitCount)
//= (1267650600228229401496703205376, 1, 3)

// %% optional patterns, chained maps
let nested: Int?? = .some(nil)
print(nested == nil, nested! == nil, (5 as Int?).flatMap { $0 > 3 ? $0 : nil } ?? 0)
//> false true 5

// %% observation of changes as they come
import Observation
@Observable final class Dial { var angle = 0 }
let dial = Dial()
let angles = Observations { dial.angle }
dial.angle = 9
for await angle in angles { print(angle); break }
//> 9

// %% what a strict programmer writes
@safe struct Wrapper { private let raw = 1; var value: Int { raw } }
let checked = unsafe UnsafePointer<Int>(bitPattern: 0)
print(Wrapper().value, checked == nil)
//> 1 true

// %% borrowed views
let bytes: [UInt8] = [1, 2, 3]
func checksum(_ view: RawSpan) -> Int { view.byteOffsets.reduce(0) { $0 + Int(view.unsafeLoad(fromByteOffset: $1, as: UInt8.self)) } }
checksum(bytes.span.bytes)
//= 6
