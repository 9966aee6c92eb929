A learner's own names that a library has, too.

// %%
func max(_ a: Int, _ b: Int) -> Int { a > b ? a : b }
max(3, 7)
//= 7

// %% in a later cell
max(8, 2)
//= 8

// %% the library's is still there
print(Swift.max(1, 2, 3), [1, 5].max()!)
//> 3 5

// %% types
struct Stack<Element> {
    var items: [Element] = []
    mutating func push(_ item: Element) { items.append(item) }
}
struct Data { var bytes: [Int] }
struct Tensor {
    var shape: [Int]
    static func zeros(_ shape: Int...) -> Tensor { Tensor(shape: shape) }
}

// %%
import Foundation

// %% one's own Data and not Foundation's
let data = Data(bytes: [1, 2])
data.bytes.count
//= 2

// %%
Foundation.Data([1, 2, 3]).count
//= 3

// %%
import DeepLearning

// %% one's own Tensor
Tensor.zeros(2, 3).shape
//= [2, 3]

// %% and in functions of later cells
func rank(_ tensor: Tensor) -> Int { tensor.shape.count }
rank(.zeros(1, 2, 3))
//= 3

// %%
var stack = Stack<Int>()
stack.push(1)
stack.items
//= [1]

// %% a variable named as a function
let count = 3, print2 = "p", min = 5
min + count
//= 8

// %% an own print
func print(_ text: String) { Swift.print("»", text) }
print("quoted")
//> » quoted

// %%
print("later", 1)
print("later")
//> later 1
//> » later

// %% an own type named as one of the standard library
struct Set { var members: [Int] }
Set(members: [1, 1]).members
//= [1, 1]

// %%
enum Result { case win, lose }
let result = Result.win
print(result == .win ? "won" : "lost")
//> » won

// %% an own Module and Layer beside the library's
class Layer { func forward(_ x: Double) -> Double { x * 2 } }

// %%
final class Linear: Layer { override func forward(_ x: Double) -> Double { super.forward(x) + 1 } }

// %%
Linear().forward(3)
//= 7.0

// %% an own protocol named Error
protocol Shape { var area: Double { get } }
struct Circle: Shape { var area: Double { 3.0 } }

// %%
[Circle() as any Shape].map(\.area)
//= [3.0]

// %% an own String beside everything that needs Swift's
struct Character { var name: String }
let hero = Character(name: "Ada")
"abc".first == "a"
//= true

// %%
hero.name
//= "Ada"

// %% an own operator for library types
func + (a: String, b: Int) -> String { a + String(b) }
"n" + 1
//= "n1"

// %% an extension's member that a library has as well
extension Array { var last2: [Element] { Array(suffix(2)) } }
extension Sequence { func sum() -> Int where Element == Int { reduce(0, +) } }
[1, 2, 3].last2.sum()
//= 5

// %% an own display, sum, mean
func mean(_ xs: [Double]) -> Double { xs.reduce(0, +) / Double(xs.count) }
func display(_ x: Int) -> String { "<\(x)>" }
display(3)
//= "<3>"

// %%
mean([1, 2, 3])
//= 2.0

// %% own names of modules and of the engine
struct Cell_1 { var n = 1 }
let Foundation2 = 2, Main = 3
func main() -> Int { 4 }
Cell_1().n + Foundation2 + Main + main()
//= 10
