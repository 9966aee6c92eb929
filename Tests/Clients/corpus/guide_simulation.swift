Another afternoon: a queue, a simulation, an interpreter, each cell using those above it.

// %%
protocol Queueing {
    associatedtype Item
    var isEmpty: Bool { get }
    mutating func enqueue(_ item: Item)
    mutating func dequeue() -> Item?
}

// %%
struct Queue<Item>: Queueing {
    private var front: [Item] = [], back: [Item] = []
    var isEmpty: Bool { front.isEmpty && back.isEmpty }
    mutating func enqueue(_ item: Item) { back.append(item) }
    mutating func dequeue() -> Item? {
        if front.isEmpty {
            front = back.reversed()
            back = []
        }
        return front.popLast()
    }
}

// %%
extension Queue: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: Item...) {
        self.init()
        elements.forEach { enqueue($0) }
    }
}
extension Queue: Sequence, IteratorProtocol {
    mutating func next() -> Item? { dequeue() }
}

// %%
var queue: Queue = ["a", "b"]
queue.enqueue("c")
print(queue.dequeue()!, Array(queue), queue.isEmpty)
//> a ["b", "c"] false

// %%
func drain<Q: Queueing>(_ queue: inout Q, _ body: (Q.Item) -> Void) {
    while let item = queue.dequeue() { body(item) }
}
drain(&queue) { print("drained", $0) }
queue.isEmpty
//> drained b
//> drained c
//= true

// %% tokens
enum Token: Equatable {
    case number(Double), op(Character), open, close
}
struct LexError: Error { let character: Character }
func tokens(_ text: String) throws -> [Token] {
    var found: [Token] = []
    var rest = text[...]
    while let c = rest.first {
        switch c {
        case " ": rest.removeFirst()
        case "(": found.append(.open); rest.removeFirst()
        case ")": found.append(.close); rest.removeFirst()
        case "+", "-", "*", "/": found.append(.op(c)); rest.removeFirst()
        case _ where c.isNumber:
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            found.append(.number(Double(digits)!))
            rest.removeFirst(digits.count)
        default: throw LexError(character: c)
        }
    }
    return found
}
try tokens("2*(3 + 4)").count
//= 7

// %%
try tokens("2 $ 3")
//! LexError
//! "$"

// %% a parser
struct Parser {
    var tokens: ArraySlice<Token>
    mutating func expression() -> Double {
        var value = term()
        while case .op(let c)? = tokens.first, c == "+" || c == "-" {
            tokens.removeFirst()
            value = c == "+" ? value + term() : value - term()
        }
        return value
    }
    mutating func term() -> Double {
        var value = factor()
        while case .op(let c)? = tokens.first, c == "*" || c == "/" {
            tokens.removeFirst()
            value = c == "*" ? value * factor() : value / factor()
        }
        return value
    }
    mutating func factor() -> Double {
        switch tokens.popFirst() {
        case .number(let n): return n
        case .op("-"): return -factor()
        case .open:
            defer { tokens.removeFirst() }
            return expression()
        default: return .nan
        }
    }
}

// %% id=evaluate
func evaluate(_ text: String) throws -> Double {
    var parser = Parser(tokens: try tokens(text)[...])
    return parser.expression()
}
try ["1 + 2 * 3", "(1 + 2) * 3", "-(8 / 4) - 1"].map(evaluate)
//= [7.0, 9.0, -3.0]

// %% id=evaluate with names
var constants = ["tau": 6.28]
func evaluate(_ text: String) throws -> Double {
    let plain = constants.reduce(text) { text, pair in text.split(separator: pair.key, omittingEmptySubsequences: false).joined(separator: "\(pair.value)") }
    var parser = Parser(tokens: try tokens(plain)[...])
    return parser.expression()
}
try evaluate("tau / 2")
//= 3.14

// %% the function sees the variable as it is now
constants["tau"] = 8
try evaluate("tau / 2")
//= 4.0

// %% a random walk that is the same every time
struct LCG: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
        state = state &* 2862933555777941757 &+ 3037000493
        return state
    }
}
var generator = LCG(state: 1)
var positions = [0]
for _ in 0..<100 { positions.append(positions.last! + (Bool.random(using: &generator) ? 1 : -1)) }
print(positions.count, abs(positions.last!) <= 100, zip(positions, positions.dropFirst()).allSatisfy { abs($0 - $1) == 1 })
//> 101 true true

// %% a game of life
struct Life: CustomStringConvertible {
    var alive: Set<[Int]>
    mutating func step() {
        var counts: [[Int]: Int] = [:]
        for cell in alive {
            for dx in -1...1 {
                for dy in -1...1 where (dx, dy) != (0, 0) { counts[[cell[0] + dx, cell[1] + dy], default: 0] += 1 }
            }
        }
        alive = Set(counts.filter { $0.value == 3 || ($0.value == 2 && alive.contains($0.key)) }.keys)
    }
    var description: String {
        (0..<3).map { y in (0..<3).map { x in alive.contains([x, y]) ? "#" : "." }.joined() }.joined(separator: "\n")
    }
}
var life = Life(alive: [[0, 1], [1, 1], [2, 1]])
print(life)
//> ...
//> ###
//> ...

// %% id=step
life.step()
print(life)
//> .#.
//> .#.
//> .#.

// %% id=step
life.step()
print(life)
//> ...
//> ###
//> ...

// %% memoising anything
func memoized<Input: Hashable, Output>(_ f: @escaping ((Input) -> Output, Input) -> Output) -> (Input) -> Output {
    var cache: [Input: Output] = [:]
    func call(_ input: Input) -> Output {
        if let known = cache[input] { return known }
        let value = f(call, input)
        cache[input] = value
        return value
    }
    return call
}
let fibonacci = memoized { (self, n: Int) in n < 2 ? n : self(n - 1) + self(n - 2) }

// %%
fibonacci(60)
//= 1548008755920

// %% a linked list with indices
indirect enum List<Element> {
    case end
    case node(Element, List)
}
extension List: Sequence {
    func makeIterator() -> AnyIterator<Element> {
        var rest = self
        return AnyIterator {
            guard case .node(let value, let next) = rest else { return nil }
            rest = next
            return value
        }
    }
}
extension List: ExpressibleByArrayLiteral {
    init(arrayLiteral elements: Element...) { self = elements.reversed().reduce(.end) { .node($1, $0) } }
}

// %%
let list: List = [1, 2, 3]
print(list.map { $0 * 10 }, list.contains(2), list.reduce(0, +))
//> [10, 20, 30] true 6

// %% units of time by an extension of a library type and a nested type
extension Double {
    struct Minutes { var value: Double }
    var minutes: Minutes { Minutes(value: self) }
}
func + (a: Double.Minutes, b: Double.Minutes) -> Double.Minutes { .init(value: a.value + b.value) }

// %%
(1.5.minutes + 2.minutes).value
//= 3.5

// %% a state machine with an associated value
enum Door { case open, closed, locked(code: Int) }
extension Door {
    mutating func lock(with code: Int) { if case .closed = self { self = .locked(code: code) } }
    mutating func unlock(with code: Int) -> Bool {
        guard case .locked(code) = self else { return false }
        self = .closed
        return true
    }
}
var door = Door.closed
door.lock(with: 42)
(door.unlock(with: 1), door.unlock(with: 42), door.unlock(with: 42))
//= (false, true, false)
