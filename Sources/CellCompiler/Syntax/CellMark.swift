/// A stretch of a cell's text that is not Swift but a directive, and what it means for the compiler.
///
/// It is blanked out before the cell is parsed, so that lines and columns of the Swift around it stay what they are.
public struct CellMark: Equatable, Sendable {
    public enum Meaning: Equatable, Sendable {
        /// Nothing: the kernel sees to it.
        case nothing
        /// The time that the statements take is printed.
        case time(Extent)
        /// The statements run many times, and the time of one run is printed.
        case timeit(Repetition, Extent)
        /// The variables in view are listed.
        case variables
    }

    /// Which statements a mark is about.
    public enum Extent: Equatable, Sendable {
        /// Those that begin behind it on its line.
        case line
        /// All of the cell.
        case cell
    }

    /// How often statements run whose time is taken.
    public struct Repetition: Equatable, Sendable {
        /// Runs between two looks at the clock; as many as make the measurement exact if nothing is given.
        public var loops: Int?
        /// How many times the measurement is repeated.
        public var runs: Int

        public init(loops: Int?, runs: Int) {
            self.loops = loops
            self.runs = runs
        }
    }

    public var meaning: Meaning
    /// UTF-8 offsets in the cell.
    public var range: Range<Int>

    public init(_ meaning: Meaning, at range: Range<Int>) {
        self.meaning = meaning
        self.range = range
    }
}

extension String {
    /// The text with parts of it blanked out, given by UTF-8 offsets, which keeps every line and every offset.
    package func blanking(_ ranges: [Range<Int>]) -> String {
        if ranges.isEmpty { return self }
        var bytes = Array(utf8)
        for offset in ranges.joined() where bytes[offset] != UInt8(ascii: "\n") { bytes[offset] = UInt8(ascii: " ") }
        return String(decoding: bytes, as: UTF8.self)
    }
}
