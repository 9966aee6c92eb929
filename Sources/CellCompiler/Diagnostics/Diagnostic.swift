/// What the compiler says about a cell.
public struct Diagnostic: Equatable, Sendable {
    public enum Severity: String, Sendable {
        case error, warning, note, remark
    }

    /// A place in a cell, with the line that it is in.
    public struct Place: Hashable, Sendable {
        /// The cell, as in "In[5]".
        public var file: String
        /// Counted from 1.
        public var line: Int
        /// Counted in characters from 1.
        public var column: Int
        public var text: String
        /// What is meant besides, in characters of the line from 0.
        public var ranges: [Range<Int>] = []

        public init(file: String, line: Int, column: Int, text: String, ranges: [Range<Int>] = []) {
            self.file = file
            self.line = line
            self.column = column
            self.text = text
            self.ranges = ranges
        }
    }

    /// A declaration in a library.
    public struct Origin: Equatable, Sendable {
        public var module: String
        public var declaration: String

        public init(module: String, declaration: String) {
            self.module = module
            self.declaration = declaration
        }
    }

    /// What the cell's text would be like if it were as the compiler proposes.
    public struct Fix: Equatable, Sendable {
        public struct Line: Equatable, Sendable {
            public var text: String
            /// What is new, in characters from 0.
            public var inserted: [Range<Int>]

            public init(text: String, inserted: [Range<Int>]) {
                self.text = text
                self.inserted = inserted
            }
        }

        public var lines: [Line]

        public init(lines: [Line]) {
            self.lines = lines
        }
    }

    public var severity: Severity
    public var message: String
    /// Nothing where it is about no text of the learner's.
    public var place: Place?
    public var origin: Origin?
    public var fix: Fix?
    public var notes: [Diagnostic]

    public init(
        _ severity: Severity, _ message: String, at place: Place? = nil, origin: Origin? = nil, fix: Fix? = nil,
        notes: [Diagnostic] = []
    ) {
        self.severity = severity
        self.message = message
        self.place = place
        self.origin = origin
        self.fix = fix
        self.notes = notes
    }
}
