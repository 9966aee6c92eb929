Functions and closures.

// %%
func greet(person: String, again: Bool = false) -> String {
    again ? "Hello again, \(person)!" : "Hello, \(person)!"
}
greet(person: "Anna")
//= "Hello, Anna!"

// %% default arguments in a later cell
greet(person: "Anna", again: true)
//= "Hello again, Anna!"

// %% a default that reads a variable
var step = 2
func advanced(_ x: Int, by amount: Int = step) -> Int { x + amount }

// %%
step = 10
print(advanced(1), advanced(1, by: 3))
//> 11 4

// %% variadics
func mean(_ values: Double...) -> Double {
    values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
}
mean(1, 2, 6)
//= 3.0

// %%
mean()
//= 0.0

// %% inout
func exchange<T>(_ a: inout T, _ b: inout T) {
    let old = a
    a = b
    b = old
}
var left = "l", right = "r"
exchange(&left, &right)
left + right
//= "rl"

// %%
exchange(&left, &right)
left + right
//= "lr"

// %% several results
func bounds(of values: [Int]) -> (min: Int, max: Int)? {
    guard var low = values.first else { return nil }
    var high = low
    for value in values.dropFirst() {
        low = min(low, value)
        high = max(high, value)
    }
    return (low, high)
}
bounds(of: [3, -1, 9])
//= Optional((min: -1, max: 9))

// %%
bounds(of: [])?.max
//= nil

// %% recursion
func factorial(_ n: Int) -> Int { n < 2 ? 1 : n * factorial(n - 1) }
factorial(10)
//= 3628800

// %% each other
func isEven(_ n: Int) -> Bool { n == 0 || isOdd(n - 1) }
func isOdd(_ n: Int) -> Bool { n != 0 && isEven(n - 1) }
isOdd(7)
//= true

// %% overloads in one cell
func describe(_ value: Int) -> String { "integer \(value)" }
func describe(_ value: String) -> String { "text \(value)" }

// %% and another in a later one
func describe(_ value: Double) -> String { "real \(value)" }

// %%
print(describe(1), describe("one"), describe(1.5))
//> integer 1 text one real 1.5

// %% apart by their labels
func describe(number value: Int) -> String { "number \(value)" }

// %%
print(describe(number: 2), describe(2))
//> number 2 integer 2

// %% apart by what they give
func make() -> Int { 1 }
func make() -> String { "one" }
let made: String = make()
made
//= "one"

// %% generic ones give way to those of a single type
func describe<T>(_ value: T) -> String { "something" }

// %%
print(describe(true), describe(1))
//> something integer 1

// %% functions are values
let operation: (Int, Int) -> Int = (+)
func twice(_ f: @escaping (Int) -> Int) -> (Int) -> Int { { f(f($0)) } }
let plusTen = twice { $0 + 5 }
print(operation(2, 3), plusTen(1))
//> 5 11

// %%
plusTen(100)
//= 110

// %% the type of a function
greet
//= (String, Bool) -> String

// %% nested functions keep their state
func makeCounter() -> () -> Int {
    var count = 0
    func next() -> Int {
        count += 1
        return count
    }
    return next
}
let counter = makeCounter()
_ = counter()
counter()
//= 2

// %%
print(counter(), makeCounter()())
//> 3 1

// %% closures capture variables of earlier cells
var total = 0
let add: (Int) -> Void = { total += $0 }

// %%
add(5)
add(6)
total
//= 11

// %%
total = 100
add(1)
total
//= 101

// %% captured by value
var seed = 1
let frozen = { [seed] in seed }
seed = 2
frozen()
//= 1

// %% trailing closures
func build(_ name: String, first: () -> String, then second: () -> String) -> String {
    name + first() + second()
}
build("a") { "b" } then: { "c" }
//= "abc"

// %% autoclosures
func unless(_ condition: Bool, _ otherwise: @autoclosure () -> String) -> String {
    condition ? "not evaluated" : otherwise()
}
unless(true, "\(1 / total)")
//= "not evaluated"

// %% escaping closures collected and called later
var handlers: [() -> Void] = []
func later(_ handler: @escaping () -> Void) { handlers.append(handler) }
for i in 1...3 { later { print("handler", i) } }

// %%
handlers.forEach { $0() }
//> handler 1
//> handler 2
//> handler 3

// %% rethrows
struct Odd: Error {}
func each(_ values: [Int], _ body: (Int) throws -> Int) rethrows -> [Int] {
    var results: [Int] = []
    for value in values { results.append(try body(value)) }
    return results
}
print(each([1, 2]) { $0 * 2 })
(try? each([1, 2]) { if $0.isMultiple(of: 2) { throw Odd() } else { return $0 } }) as Any
//> [2, 4]
//= nil

// %% results nobody needs
@discardableResult
func log(_ text: String) -> Int {
    print(text)
    return text.count
}
log("quiet")
log("shown")
//> quiet
//> shown
//= 5

// %% a function that never returns, unused
func giveUp() -> Never { fatalError("gave up") }
let chosen: Int
if total > 0 { chosen = total } else { giveUp() }
chosen
//= 101

// %% functions local to a block
do {
    func local() -> Int { 9 }
    print(local())
}
//> 9

// %%
local()
//! cannot find 'local' in scope

// %% calling with the wrong label
unless(isTrue: true, "")
//! extraneous argument label 'isTrue:' in call

// %% implicit member chains and key paths as functions
["b", "abc"].map(\.count).max()
//= Optional(3)

// %% borrowing and consuming parameters
func length(_ text: borrowing String) -> Int { text.utf8.count }
func closed(_ text: consuming String) -> String { text += "."; return text }
print(length("four"), closed("end"))
//> 4 end.
