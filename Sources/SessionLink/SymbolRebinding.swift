/// Lets references to symbols of a cell's earlier runs point to one of its new run.
package struct SymbolRebinding: Equatable, Sendable {
    /// Mangled names.
    package var earlier: [String]
    package var symbol: String
    /// Whether the symbols describe conformances, whose witnesses are replaced.
    package var isConformance: Bool
    /// How many of the cell's declarations of variables must have been carried out before.
    package var reached: UInt32

    package init(earlier: [String], symbol: String, isConformance: Bool = false, reached: UInt32) {
        self.earlier = earlier
        self.symbol = symbol
        self.isConformance = isConformance
        self.reached = reached
    }
}

extension SymbolRebinding {
    func write(to writer: inout ByteWriter) {
        writer.write(earlier) { $0.write($1) }
        writer.write(symbol)
        writer.write(UInt8(isConformance ? 1 : 0))
        writer.write(reached)
    }

    init(from reader: inout ByteReader) throws(LinkError) {
        self.init(
            earlier: try reader.readArray { (reader) throws(LinkError) in try reader.readString() },
            symbol: try reader.readString(), isConformance: try reader.read(UInt8.self) != 0,
            reached: try reader.read())
    }
}
