Errors: thrown, caught, typed, and cleaned up after.

// %%
enum VendingError: Error, Equatable {
    case soldOut
    case tooFewCoins(missing: Int)
}
struct Machine {
    var stock = ["chips": 2, "gum": 0]
    var coins = 3
    mutating func vend(_ item: String) throws -> String {
        guard let count = stock[item], count > 0 else { throw VendingError.soldOut }
        guard coins >= 5 else { throw VendingError.tooFewCoins(missing: 5 - coins) }
        stock[item] = count - 1
        coins -= 5
        return item
    }
}
var machine = Machine()

// %%
do {
    try machine.vend("chips")
} catch VendingError.tooFewCoins(let missing) {
    print("\(missing) more")
} catch {
    print("other", error)
}
//> 2 more
//? result of call to 'vend' is unused

// %% an error nobody catches ends the cell
print(try machine.vend("gum"))
print("not reached")
//! VendingError
//! soldOut

// %% and leaves the session as it was
machine.coins
//= 3

// %% try? and try!
let nothing = try? machine.vend("gum")
machine.coins = 5
let chips = try! machine.vend("chips")
print(nothing as Any, chips)
//> nil chips

// %% the last expression may throw
machine.coins = 10
try machine.vend("chips")
//= "chips"

// %%
try machine.vend("chips")
//! soldOut

// %% several errors in one clause, and conditions
func outcome(_ body: () throws -> Void) -> String {
    do {
        try body()
        return "fine"
    } catch VendingError.soldOut, VendingError.tooFewCoins(missing: 1) {
        return "try elsewhere"
    } catch let error as VendingError where error != .soldOut {
        return "pay more: \(error)"
    } catch is CancellationError {
        return "cancelled"
    } catch {
        return "unknown"
    }
}

// %%
struct Unknown: Error {}
print(outcome {}, outcome { throw VendingError.soldOut }, outcome { throw VendingError.tooFewCoins(missing: 4) })
print(outcome { throw CancellationError() }, outcome { throw Unknown() })
//> fine try elsewhere pay more: tooFewCoins(missing: 4)
//> cancelled unknown

// %% defer, in reverse order
func process(_ fail: Bool) throws {
    print("open")
    defer { print("close") }
    defer { print("flush") }
    if fail { throw Unknown() }
    print("work")
}
try process(false)
try? process(true)
//> open
//> work
//> flush
//> close
//> open
//> flush
//> close

// %% typed throws
enum ParseError: Error { case empty, bad(Character) }
func digit(_ text: String) throws(ParseError) -> Int {
    guard let first = text.first else { throw .empty }
    guard let value = first.wholeNumberValue else { throw .bad(first) }
    return value
}
do {
    print(try digit("7"))
    print(try digit("x"))
} catch {
    switch error {
    case .empty: print("empty")
    case .bad(let character): print("bad \(character)")
    }
}
//> 7
//> bad x

// %% a generic over the error
func attempt<T, E: Error>(_ body: () throws(E) -> T) -> Result<T, E> {
    do { return .success(try body()) } catch { return .failure(error) }
}

// %%
let good = attempt { () throws(ParseError) in try digit("3") }
let bad = attempt { () throws(ParseError) in try digit("") }
print(good)
bad
//> success(3)
//= Result<Int, ParseError>.failure(ParseError.empty)

// %% Result
let results: [Result<Int, ParseError>] = [.success(2), .failure(.empty)]
for result in results {
    switch result.map({ $0 * 10 }) {
    case .success(let value): print("value", value)
    case .failure(let error): print("error", error)
    }
}
try results[0].get()
//> value 20
//> error empty
//= 2

// %%
try results[1].get()
//! empty

// %% not a throwing function after all
func calm() -> Int { 1 }
let calmly = try calm()
//? no calls to throwing functions occur within 'try' expression

// %% forgetting try
digit("1")
//! call can throw but is not marked with 'try'

// %% errors with descriptions
struct Failure: Error, CustomStringConvertible { var description: String { "the disk is full" } }
throw Failure()
//! the disk is full

// %%
import Foundation
struct Localized: LocalizedError { var errorDescription: String? { "said nicely" } }
do { throw Localized() } catch { print(error.localizedDescription) }
//> said nicely

// %% rethrowing closures and optional chaining
let parsed = ["1", "x", ""].map { try? digit($0) }
print(parsed.map { $0 ?? -1 })
//> [1, -1, -1]

// %% an error from an earlier cell's function, thrown in a later one
func deep(_ n: Int) throws -> Int { n == 0 ? throw Unknown() : try deep(n - 1) }
//! expected expression

// %%
func deep(_ n: Int) throws -> Int {
    if n == 0 { throw Unknown() }
    return try deep(n - 1)
}

// %%
try deep(5)
//! Unknown

// %% traps end the cell only
func half(_ n: Int) -> Int {
    precondition(n.isMultiple(of: 2), "\(n) is odd")
    return n / 2
}
half(3)
//! 3 is odd

// %%
let zero = machine.coins - machine.coins

// %%
half(8) / zero
//! Division by zero

// %%
half(8)
//= 4
