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

extension CellMark {
    /// The text with the marks blanked out, which keeps every line and every offset.
    public static func blanking(_ marks: [CellMark], in code: String) -> String {
        guard !marks.isEmpty else { return code }
        var bytes = Array(code.utf8)
        for mark in marks {
            for offset in mark.range where bytes[offset] != UInt8(ascii: "\n") { bytes[offset] = UInt8(ascii: " ") }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
