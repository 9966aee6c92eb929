Concurrency: async functions, tasks, groups, streams, actors, locks.

// %%
func fetch(_ n: Int) async -> Int {
    await Task.yield()
    return n * n
}

// %% await at top level
let nine = await fetch(3)
nine
//= 9

// %% the last expression may await
await fetch(nine)
//= 81

// %%
nine + 1
//= 10

// %% without await the compiler says so
fetch(2)
//! 'async'

// %% async let
async let a = fetch(1)
async let b = fetch(2)
let sum = await a + b
sum
//= 5

// %% errors
struct Offline: Error {}
func download(_ name: String) async throws -> String {
    try await Task.sleep(for: .milliseconds(1))
    if name.isEmpty { throw Offline() }
    return "data of \(name)"
}

// %%
do {
    print(try await download("cat.png"))
    print(try await download(""))
} catch is Offline {
    print("offline")
}
//> data of cat.png
//> offline

// %% uncaught
try await download("")
//! Offline

// %% task groups
let squares = await withTaskGroup(of: (Int, Int).self) { group in
    for n in 1...5 { group.addTask { (n, await fetch(n)) } }
    var found: [Int: Int] = [:]
    for await (n, square) in group { found[n] = square }
    return found
}
squares.sorted { $0.key < $1.key }.map(\.value)
//= [1, 4, 9, 16, 25]

// %% one that throws
let total = try await withThrowingTaskGroup(of: Int.self) { group in
    for n in 1...3 { group.addTask { await fetch(n) } }
    return try await group.reduce(0, +)
}
total
//= 14

// %% tasks
let task = Task { await fetch(12) }
print(await task.value, await Task.detached { 5 }.value)
//> 144 5

// %% a task of an earlier cell, awaited in a later one
let slow = Task {
    try await Task.sleep(for: .milliseconds(20))
    return "done"
}

// %%
try await slow.value
//= "done"

// %% cancellation
let endless = Task {
    var turns = 0
    while !Task.isCancelled {
        turns += 1
        await Task.yield()
    }
    return turns > 0
}
endless.cancel()
print(endless.isCancelled, type(of: await endless.value))
//> true Bool

// %%
let sleeping = Task { try await Task.sleep(for: .seconds(60)) }
sleeping.cancel()
do { try await sleeping.value } catch { print(type(of: error)) }
//> CancellationError

// %% what to do on cancellation
let watched = Task {
    await withTaskCancellationHandler {
        try? await Task.sleep(for: .seconds(60))
        return "ended"
    } onCancel: {
        print("cancelling")
    }
}
try await Task.sleep(for: .milliseconds(5))
watched.cancel()
await watched.value
//> cancelling
//= "ended"

// %% actors
actor Account {
    private(set) var balance = 0
    let owner: String
    init(owner: String) { self.owner = owner }
    func deposit(_ amount: Int) { balance += amount }
    nonisolated var label: String { "account of \(owner)" }
}
let account = Account(owner: "Ada")

// %%
await account.deposit(10)
print(await account.balance, account.label)
//> 10 account of Ada

// %% many at once
await withTaskGroup(of: Void.self) { group in
    for _ in 0..<100 { group.addTask { await account.deposit(1) } }
}
await account.balance
//= 110

// %% an actor extended in a later cell
extension Account {
    func transfer(_ amount: Int, to other: Account) async {
        balance -= amount
        await other.deposit(amount)
    }
}

// %%
let savings = Account(owner: "Ada")
await account.transfer(60, to: savings)
print(await account.balance, await savings.balance)
//> 50 60

// %% an actor's state is not for everyone
func peek(_ account: Account) -> Int { account.balance }
//! actor-isolated property 'balance' can not be referenced from a nonisolated context

// %% async sequences
struct Ticker: AsyncSequence, AsyncIteratorProtocol {
    var n: Int
    mutating func next() async -> Int? {
        guard n > 0 else { return nil }
        defer { n -= 1 }
        return n
    }
    func makeAsyncIterator() -> Ticker { self }
}
for await n in Ticker(n: 3) { print(n) }
//> 3
//> 2
//> 1

// %% in a later cell
var ticks: [Int] = []
for await n in Ticker(n: 4).map({ $0 * 2 }).filter({ $0 > 2 }) { ticks.append(n) }
ticks
//= [8, 6, 4]

// %% streams
let (stream, continuation) = AsyncStream.makeStream(of: String.self)
Task {
    for word in ["one", "two", "three"] { continuation.yield(word) }
    continuation.finish()
}
for await word in stream { print(word) }
//> one
//> two
//> three

