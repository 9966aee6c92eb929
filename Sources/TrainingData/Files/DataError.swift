/// Why a data file could not be read or fetched.
public struct DataError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The file, or the address it was to come from.
    public let path: String
    /// The line the trouble is in, from 1, where the file has lines.
    public let line: Int?
    /// The column, from 1, where the file has columns.
    public let column: Int?
    /// What was found and what was expected.
    public let problem: String

    init(_ path: String, line: Int? = nil, column: Int? = nil, _ problem: String) {
        self.path = path
        self.line = line
        self.column = column
        self.problem = problem
    }

    public var description: String {
        let place = (line.map { ", line \($0)" } ?? "") + (column.map { ", column \($0)" } ?? "")
        return "\(path)\(place): \(problem)"
    }
}
