/// Lets references to symbols of a cell's earlier runs point to one of its new run.
package struct SymbolRebinding: Equatable, Sendable {
    /// Mangled names.
    package var earlier: [String]
    package var symbol: String
    /// How many of the cell's declarations of variables must have been carried out before.
    package var reached: UInt32

    package init(earlier: [String], symbol: String, reached: UInt32) {
        self.earlier = earlier
        self.symbol = symbol
        self.reached = reached
    }
}

extension SymbolRebinding {
    func write(to writer: inout ByteWriter) {
        writer.write(earlier) { $0.write($1) }
        writer.write(symbol)
        writer.write(reached)
    }

    init(from reader: inout ByteReader) throws(LinkError) {
        self.init(
            earlier: try reader.readArray { (reader) throws(LinkError) in try reader.readString() },
            symbol: try reader.readString(), reached: try reader.read())
    }
}
