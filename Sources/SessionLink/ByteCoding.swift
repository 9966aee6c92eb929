/// Appends fixed-width integers and length-prefixed strings, little-endian.
package struct ByteWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func write(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    package mutating func write(_ value: some Collection<UInt8>) {
        write(UInt32(value.count))
        bytes.append(contentsOf: value)
    }

    package mutating func write(_ value: String) {
        write(Array(value.utf8))
    }

    package mutating func write<Element>(_ values: [Element], _ writeElement: (inout ByteWriter, Element) -> Void) {
        write(UInt32(values.count))
        for value in values { writeElement(&self, value) }
    }
}

/// Reads what `ByteWriter` wrote.
package struct ByteReader {
    private var bytes: ArraySlice<UInt8>

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes[...]
    }

    package mutating func read<Value: FixedWidthInteger>(_: Value.Type = Value.self) throws(LinkError) -> Value {
        let raw = try take(MemoryLayout<Value>.size)
        var value: Value = 0
        for byte in raw.reversed() { value = value << 8 | Value(truncatingIfNeeded: byte) }
        return value
    }

    package mutating func readBytes() throws(LinkError) -> [UInt8] {
        Array(try take(Int(try read(UInt32.self))))
    }

    package mutating func readString() throws(LinkError) -> String {
        String(decoding: try readBytes(), as: UTF8.self)
    }

    package mutating func readArray<Element>(
        _ readElement: (inout ByteReader) throws(LinkError) -> Element
    ) throws(LinkError) -> [Element] {
        var values: [Element] = []
        for _ in 0..<(try read(UInt32.self)) { values.append(try readElement(&self)) }
        return values
    }

    private mutating func take(_ count: Int) throws(LinkError) -> ArraySlice<UInt8> {
        guard count <= bytes.count else { throw .malformed("a message ends after \(bytes.count) of \(count) bytes") }
        defer { bytes = bytes.dropFirst(count) }
        return bytes.prefix(count)
    }
}
