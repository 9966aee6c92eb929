/// What the compiler says about a place in a cell.
public struct Diagnostic: Equatable, Sendable {
    public enum Severity: String, Sendable {
        case error, warning, note, remark
    }

    public var severity: Severity
    public var message: String
    /// The cell it is about, as in "In[5]"; nothing where it is about no text of the learner's.
    public var file: String?
    /// Lines and columns count from 1, columns in characters.
    public var line: Int
    public var column: Int

    public init(severity: Severity, message: String, file: String?, line: Int, column: Int) {
        self.severity = severity
        self.message = message
        self.file = file
        self.line = line
        self.column = column
    }
}

extension Diagnostic {
    /// Reads the compiler's messages, one a line, as `In[5]:3:12: error: …`.
    static func parse(_ text: String) -> [Diagnostic] {
        text.split(separator: "\n").compactMap { line in
            guard let match = line.wholeMatch(of: /(.+?):(\d+):(\d+): (error|warning|note|remark): (.*)/) else {
                guard let match = line.wholeMatch(of: /(?:<unknown>:0: )?(error|warning|note|remark): (.*)/) else {
                    return nil
                }
                return Diagnostic(
                    severity: Severity(rawValue: String(match.1))!, message: String(match.2), file: nil, line: 0,
                    column: 0)
            }
            return Diagnostic(
                severity: Severity(rawValue: String(match.4))!, message: String(match.5), file: String(match.1),
                line: Int(match.2)!, column: Int(match.3)!)
        }
    }
}
