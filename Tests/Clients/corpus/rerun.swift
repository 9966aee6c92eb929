Cells run again, unchanged and edited: what a cell declared in its earlier run is replaced.

// %% id=type
struct Point { var x = 1.0, y = 2.0 }

// %% id=extension
extension Point { var sum: Double { x + y } }

// %% id=use
Point().sum
//= 3.0

// %% id=extension unchanged
extension Point { var sum: Double { x + y } }

// %% id=use
Point().sum
//= 3.0

// %% id=extension edited
extension Point { var sum: Double { (x + y) * 10 } }

// %% id=use
Point().sum
//= 30.0

// %% id=extension a member is gone
extension Point { var product: Double { x * y } }

// %%
Point().sum
//! has no member 'sum'

// %%
Point().product
//= 2.0

// %% id=conformance
extension Point: CustomStringConvertible { var description: String { "(\(x), \(y))" } }

// %%
print(Point())
//> (1.0, 2.0)

// %% id=conformance unchanged
extension Point: CustomStringConvertible { var description: String { "(\(x), \(y))" } }

// %%
print(Point())
//> (1.0, 2.0)

// %% id=conformance edited
extension Point: CustomStringConvertible { var description: String { "<\(x), \(y)>" } }

// %%
print(Point(), "\(Point())")
//> <1.0, 2.0> <1.0, 2.0>

// %% id=type the type again; its extensions wait for theirs
struct Point { var x = 5.0, y = 5.0 }

// %%
Point().product
//! has no member 'product'

// %% id=extension
extension Point { var product: Double { x * y } }

// %%
Point().product
//= 25.0

// %% id=conformance
extension Point: CustomStringConvertible { var description: String { "[\(x), \(y)]" } }

// %%
print(Point())
//> [5.0, 5.0]

// %% id=library an extension of a library type
extension Int { var doubled: Int { self * 2 } }
3.doubled
//= 6

// %% id=library
extension Int { var doubled: Int { self * 2 } }
3.doubled
//= 6

// %% id=library
extension Int { var doubled: Int { self * 2 + 1 } }
3.doubled
//= 7

// %%
[1, 2].map(\.doubled)
//= [3, 5]

// %% id=librarySubscript
extension String { subscript(i: Int) -> Character { self[index(startIndex, offsetBy: i)] } }

// %% id=librarySubscript
extension String { subscript(i: Int) -> Character { self[index(startIndex, offsetBy: i)] } }

// %%
"abc"[1]
//= "b"

// %% id=libraryConformance
protocol Describable { var about: String { get } }
extension Int: Describable { var about: String { "int \(self)" } }
extension Array: Describable where Element: Describable { var about: String { map(\.about).joined(separator: ", ") } }
[1, 2].about
//= "int 1, int 2"

// %% id=libraryConformance
protocol Describable { var about: String { get } }
extension Int: Describable { var about: String { "number \(self)" } }
extension Array: Describable where Element: Describable { var about: String { map(\.about).joined(separator: ", ") } }
[1, 2].about
//= "number 1, number 2"

// %%
(7 as any Describable).about
//= "number 7"

// %% id=operator
infix operator <->: ComparisonPrecedence
func <-> (a: Int, b: Int) -> Bool { abs(a - b) < 2 }
1 + 1 <-> 3
//= true

// %% id=operator
infix operator <->: ComparisonPrecedence
func <-> (a: Int, b: Int) -> Bool { abs(a - b) < 2 }
1 + 1 <-> 3
//= true

// %%
5 <-> 9
//= false

// %% id=operator edited
precedencegroup DistancePrecedence { higherThan: AdditionPrecedence }
infix operator <->: DistancePrecedence
func <-> (a: Int, b: Int) -> Int { abs(a - b) }
1 + 1 <-> 3
//= 3

// %% id=operator again
precedencegroup DistancePrecedence { higherThan: AdditionPrecedence }
infix operator <->: DistancePrecedence
func <-> (a: Int, b: Int) -> Int { abs(a - b) }
1 + 1 <-> 3
//= 3

// %%
10 + 5 <-> 9
//= 14

// %% id=names
let kept = 1, removed = 2
func helper() -> Int { 3 }
struct Helper {}

// %%
kept + removed + helper()
//= 6

// %% id=names edited: what it no longer declares is gone
let kept = 10

// %%
kept
//= 10

// %%
removed
//! cannot find 'removed' in scope

// %%
helper()
//! cannot find 'helper' in scope

// %%
Helper()
//! cannot find 'Helper' in scope

// %% id=signature
func scale(_ x: Int) -> Int { x * 2 }
scale(4)
//= 8

// %% id=signature the earlier signature is gone
func scale(_ x: Int, by factor: Int) -> Int { x * factor }
scale(4, by: 3)
//= 12

// %%
scale(4)
//! missing argument for parameter 'by' in call

// %% id=overloads
func kind(_ x: Int) -> String { "int" }

// %% id=overloadsToo
func kind(_ x: String) -> String { "string" }

// %% id=overloads
func kind(_ x: Int) -> String { "integer" }

// %%
print(kind(1), kind(""))
//> integer string

// %% id=mistake a run that does not compile takes nothing away
let precious = 42

// %% id=mistake
let precious = 43
let other: Int = "nope"
//! cannot convert value of type 'String'

// %%
precious
//= 42

// %% id=subclass
class Base { func hello() -> String { "base" } }

// %% id=derived
class Derived: Base { override func hello() -> String { "derived of " + super.hello() } }

// %% id=subclass
class Base { func hello() -> String { "new base" } }

// %% the subclass has its base from before
Derived().hello()
//= "derived of base"

// %% id=derived
class Derived: Base { override func hello() -> String { "derived of " + super.hello() } }

// %%
Derived().hello()
//= "derived of new base"

// %% id=caller
func inner() -> Int { 1 }

// %% id=outer
func outer() -> Int { inner() + 100 }

// %% id=caller
func inner() -> Int { 2 }

// %% id=outer
func outer() -> Int { inner() + 100 }
outer()
//= 102

// %% id=wrapper
@propertyWrapper struct Twice { var wrappedValue: Int { didSet { wrappedValue *= 2 } } }
struct Holder { @Twice var wrapped = 1 }
var holder = Holder()
holder.wrapped = 4
holder.wrapped
//= 8

// %% id=wrapper
@propertyWrapper struct Twice { var wrappedValue: Int { didSet { wrappedValue *= 2 } } }
struct Holder { @Twice var wrapped = 1 }
var holder = Holder()
holder.wrapped = 5
holder.wrapped
//= 10

// %% id=private
private let secret = 1
fileprivate func reveal() -> Int { secret }

// %%
reveal() + secret
//= 2

// %% id=private
private let secret = 5
fileprivate func reveal() -> Int { secret * 2 }

// %%
reveal() + secret
//= 15

// %% id=async
let awaited = await Task { 20 }.value
awaited
//= 20

// %% id=async
let awaited = await Task { 21 }.value
awaited
//= 21

// %% id=model a large value is replaced
final class Model {
    var weights = [Double](repeating: 0.5, count: 1000)
    deinit { print("model gone") }
}
var model: Model? = Model()

// %%
model!.weights.reduce(0, +)
//= 500.0
