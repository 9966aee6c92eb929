Ownership, noncopyable types, unsafe pointers, layout.

// %%
struct File: ~Copyable {
    let name: String
    init(_ name: String) {
        self.name = name
        print("open", name)
    }
    borrowing func describe() -> String { "file \(name)" }
    consuming func close() { print("closing") }
    deinit { print("deinit", name) }
}

// %%
do {
    let file = File("a")
    print(file.describe())
}
//> open a
//> file a
//> deinit a

// %%
func shut(_ file: consuming File) { file.close() }
do {
    let file = File("b")
    shut(file)
    print("after")
}
//> open b
//> closing
//> deinit b
//> after

// %% used twice
func wrong() {
    let file = File("c")
    shut(file)
    shut(file)
}
//! 'file' consumed more than once

// %% a noncopyable value kept in the session
var log = File("log")
//> open log

// %%
log.describe()
//= "file log"

// %% generic over what cannot be copied
struct Slot<Value: ~Copyable>: ~Copyable {
    private var value: Value?
    init(_ value: consuming Value) { self.value = consume value }
    mutating func take() -> Value? { value.take() }
    var isEmpty: Bool { value == nil }
}
extension Slot: Copyable where Value: Copyable {}

// %%
do {
    var slot = Slot(File("d"))
    let file = slot.take()
    print(slot.isEmpty, file!.describe())
}
let plain = Slot(5)
let copy = plain
print(copy.isEmpty)
//> open d
//> true file d
//> deinit d
//> false

// %% pointers
let pointer = UnsafeMutablePointer<Int>.allocate(capacity: 3)
pointer.initialize(repeating: 7, count: 3)
pointer[1] = 8
(pointer + 2).pointee += 1

// %%
Array(UnsafeBufferPointer(start: pointer, count: 3))
//= [7, 8, 8]

// %%
pointer.deinitialize(count: 3)
pointer.deallocate()

// %% buffers of arrays
var numbers = [1.0, 2.0, 3.0]
numbers.withUnsafeMutableBufferPointer { buffer in
    for i in buffer.indices { buffer[i] *= 2 }
}
numbers.withUnsafeBytes { $0.count }
//= 24

// %% pointers to variables
var value: Int32 = 1
withUnsafeMutablePointer(to: &value) { $0.pointee = 0x01020304 }
withUnsafeBytes(of: value.bigEndian) { Array($0) }
//= [1, 2, 3, 4]

// %% raw memory
let raw = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 8)
raw.storeBytes(of: 1.5, as: Double.self)
print(raw.load(as: UInt64.self) == (1.5).bitPattern)
raw.deallocate()
//> true

// %% layout
struct Mixed { var a: UInt8, b: Int64, c: UInt8 }
print(MemoryLayout<Mixed>.size, MemoryLayout<Mixed>.stride, MemoryLayout<Mixed>.alignment, MemoryLayout<Int?>.size)
//> 17 24 8 9

// %% reinterpretation
let pairs = unsafeBitCast((Int32(1), Int32(2)), to: SIMD2<Int32>.self)
pairs.y
//= 2

// %% unmanaged references
final class Token {
    deinit { print("token gone") }
}
do {
    let handle = Unmanaged.passRetained(Token())
    print(type(of: handle.takeUnretainedValue()))
    handle.release()
}
//> Token
//> token gone

// %% exclusivity, seen by the compiler
var shared = [1, 2]
func modify(_ a: inout [Int], _ b: inout [Int]) {}
modify(&shared, &shared)
//! overlapping accesses to 'shared'

// %% C functions with callbacks
import Glibc
var unsorted: [Int32] = [3, 1, 2]
qsort(&unsorted, 3, 4) { a, b in
    let (x, y) = (a!.load(as: Int32.self), b!.load(as: Int32.self))
    return x < y ? -1 : 1
}
unsorted
//= [1, 2, 3]

// %% spans
let span = [4, 5, 6]
func total(_ values: Span<Int>) -> Int {
    var sum = 0
    for i in values.indices { sum += values[i] }
    return sum
}
total(span.span)
//= 15

// %% sized buffers
let made = Array<Int>(unsafeUninitializedCapacity: 4) { buffer, count in
    for i in 0..<4 { buffer.initializeElement(at: i, to: i * i) }
    count = 4
}
made
//= [0, 1, 4, 9]

// %% managed buffers
final class Header: ManagedBuffer<Int, Double> {}
let buffer = Header.create(minimumCapacity: 8) { _ in 5 }
buffer.header
//= 5
