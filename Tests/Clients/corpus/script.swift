What top-level code may do: globals, their observers, mixed order, visibility, imports.

// %% computed
var celsius = 100.0
var fahrenheit: Double {
    get { celsius * 9 / 5 + 32 }
    set { celsius = (newValue - 32) * 5 / 9 }
}
fahrenheit
//= 212.0

// %% in a later cell
fahrenheit = 32
celsius
//= 0.0

// %% observed
var steps = 0 {
    willSet { print("about to be \(newValue)") }
    didSet { print("was \(oldValue)") }
}
steps = 5
//> about to be 5
//> was 0

// %% observed from a later cell
steps += 1
//> about to be 6
//> was 5

// %% private and fileprivate are no secrets between cells
private var secret = 7
fileprivate func reveal() -> Int { secret * 2 }
private struct Hidden { private(set) var value = 3; fileprivate var other = 4 }
fileprivate enum Mode { case quiet }

// %%
secret += 1
print(reveal(), Hidden().other, Hidden().value, Mode.quiet)
//> 16 4 3 quiet

// %% private members through an extension
struct Account {
    private var balance = 10
    private static let bank = "CH"
    fileprivate func audit() -> String { "\(Account.bank) \(balance)" }
}

// %%
extension Account {
    mutating func deposit(_ amount: Int) { balance += amount }
    var report: String { audit() }
}

// %%
var account = Account()
account.deposit(5)
account.report
//= "CH 15"

// %% public, open and internal are as good as nothing
public struct Exported { public var n = 1; public init() {} }
open class Opened { public init() {}; open func f() -> Int { 1 } }
internal func inside() -> Int { 2 }
public private(set) var counter = 9

// %%
class Derived: Opened { override func f() -> Int { super.f() + inside() } }
print(Exported().n, Derived().f(), counter)
//> 1 3 9

// %% guard with several conditions
let pair: (Int?, String?) = (3, "x")
guard let number = pair.0, let text = pair.1, number > 2 else { fatalError("no pair") }
print(number, text)
//> 3 x

// %%
text + "\(number)"
//= "x3"

// %% guard without bindings
guard number < 10 else { fatalError() }
print("still here")
//> still here

// %% guard var and case
guard case let n? = pair.0, var word = pair.1 else { fatalError() }
word += "!"

// %%
word += "?"
print(n, word)
//> 3 x!?

// %% if and while bindings stay inside
if let inner = pair.0 { print(inner) }
while let top = [Int]().last { print(top) }
inner
//! cannot find 'inner' in scope

// %% a loop over a global
var collected: [Int] = []
for i in 0..<3 { collected.append(i) }
collected
//= [0, 1, 2]

// %% declared now, given a value later
let late: Int
if collected.count > 2 { late = 1 } else { late = 2 }

// %%
late
//= 1

// %%
var later: [String]
later = ["a"]

// %%
later.append("b")
later
//= ["a", "b"]

// %% several variables in one declaration
var (a, b) = (1, 2), c = 3, d: Int = 4
a + b + c + d
//= 10

// %%
(a, c) = (c, a)
print(a, b, c, d)
//> 3 2 1 4

// %% a closure called at once
let table: [Int] = {
    var rows: [Int] = []
    for i in 1...3 { rows.append(i * i) }
    return rows
}()
table
//= [1, 4, 9]

// %% a function that uses what is declared below
func usesLater() -> Int { declaredLater * 2 }
let declaredLater = 21
usesLater()
//= 42

// %% statics
enum Counter {
    static var count = 0
    static func next() -> Int {
        count += 1
        return count
    }
}
_ = Counter.next()

// %%
Counter.next()
//= 2

// %% local types and functions in blocks
do {
    struct Local { var x = 1 }
    func double(_ local: Local) -> Int { local.x * 2 }
    print(double(Local(x: 4)))
}
//> 8

// %% labelled blocks
checks: do {
    if table.count == 3 { break checks }
    print("not reached")
}
//> 

// %% comments of all kinds
/* a /* nested */ comment */
/// A documented function.
/// - Parameter x: A number.
func documented(_ x: Int) -> Int { x } // at the end
documented(1) /* behind */
//= 1

// %% a hash-bang is no trouble
#!/usr/bin/env swift
1 + 1
//= 2

// %% unused values are no warning in a notebook
table.count
table.first!
//? unused
//= 1

// %% shown types
Int.self
//= Int

// %%
[String: [Int?]].self
//= Dictionary<String, Array<Optional<Int>>>

// %% a large cell
func fib(_ n: Int) -> Int { n < 2 ? n : fib(n - 1) + fib(n - 2) }
struct Memo { var cache: [Int: Int] = [:]
    mutating func fib(_ n: Int) -> Int {
        if let known = cache[n] { return known }
        let value = n < 2 ? n : fib(n - 1) + fib(n - 2)
        cache[n] = value
        return value
    }
}
var memo = Memo()
print(fib(15), memo.fib(80))
//> 610 23416728348467685

// %% names hidden by parameters and locals
func shadow(_ a: Int) -> Int {
    let b = a * 100
    return b
}
print(shadow(2), b)
//> 200 2

// %% exit ends the cell
import Foundation
print("before")
exit(3)
//> before
//! exit(3)

// %%
a
//= 3
