/// One place in the stack of a failed cell.
package struct StackFrame: Equatable, Sendable {
    /// The shared library that holds the code.
    package var image: String
    /// Where in the library, as its own symbol table counts.
    package var offset: UInt64
    /// The mangled name of the nearest symbol, or nothing where the library has none.
    package var symbol: String

    package init(image: String, offset: UInt64, symbol: String) {
        self.image = image
        self.offset = offset
        self.symbol = symbol
    }
}

extension StackFrame {
    func write(to writer: inout ByteWriter) {
        writer.write(image)
        writer.write(offset)
        writer.write(symbol)
    }

    init(from reader: inout ByteReader) throws(LinkError) {
        self.init(image: try reader.readString(), offset: try reader.read(), symbol: try reader.readString())
    }
}

/// The calls that a failed cell was in.
package struct CallStack: Equatable, Sendable {
    /// The innermost calls, innermost first.
    package var inner: [StackFrame]
    /// How many calls were left out of a deep stack.
    package var omitted: UInt64
    /// The outermost calls of a deep stack.
    package var outer: [StackFrame]

    package init(inner: [StackFrame], omitted: UInt64 = 0, outer: [StackFrame] = []) {
        self.inner = inner
        self.omitted = omitted
        self.outer = outer
    }
}

extension CallStack {
    func write(to writer: inout ByteWriter) {
        writer.write(inner) { $1.write(to: &$0) }
        writer.write(omitted)
        writer.write(outer) { $1.write(to: &$0) }
    }

    init(from reader: inout ByteReader) throws(LinkError) {
        func frames() throws(LinkError) -> [StackFrame] {
            try reader.readArray { (reader) throws(LinkError) in try StackFrame(from: &reader) }
        }
        self.init(inner: try frames(), omitted: try reader.read(), outer: try frames())
    }
}
