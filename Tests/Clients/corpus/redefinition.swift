The latest declaration of a name wins, in new cells as in cells run again. What was made before lives on.

// %% id=x
let x = 1
x
//= 1

// %% another type
let x = "one"
x
//= "one"

// %%
var x = [x, x]
x.append("two")
x
//= ["one", "one", "two"]

// %% from the earlier one
let x = x.count + 1
x
//= 4

// %% id=again
let x = x * 2
x
//= 8

// %% id=again
let x = x * 2
x
//= 16

// %% id=again edited
let x = x + 1
x
//= 17

// %% id=x the first cell again
let x = 1
x
//= 1

// %% read before it is declared anew: the earlier one is meant
print("was", x)
let x = [x].map { x + $0 }
x
//> was 1
//= [2]

// %% a parameter of the same name is another thing
let x = x.map { x in x * 10 }
x
//= [20]

// %% inside a text, a closure, a key path, a tuple
let (x, y) = ("\(x)", { x.count }())
print(x, y, [x].map(\.count))
//> [20] 1 [4]

// %% of two cells
let x = y, y = 2.5
print(x, y)
//> 1 2.5

// %% a function of an earlier cell still reads what it was compiled with
func readY() -> Double { y }
readY()
//= 2.5

// %% with a declared type
let y: String = String(y) + "!"
y
//= "2.5!"

// %% id=accumulate
var total = 0

// %% id=add
total += 5
total
//= 5

// %% id=add
total += 5
total
//= 10

// %% id=accumulate
var total = 0

// %% id=add
total += 5
total
//= 5

// %% a function of the same signature
func area(_ side: Double) -> Double { side * side }
area(2)
//= 4.0

// %%
func area(_ radius: Double) -> Double { 3 * radius * radius }
area(2)
//= 12.0

// %% of another signature: an overload
func area(_ width: Double, _ height: Double) -> Double { width * height }
print(area(2), area(2, 3))
//> 12.0 6.0

// %% another result, same arguments: the latest wins
func area(_ radius: Double) -> String { "about \(Int(3 * radius * radius))" }
area(2)
//= "about 12"

// %% a variable takes a function's name
let area = 7
area + 1
//= 8

// %% and a function a variable's
func area() -> String { "a function" }
area()
//= "a function"

// %% a type
struct Bird { var name: String }
let old = Bird(name: "sparrow")

// %% redefined
struct Bird { var name: String, wings = 2 }
let new = Bird(name: "owl")
new
//= Bird(name: "owl", wings: 2)

// %% a value of the replaced type lives on
old
//= Bird(name: "sparrow")

// %%
print(old.name, new.wings)
//> sparrow 2

// %% but it is of another type
let flock: [Bird] = [old, new]
//! In[26]
//! In[27]

// %% a struct becomes a class, with what hangs on it
final class Bird: CustomStringConvertible {
    let name: String
    init(_ name: String) { self.name = name }
    var description: String { "bird \(name)" }
}
print(Bird("kite"), [new].map(\.name), old.name)
//> bird kite ["owl"] sparrow

// %% an extension follows the latest type
extension Bird { func sing() -> String { "\(name) sings" } }

// %%
Bird("wren").sing()
//= "wren sings"

// %% a protocol
protocol Speaker { func speak() -> String }
struct Parrot: Speaker { func speak() -> String { "polly" } }
let parrot: any Speaker = Parrot()

// %% redefined with another requirement
protocol Speaker { func speak(times: Int) -> String }
struct Parrot: Speaker { func speak(times: Int) -> String { String(repeating: "polly ", count: times) } }
let louder: any Speaker = Parrot()
print(louder.speak(times: 2))
print(parrot.speak())
//> polly polly
//> polly

// %% an enumeration with other cases
enum State { case on, off }
let state = State.on

// %%
enum State { case on, off, broken(String) }
let state = State.broken("fuse")
if case .broken(let why) = state { print(why) }
//> fuse

// %% a type alias becomes a type
typealias Score = Int
let score: Score = 3

// %%
struct Score { var points: Int }
Score(points: score).points
//= 3

// %% a generic type
struct Box<T> { var value: T }
let intBox = Box(value: 1)

// %%
struct Box<T: Comparable, U> {
    var value: T, other: U
}
let twoBox = Box(value: "a", other: 2.5)
print(intBox.value, twoBox.other)
//> 1 2.5

// %% a closure keeps the variable that it captured
var level = 1
let readLevel = { level }

// %%
var level = 100
print(readLevel(), level)
//> 1 100

// %% a failed cell replaces nothing
let level = "high"
let broken: Int = "text"
//! cannot convert value of type 'String'

// %%
level
//= 100

// %% a cell that ends early replaces as far as it came
var level = 7
func failing() throws -> Int { throw CancellationError() }
let never = try failing()
//! CancellationError

// %%
level
//= 7

// %%
never
//! cannot find 'never' in scope

// %% an operator
infix operator <+>: AdditionPrecedence
func <+> (a: Int, b: Int) -> Int { a + b }
1 <+> 2
//= 3

// %% with another meaning
func <+> (a: Int, b: Int) -> Int { (a + b) * 100 }
1 <+> 2
//= 300

// %% with another precedence, too
infix operator <+>: MultiplicationPrecedence
func <+> (a: Int, b: Int) -> Int { a + b }
10 * 2 <+> 3
//= 23

// %% two overloads
func show(_ x: Int) -> String { "int" }
func show(_ x: String) -> String { "string" }

// %% of which a later cell replaces one
func show(_ x: Int) -> String { "integer" }

// %%
[show(1), show("a")]
//= ["integer", "string"]

// %% overloads of generic functions differ by their constraints
func pick<T: Numeric>(_ x: T) -> String { "number" }

// %%
func pick<T: StringProtocol>(_ x: T) -> String { "text" }

// %%
[pick(1), pick("a")]
//= ["number", "text"]

// %% the same parameters by other names are the same function
func pick<N: Numeric>(_ number: N) -> String { "a number" }
[pick(2.5), pick("b")]
//= ["a number", "text"]

// %%
[pick(3), pick("c")]
//= ["a number", "text"]

// %% async, throwing and mutating ones replace each other, too
func load(_ name: String) -> String { "at once \(name)" }

// %%
func load(_ name: String) async throws -> String { "later \(name)" }

// %%
try await load("x")
//= "later x"

// %% a tuple's parts
let (first, second) = (1, 2)

// %%
let (second, third) = (20, 30)
print(first, second, third)
//> 1 20 30

// %% twice in one cell is a mistake, as in any Swift
let twice = 1
let twice = 2
//! invalid redeclaration of 'twice'
