Classes: identity, inheritance across cells, life and death.

// %%
class Vehicle {
    var speed = 0.0
    var name: String { "vehicle" }
    init() {}
    init(speed: Double) { self.speed = speed }
    func makeNoise() -> String { "…" }
    final func describe() -> String { "\(name) at \(speed): \(makeNoise())" }
}
let some = Vehicle()
some.speed = 3
some.describe()
//= "vehicle at 3.0: …"

// %% a subclass in a later cell
class Train: Vehicle {
    override func makeNoise() -> String { "choo" }
    override var name: String { "train" }
}
Train(speed: 80).describe()
//= "train at 80.0: choo"

// %% and one of that
final class Express: Train {
    var stops: [String]
    init(stops: [String]) {
        self.stops = stops
        super.init(speed: 200)
    }
    convenience init(to end: String) { self.init(stops: [end]) }
    override func makeNoise() -> String { super.makeNoise() + "!" }
    override var speed: Double { didSet { print("speed \(oldValue) → \(speed)") } }
}

// %%
let express = Express(to: "Bern")
express.speed = 230
express.describe()
//> speed 200.0 → 230.0
//= "train at 230.0: choo!"

// %% casting
let fleet: [Vehicle] = [some, Train(), express]
for vehicle in fleet {
    switch vehicle {
    case let express as Express: print("express to", express.stops[0])
    case is Train: print("train")
    default: print("vehicle")
    }
}
fleet.compactMap { $0 as? Train }.count
//> vehicle
//> train
//> express to Bern
//= 2

// %% references
let same = express
same.stops.append("Zürich")
print(express.stops, same === express, express !== some)
//> ["Bern", "Zürich"] true true

// %% a cast that fails
let wrong = some as! Train
//! Could not cast value of type

// %% deinit
final class Resource {
    let name: String
    init(_ name: String) {
        self.name = name
        print("open", name)
    }
    deinit { print("close", name) }
}
var resource: Resource? = Resource("a")
resource = nil
//> open a
//> close a

// %% across cells
var held: Resource? = Resource("b")
//> open b

// %%
held = Resource("c")
//> open c
//> close b

// %% what a block holds goes with the block
do {
    let local = Resource("d")
    print(local.name)
}
//> open d
//> d
//> close d

// %% weak and unowned
final class Person {
    let name: String
    weak var friend: Person?
    init(_ name: String) { self.name = name }
    deinit { print("farewell", name) }
}
var ann: Person? = Person("Ann"), bob: Person? = Person("Bob")
ann!.friend = bob
bob!.friend = ann

// %%
ann = nil
bob!.friend == nil
//> farewell Ann
//= true

// %% a cycle broken by a capture list
final class Button {
    var action: () -> String = { "" }
    var label = "press"
    func connect() { action = { [weak self] in self?.label ?? "gone" } }
    deinit { print("button gone") }
}
var button: Button? = Button()
button!.connect()
let action = button!.action
print(action())
button = nil
action()
//> press
//> button gone
//= "gone"

// %% required initialisers and metatypes
class Shape {
    required init() {}
    class var sides: Int { 0 }
    static func make() -> Self { Self() }
}

// %%
class Square: Shape { override class var sides: Int { 4 } }
let types: [Shape.Type] = [Shape.self, Square.self]
print(types.map { $0.sides }, type(of: Square.make()), types[1].init() is Square)
//> [0, 4] Square true

// %% a two-phase initialiser forgotten
class Circle: Shape {
    var radius: Double
    required init() {}
}
//! property 'self.radius' not initialized

// %% abstract by a protocol
protocol Drawable: AnyObject { func draw() -> String }
final class Line: Drawable { func draw() -> String { "—" } }
let drawables: [any Drawable] = [Line(), Line()]
drawables.map { $0.draw() }.joined()
//= "——"

// %% a later cell gives a class of an earlier one a protocol
extension Square: Drawable { func draw() -> String { "□" } }

// %%
(Square() as any Drawable).draw()
//= "□"

// %% a generic class and its subclass
class Box<Value> {
    var value: Value
    init(_ value: Value) { self.value = value }
    func show() -> String { "box of \(value)" }
}

// %%
final class IntBox: Box<Int> { override func show() -> String { super.show() + "!" } }
let boxes: [Box<Int>] = [Box(1), IntBox(2)]
boxes.map { $0.show() }
//= ["box of 1", "box of 2!"]

// %% copying on write
final class Storage { var items: [Int] = [] }
struct Stack {
    private var storage = Storage()
    mutating func push(_ item: Int) {
        if !isKnownUniquelyReferenced(&storage) {
            let new = Storage()
            new.items = storage.items
            storage = new
        }
        storage.items.append(item)
    }
    var count: Int { storage.items.count }
}
var first = Stack()
first.push(1)
var second = first
second.push(2)
print(first.count, second.count)
//> 1 2

// %% an instance shown
Line()
//= Line

// %% one with a description
extension Line: CustomStringConvertible { var description: String { "a line" } }

// %%
let line = Line()
print(line)
line
//> a line
//= a line

// %% overriding what is final
class Loud: Vehicle { override func describe() -> String { "LOUD" } }
//! instance method overrides a 'final' instance method
