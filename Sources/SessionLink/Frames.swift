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
