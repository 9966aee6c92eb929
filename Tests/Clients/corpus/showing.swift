What is shown and printed: never the name of a cell's module, never what is worth nothing.

// %%
struct Point { var x = 1, y = 2 }
enum Color { case red, custom(Point) }
final class Node {}

// %%
Point()
//= Point(x: 1, y: 2)

// %% printed inside others
print([Point()], [Color.red], Optional(Color.red) as Any)
//> [Point(x: 1, y: 2)] [Color.red] Optional(Color.red)

// %%
print((Point(), Color.custom(Point())), ["k": Point()])
//> (Point(x: 1, y: 2), Color.custom(Point(x: 1, y: 2))) ["k": Point(x: 1, y: 2)]

// %%
debugPrint(Point())
String(reflecting: Color.red)
//> Point(x: 1, y: 2)
//= "Color.red"

// %% what dump returns was shown by it
dump(Point())
//> ▿ Point
//>   - x: 1
//>   - y: 2

// %% text that only looks like the engine's stays
let text = "Cell_1.Point and (unknown context at $7f)"
print(text)
text
//> Cell_1.Point and (unknown context at $7f)
//= "Cell_1.Point and (unknown context at $7f)"

// %% types
print(Point.self, type(of: Node()), [Node].self)
Optional<Point>.self
//> Point Node Array<Node>
//= Optional<Point>

// %% private ones
private struct Hidden { var n = 1 }
private enum Mode { case on }
print([Hidden()], [Mode.on])
Hidden()
//> [Hidden(n: 1)] [Mode.on]
//= Hidden(n: 1)

// %% functions
func add(_ a: Int, _ b: Int = 1) -> Int { a + b }
let increment = { (n: Int) async throws -> Point in Point(x: n) }
add
//= (Int, Int) -> Int

// %%
increment
//= (Int) async throws -> Point

// %% nothing
print("only this")
//> only this

// %%
()

// %%
Optional<Int>.none
//= nil

// %% an assignment, a loop, a declaration
var n = 1
n = 5

// %%
n += 1

// %%
for _ in 0..<2 { n += 1 }

// %% if and switch as the last statement have a value, too
if n > 100 { "many" } else { "few" }
//= "few"

// %%
switch n {
case 0: "none"
case 1: "one"
default: "more"
}
//= "more"

// %% with statements in them they are statements
if n > 100 {
    print("many")
} else {
    print("few")
}
//> few

// %% an implicit member of a known type
let c: Color = .red
c
//= Color.red

// %% text of many lines
let poem = "one\ntwo"
print(poem)
poem
//> one
//> two
//= "one\ntwo"

// %% numbers
(0.1 + 0.2, Float(0.1), 1e100, Double.nan, -Double.infinity, 5 as UInt8)
//= (0.30000000000000004, 0.1, 1e+100, nan, -inf, 5)

// %% a value of a type with both descriptions
struct Both: CustomStringConvertible, CustomDebugStringConvertible {
    var description: String { "plain" }
    var debugDescription: String { "debug" }
}
print(Both())
[Both()]
//> plain
//= [debug]

// %% a value only to be moved
struct Ticket: ~Copyable { var number = 7 }
let ticket = Ticket()
ticket.number
//= 7

// %% errors by name
enum ParseError: Error { case bad(line: Int) }
throw ParseError.bad(line: 3)
//! ParseError
//! bad(line: 3)

// %% a compiler's error names types as they were written
let p: Point = Color.red
//! cannot convert value of type 'Color' to specified type 'Point'

// %% a cast's, too
(Node() as Any) as! Point
//! 'Node'
//! 'Point'

// %% standard error
import Foundation
FileHandle.standardError.write(Data("careful\n".utf8))
print("fine")
//? careful
//> fine

// %% many lines, in order
for i in 1...5 { print(i, terminator: i == 5 ? "\n" : ",") }
//> 1,2,3,4,5
