Property wrappers, result builders, key paths, dynamic members and calls, macros, availability, compilation conditions.

// %%
@propertyWrapper
struct Clamped<Value: Comparable> {
    private var value: Value
    private let limits: ClosedRange<Value>
    var projectedValue: Bool { value == limits.lowerBound || value == limits.upperBound }
    var wrappedValue: Value {
        get { value }
        set { value = min(max(newValue, limits.lowerBound), limits.upperBound) }
    }
    init(wrappedValue: Value, _ limits: ClosedRange<Value>) {
        self.limits = limits
        value = min(max(wrappedValue, limits.lowerBound), limits.upperBound)
    }
}

// %% in a type of a later cell
struct Volume {
    @Clamped(0...11) var level = 5
    @Clamped(-1...1) var balance = 0.0
}
var volume = Volume()
volume.level = 99
print(volume.level, volume.$level, volume.$balance)
//> 11 true false

// %% on a static property
enum Settings { @Clamped(0...10) static var brightness = 3 }

// %%
Settings.brightness = 42
print(Settings.brightness, Settings.$brightness)
//> 10 true

// %% on a parameter and on a local
@propertyWrapper struct Doubled {
    var wrappedValue: Int
    init(wrappedValue: Int) { self.wrappedValue = wrappedValue * 2 }
}
func show(@Doubled _ x: Int) -> Int {
    @Doubled var y = 5
    return x + y
}
show(1)
//= 12

// %% result builders
@resultBuilder
enum HTMLBuilder {
    static func buildBlock(_ parts: String...) -> String { parts.joined() }
    static func buildOptional(_ part: String?) -> String { part ?? "" }
    static func buildEither(first: String) -> String { first }
    static func buildEither(second: String) -> String { second }
    static func buildArray(_ parts: [String]) -> String { parts.joined(separator: ",") }
    static func buildExpression(_ text: String) -> String { text }
    static func buildExpression(_ number: Int) -> String { "#\(number)" }
}
func tag(_ name: String, @HTMLBuilder _ content: () -> String) -> String { "<\(name)>\(content())</\(name)>" }

// %%
let loud = true
tag("p") {
    "hello"
    if loud { "!" }
    if loud { "A" } else { "B" }
    for i in 1...3 { i }
}
//= "<p>hello!A#1,#2,#3</p>"

// %% a builder on a property of a later type
struct Page {
    var title: String
    @HTMLBuilder var body: String {
        tag("h1") { title }
        tag("p") { "text" }
    }
}
Page(title: "T").body
//= "<h1>T</h1><p>text</p>"

// %% key paths
struct Author { var name: String, born: Int }
struct Book { var title: String, author: Author, pages: [Int] }
var book = Book(title: "Faust", author: Author(name: "Goethe", born: 1749), pages: [1, 2])

// %%
let born = \Book.author.born
book[keyPath: born] += 1
print(book[keyPath: born], book[keyPath: \.pages[1]], [book].map(\.author.name), (\Book.title).appending(path: \.count) == \Book.title.count)
//> 1750 2 ["Goethe"] true

// %%
extension Sequence {
    func sorted<V: Comparable>(by path: KeyPath<Element, V>) -> [Element] { sorted { $0[keyPath: path] < $1[keyPath: path] } }
}
["ccc", "a", "bb"].sorted(by: \.count)
//= ["a", "bb", "ccc"]

// %% a key path shown
type(of: \Book.title)
//= WritableKeyPath<Book, String>

// %% dynamic members
@dynamicMemberLookup
struct JSON {
    var values: [String: Any]
    subscript(dynamicMember name: String) -> Any? { values[name] }
}
JSON(values: ["answer": 42]).answer
//= Optional(42)

// %% through key paths
@dynamicMemberLookup
final class Reference<Value> {
    var value: Value
    init(_ value: Value) { self.value = value }
    subscript<T>(dynamicMember path: WritableKeyPath<Value, T>) -> T {
        get { value[keyPath: path] }
        set { value[keyPath: path] = newValue }
    }
}

// %%
let reference = Reference(book)
reference.title = "Egmont"
reference.author.born = 1
print(reference.title, reference.value.author.born, book.title)
//> Egmont 1 Faust

// %% dynamic calls
@dynamicCallable
struct Recorder {
    func dynamicallyCall(withArguments values: [Int]) -> Int { values.reduce(0, +) }
    func dynamicallyCall(withKeywordArguments pairs: KeyValuePairs<String, Int>) -> String {
        pairs.map { "\($0.key)=\($0.value)" }.joined(separator: "&")
    }
}
let record = Recorder()

// %%
print(record(1, 2, 3), record(a: 1, b: 2))
//> 6 a=1&b=2

// %% where code stands
func here(file: String = #fileID, line: Int = #line, function: String = #function) -> String { "\(line) \(function)" }
func caller() -> String {
    here()
}
print(#line, caller())
//> 5 3 caller()

// %% counted from each cell's first line
#line
//= 1

// %% availability
@available(*, deprecated, message: "use new()")
func old() -> Int { 1 }
func new() -> Int { 2 }
if #available(macOS 10, *) { print("available") }
//> available

// %% a deprecated function still runs, with a warning
old()
//? 'old()' is deprecated: use new()
//= 1

// %%
@available(*, unavailable, renamed: "new")
func gone() -> Int { 0 }

// %%
gone()
//! 'gone()' has been renamed to 'new'

// %% compilation conditions
#if os(Linux)
let system = "Linux"
#else
let system = "other"
#endif
#if swift(>=5.9) && canImport(Foundation)
print(system)
#elseif DEBUG
print("never")
#endif
//> Linux

// %%
system
//= "Linux"

// %% in declarations
struct Platform {
    #if arch(x86_64) || arch(arm64)
    let bits = 64
    #else
    let bits = 32
    #endif
}
Platform().bits
//= 64

// %% diagnostics of one's own
#warning("to be continued")
print("ran")
//? to be continued
//> ran

// %%
#error("not finished")
//! not finished

// %% the toolchain's macros
import Observation
@Observable
final class Counter {
    var count = 0
    @ObservationIgnored var hidden = 0
}
let counter = Counter()

// %%
withObservationTracking {
    _ = counter.count
} onChange: {
    print("will change")
}
counter.count += 1
counter.count += 1
counter.count
//> will change
//= 2

// %% reflection
struct Config { var rate = 0.1, layers = [1, 2], name: String? = "net" }
for child in Mirror(reflecting: Config()).children { print(child.label!, child.value) }
//> rate 0.1
//> layers [1, 2]
//> name Optional("net")

// %% a mirror of one's own
extension Config: CustomReflectable {
    var customMirror: Mirror { Mirror(self, children: ["rate": rate], displayStyle: .struct) }
}

// %%
Mirror(reflecting: Config()).children.count
//= 1

// %% attributes of functions
@inline(never) func opaque(_ x: Int) -> Int { x }
@inlinable public func open(_ x: Int) -> Int { x + 1 }
@_optimize(none) func slow() -> Int { 3 }
opaque(1) + open(2) + slow()
//= 7
