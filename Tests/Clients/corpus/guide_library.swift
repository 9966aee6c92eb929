A third afternoon: text, shapes and data, in the order in which a learner meets the language.

// %% constants and variables
let maximumAttempts = 10
var attempt = 0
var environment = "development", x = 0.0, y = 0.0
let maximum: Int
if environment == "development" { maximum = 100 } else { maximum = 10 }
print(maximumAttempts, attempt, maximum)
//> 10 0 100

// %% annotations and type aliases
var red, green, blue: Double
(red, green, blue) = (0.5, 0.25, 1)
typealias Sample = UInt16
print(red + green, Sample.min)
//> 0.75 0

// %%
attempt += 1
"attempt \(attempt) of \(maximumAttempts)"
//= "attempt 1 of 10"

// %% a number that does not fit
let tooBig: Int8 = 200
//! overflows when stored into 'Int8'

// %% nor at run time
let small = UInt8(attempt + 300)
//! Not enough bits to represent the passed value

// %% optional binding in all its forms
func convert(_ text: String?) -> String {
    guard let text else { return "nothing" }
    if let number = Int(text), number > 0, number.isMultiple(of: 2) { return "even \(number)" }
    return Int(text).map { "odd \($0)" } ?? "text \(text)"
}
["4", "3", "x", nil].map(convert)
//= ["even 4", "odd 3", "text x", "nothing"]

// %% optional chaining
final class Person {
    var name: String
    var residence: Residence?
    init(_ name: String) { self.name = name }
}
final class Residence {
    var rooms: [Room] = []
    var street: String?
    subscript(i: Int) -> Room { get { rooms[i] } set { rooms[i] = newValue } }
    func describe() -> String? { street.map { "\(rooms.count) rooms in \($0)" } }
}
struct Room { var name: String, area = 10 }
let john = Person("John")

// %%
print(john.residence?.rooms.count ?? -1, john.residence?.describe()?.isEmpty as Any)
//> -1 nil

// %%
john.residence = Residence()
john.residence?.rooms.append(Room(name: "kitchen"))
john.residence?.street = "Elm Street"
john.residence?[0].area += 5
print(john.residence?.rooms.first?.area ?? 0, john.residence?.describe() ?? "nowhere")
//> 15 1 rooms in Elm Street

// %% ternaries, ranges and nil-coalescing
let names = ["Anna", "Alex", "Brian"]
for name in names[..<2] { print(name, terminator: " ") }
for i in (0...2).reversed() where i != 1 { print(i, terminator: " ") }
print(names.first { $0.hasPrefix("B") } ?? "nobody")
//> Anna Alex 2 0 Brian

// %% sorting with closures, ever shorter
let backwards: (String, String) -> Bool = { $0 > $1 }
print(names.sorted(by: { (a: String, b: String) -> Bool in return a > b }) == names.sorted(by: backwards), names.sorted(by: >))
//> true ["Brian", "Anna", "Alex"]

// %% numbers spelled out
let digitNames = [0: "zero", 1: "one", 5: "five", 6: "six"]
[16, 51].map { number -> String in
    var (number, text) = (number, "")
    repeat {
        text = digitNames[number % 10]! + text
        number /= 10
    } while number > 0
    return text
}
//= ["onesix", "fiveone"]

// %% snakes and ladders
let finalSquare = 25
var board = [Int](repeating: 0, count: finalSquare + 1)
(board[3], board[6], board[9], board[14]) = (8, 11, 9, -10)
var square = 0, dice = 0, turns = 0
game: while square != finalSquare {
    dice = dice % 6 + 1
    turns += 1
    switch square + dice {
    case finalSquare: break game
    case let new where new > finalSquare: continue game
    default:
        square += dice
        square += board[square]
    }
    if turns > 100 { break }
}
turns <= 101
//= true

// %% nested functions chosen at run time
func chooseStep(backward: Bool) -> (Int) -> Int {
    func forward(_ x: Int) -> Int { x + 1 }
    func back(_ x: Int) -> Int { x - 1 }
    return backward ? back : forward
}
var position = -2
let toZero = chooseStep(backward: position > 0)
while position != 0 { position = toZero(position) }
position
//= 0

// %% properties of every kind
struct Rect {
    struct Size { var width = 0.0, height = 0.0 }
    var origin = (x: 0.0, y: 0.0)
    var size = Size()
    var center: (x: Double, y: Double) {
        get { (origin.x + size.width / 2, origin.y + size.height / 2) }
        set { origin = (newValue.x - size.width / 2, newValue.y - size.height / 2) }
    }
    static let unit = Rect(size: Size(width: 1, height: 1))
}
var rect = Rect(size: Rect.Size(width: 10, height: 10))
rect.center = (15, 15)
print(rect.origin, Rect.unit.center.x)
//> (x: 10.0, y: 10.0) 0.5

// %%
rect.origin.x = -1
rect
//= Rect(origin: (x: -1.0, y: 10.0), size: Rect.Size(width: 10.0, height: 10.0))

// %% inheritance with observers, super and final
class Document {
    var text = "" { didSet { changes += 1 } }
    private(set) var changes = 0
    init(_ text: String) { self.text = text }
    func render() -> String { text }
}

// %%
class Titled: Document {
    let title: String
    init(title: String, text: String) {
        self.title = title
        super.init(text)
    }
    override func render() -> String { "# \(title)\n" + super.render() }
}
final class Draft: Titled {
    override var text: String { didSet { if text.count > 5 { text = String(text.prefix(5)) } } }
}

// %%
let draft = Draft(title: "T", text: "a")
draft.text = "too long"
print(draft.render(), draft.changes)
//> # T
//> too l 2

// %% generics from the ground up
func swapped<A, B>(_ pair: (A, B)) -> (B, A) { (pair.1, pair.0) }
func index<T: Equatable>(of value: T, in values: [T]) -> Int? {
    for (i, candidate) in values.enumerated() where candidate == value { return i }
    return nil
}
(swapped((1, "a")), index(of: 3.5, in: [1, 3.5]), index(of: "z", in: []))
//= (("a", 1), Optional(1), nil)

// %% access within a type
struct TrackedString {
    private(set) var edits = 0
    var value = "" { didSet { edits += 1 } }
}
var tracked = TrackedString()
tracked.value = "a"
tracked.value += "b"
"\(tracked.value) after \(tracked.edits) edits"
//= "ab after 2 edits"

// %% bits and bytes of a colour
let pink: UInt32 = 0xCC6699
print((pink & 0xFF0000) >> 16, (pink & 0x00FF00) >> 8, pink & 0x0000FF)
//> 204 102 153