// %% continuations
func later(_ callback: @escaping @Sendable (Int) -> Void) { Task { callback(7) } }
let called = await withCheckedContinuation { continuation in later { continuation.resume(returning: $0) } }
called
//= 7

// %% the main actor
@MainActor final class Model {
    var count = 0
    func increment() { count += 1 }
}
let model = await Model()
//? no 'async' operations occur within 'await' expression

// %%
await model.increment()
await model.count
//? no 'async' operations occur within 'await' expression
//= 1

// %% from anywhere else it takes an await
@Sendable nonisolated func countFromAnywhere() async -> Int { await model.count }
await countFromAnywhere()
//= 1

// %% a global actor of one's own
@globalActor actor Renderer { static let shared = Renderer() }
@Renderer func render(_ n: Int) -> String { "frame \(n)" }
@Renderer var frames = 0

// %%
await render(1)
//= "frame 1"

// %% Sendable
struct Point: Sendable { var x = 1 }
final class Cache: @unchecked Sendable { var n = 0 }
func run(_ work: @Sendable () -> Int) -> Int { work() }
let offset = 4
run { [offset] in offset + Point().x }
//= 5

// %% a lock
import Synchronization
final class Tally: Sendable {
    let counts = Mutex<[String: Int]>([:])
    let all = Atomic<Int>(0)
    func add(_ key: String) {
        counts.withLock { $0[key, default: 0] += 1 }
        all.add(1, ordering: .relaxed)
    }
}
let tally = Tally()

// %%
await withTaskGroup(of: Void.self) { group in
    for i in 0..<20 { group.addTask { tally.add(i.isMultiple(of: 2) ? "even" : "odd") } }
}
print(tally.counts.withLock { $0["odd"]! }, tally.all.load(ordering: .relaxed))
//> 10 20

// %% task-local values
enum Request { @TaskLocal static var id = "none" }
func current() -> String { Request.id }
await Request.$id.withValue("r1") { print(await Task { current() }.value) }
current()
//> r1
//= "none"

// %% clocks and durations
let elapsed = await ContinuousClock().measure { try? await Task.sleep(for: .milliseconds(10)) }
elapsed >= .milliseconds(10) && elapsed < .seconds(5)
//= true

// %% asynchronous properties and initialisers
struct Remote {
    let data: String
    init(_ name: String) async { data = (try? await download(name)) ?? "?" }
    var size: Int { get async { data.count } }
}
let remote = await Remote("x")
await remote.size
//= 9

// %% a variable declared beside an await is there for every kind of cell
var shared = await fetch(2)
func bump() { shared += 1 }
bump()

// %%
bump()
shared
//= 6

// %%
let doubled = await Task { shared * 2 }.value
doubled
//= 12

// %% dispatch queues
import Dispatch
let queue = DispatchQueue(label: "work")
let semaphore = DispatchSemaphore(value: 0)
nonisolated(unsafe) var worked = 0
queue.async {
    worked = 3
    semaphore.signal()
}
semaphore.wait()
worked
//= 3

// %% the main queue is served, too
DispatchQueue.main.async { print("on the main queue") }
try await Task.sleep(for: .milliseconds(50))
//> on the main queue

// %% and waits for nobody's cell
await MainActor.run { print("on the main actor") }
let answered = await Task { @MainActor in 6 * 7 }.value
answered
//> on the main actor
//= 42

// %% a semaphore between tasks
let gate = DispatchSemaphore(value: 0)
Task.detached { gate.signal() }
gate.wait()
print("through")
//> through

// %% iterations side by side
let parts = Mutex([Int](repeating: 0, count: 8))
DispatchQueue.concurrentPerform(iterations: 8) { i in parts.withLock { $0[i] = i * i } }
parts.withLock { $0 }
//= [0, 1, 4, 9, 16, 25, 36, 49]

// %% threads
import Foundation
let finished = DispatchSemaphore(value: 0)
Thread.detachNewThread {
    print("a thread")
    finished.signal()
}
finished.wait()
//> a thread

// %% the main actor's types in a cell that waits for nothing
@MainActor class Screen { var shown = 1; func show() { shown += 1 } }
let screen = Screen()
screen.show()
screen.shown
//= 2

// %% a function of an earlier cell is differentiated
import _Differentiation
func plainCube(_ x: Float) -> Float { x * x * x }
@differentiable(reverse) func cube(_ x: Float) -> Float { x * x * x }

// %%
gradient(at: 2, of: plainCube)
//! write '@differentiable(reverse)' before the function

// %%
gradient(at: 2, of: cube)
//= 12.0
