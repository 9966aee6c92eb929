import Foundation
import GRDB

/// The cells that were run, in all sessions of a user, in an SQLite database.
///
/// Kernels write to it at the same time; each has a session of its own in it.
public final class History: Sendable {
    /// This kernel's session.
    public let session: Int
    private let database: DatabasePool

    /// Opens the history, makes it where there is none, and begins a session.
    public init(path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.label = "history"
        database = try DatabasePool(path: path, configuration: configuration)
        try? FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
        try History.migrator.migrate(database)
        session = try database.write { database in
            try database.execute(sql: "INSERT INTO sessions (start) VALUES (datetime('now'))")
            return Int(database.lastInsertedRowID)
        }
    }

    private static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.create(table: "sessions") { table in
                table.autoIncrementedPrimaryKey("session")
                table.column("start", .text).notNull()
            }
            try database.create(table: "history") { table in
                table.column("session", .integer).notNull().references("sessions", onDelete: .cascade)
                table.column("line", .integer).notNull()
                table.column("source", .text).notNull()
                table.column("output", .text)
                table.primaryKey(["session", "line"])
            }
        }
        return migrator
    }

    /// Takes note of a cell. A line that is there already gets the new text.
    public func add(line: Int, source: String) throws {
        try database.write { database in
            try database.execute(
                sql: "INSERT OR REPLACE INTO history (session, line, source) VALUES (?, ?, ?)",
                arguments: [session, line, source])
        }
    }

    /// Takes note of a cell's value.
    public func add(output: String, toLine line: Int) throws {
        try database.write { database in
            try database.execute(
                sql: "UPDATE history SET output = ? WHERE session = ? AND line = ?", arguments: [output, session, line])
        }
    }

    /// The cells that were asked for, the oldest first.
    ///
    /// - Parameter withOutput: Whether the entries get the cells' values.
    public func entries(_ query: HistoryQuery, withOutput: Bool = false) throws -> [HistoryEntry] {
        try database.read { database in
            let (sql, arguments) = statement(for: query)
            return try Row.fetchAll(database, sql: sql, arguments: arguments).map { row in
                HistoryEntry(
                    session: row["session"], line: row["line"], source: row["source"],
                    output: withOutput ? row["output"] : nil)
            }
        }
    }

    private func statement(for query: HistoryQuery) -> (String, StatementArguments) {
        let latest = "ORDER BY session DESC, line DESC LIMIT ?"
        switch query {
        case .tail(let count):
            return ("SELECT * FROM (SELECT * FROM history \(latest)) ORDER BY session, line", [max(count, 0)])
        case .range(let session, let start, let stop):
            let session = session > 0 ? session : self.session + session
            return (
                "SELECT * FROM history WHERE session = ? AND line >= ? AND line < ? ORDER BY line",
                [session, start, stop ?? Int(Int32.max)]
            )
        case .search(let pattern, let count, let unique):
            // Of equal texts, the latest counts.
            let group = unique ? "GROUP BY source HAVING MAX(session * 1000000000 + line)" : ""
            return (
                "SELECT * FROM (SELECT * FROM history WHERE source GLOB ? \(group) \(latest)) ORDER BY session, line",
                [pattern, count.map { max($0, 0) } ?? -1]
            )
        }
    }
}
