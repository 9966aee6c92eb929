import Foundation
import History
import Testing

@Suite final class HistoryTests {
    private let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    private var path: String { folder.appendingPathComponent("deeper/history.sqlite").path }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    private func sources(_ history: History, _ query: HistoryQuery) throws -> [String] {
        try history.entries(query).map(\.source)
    }

    @Test func theLastCellsOfAllSessionsComeInTheirOrder() throws {
        let first = try History(path: path)
        for line in 1...3 { try first.add(line: line, source: "first \(line)") }
        let second = try History(path: path)
        try second.add(line: 1, source: "second 1")
        #expect(second.session == first.session + 1)
        #expect(try sources(second, .tail(count: 2)) == ["first 3", "second 1"])
        #expect(try sources(first, .tail(count: 100)) == ["first 1", "first 2", "first 3", "second 1"])
        #expect(try sources(second, .tail(count: 0)).isEmpty && sources(second, .tail(count: -1)).isEmpty)
    }

    @Test func aRangeIsOfOneSession() throws {
        let first = try History(path: path)
        for line in 1...4 { try first.add(line: line, source: "\(line)") }
        let second = try History(path: path)
        try second.add(line: 1, source: "mine")
        #expect(try sources(second, .range(session: 0, start: 0, stop: nil)) == ["mine"])
        #expect(try sources(second, .range(session: -1, start: 2, stop: 4)) == ["2", "3"])
        #expect(try sources(second, .range(session: first.session, start: 3, stop: nil)) == ["3", "4"])
        #expect(try sources(second, .range(session: 99, start: 0, stop: nil)).isEmpty)
    }

    @Test func aSearchTakesGlobs() throws {
        let history = try History(path: path)
        for (line, source) in [
            "let a = 1", "let b = 2", "print(a)", "let a = 1", "it's \"quoted\"; DROP TABLE history",
        ].enumerated() {
            try history.add(line: line + 1, source: source)
        }
        #expect(try sources(history, .search(pattern: "let*", count: nil, unique: false)).count == 3)
        #expect(try sources(history, .search(pattern: "let*", count: 2, unique: false)) == ["let b = 2", "let a = 1"])
        #expect(try history.entries(.search(pattern: "let ?*", count: nil, unique: true)).map(\.line) == [2, 4])
        #expect(try sources(history, .search(pattern: "*'*", count: nil, unique: false)).count == 1)
        #expect(try sources(history, .search(pattern: "nothing", count: nil, unique: false)).isEmpty)
    }

    @Test func valuesAreKeptWithTheirCells() throws {
        let history = try History(path: path)
        try history.add(line: 1, source: "6 * 7")
        try history.add(output: "42", toLine: 1)
        try history.add(line: 2, source: "print()")
        #expect(try history.entries(.tail(count: 2), withOutput: true).map(\.output) == ["42", nil])
        #expect(try history.entries(.tail(count: 2)).map(\.output) == [nil, nil])
    }

    @Test func kernelsWriteAtTheSameTime() async throws {
        let histories = try (0..<4).map { _ in try History(path: path) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for history in histories {
                group.addTask {
                    for line in 1...50 { try history.add(line: line, source: "\(history.session)/\(line)") }
                }
            }
            try await group.waitForAll()
        }
        #expect(try histories[0].entries(.tail(count: 1000)).count == 200)
        #expect(Set(histories.map(\.session)).count == 4)
    }

    @Test func onlyTheUserCanReadIt() throws {
        _ = try History(path: path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect((attributes[.posixPermissions] as? Int) == 0o600)
    }

    @Test func aFileThatIsNoDatabaseIsAnError() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let file = folder.appendingPathComponent("text").path
        try Data(repeating: 65, count: 5000).write(to: URL(fileURLWithPath: file))
        #expect(throws: (any Error).self) { try History(path: file) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count == 5000)
    }
}
