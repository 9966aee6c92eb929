import Foundation

/// What the compiler writes with `-serialize-diagnostics-path`: its diagnostics with exact ranges and fix-its, in the
/// format of Clang's `SerializedDiagnostics.h`.
package struct SerializedDiagnostic {
    /// A place in a file that the compiler read, or made up to show a library's declaration.
    package struct Location {
        package var file: String
        /// Counted from 1.
        package var line: Int
        /// Counted in bytes from 1.
        package var column: Int
        /// Counted in bytes from the beginning of the file.
        package var offset: Int
    }

    package struct Span {
        package var start: Location
        package var end: Location
    }

    package var severity: Diagnostic.Severity
    package var message: String
    package var location: Location?
    package var ranges: [Span] = []
    package var fixIts: [(span: Span, text: String)] = []
    package var notes: [SerializedDiagnostic] = []

    package static func read(path: String) -> [SerializedDiagnostic] {
        guard let data = try? Data(contentsOf: URL(fileURLWithPath: path)) else { return [] }
        var reader = DiagnosticsReader()
        // What comes before a place that cannot be read still counts.
        try? reader.read(Array(data))
        return reader.diagnostics
    }
}

private struct DiagnosticsReader {
    private enum Code {
        static let diagnosticBlock = 9
        static let diagnostic = 2
        static let sourceRange = 3
        static let fileName = 6
        static let fixIt = 7
    }

    var diagnostics: [SerializedDiagnostic] = []
    private var open: [SerializedDiagnostic] = []
    private var files: [UInt64: String] = [:]

    mutating func read(_ bytes: [UInt8]) throws {
        var reader = try BitstreamReader(bytes, magic: "DIAG")
        var blocks: [Int] = []
        while let element = try reader.next() {
            switch element {
            case .blockStart(let id):
                blocks.append(id)
                if id == Code.diagnosticBlock { open.append(SerializedDiagnostic(severity: .error, message: "")) }
            case .blockEnd: if blocks.popLast() == Code.diagnosticBlock { close() }
            case .record(let record): if blocks.last == Code.diagnosticBlock { add(record) }
            }
        }
    }

    /// Notes are blocks inside that of their diagnostic.
    private mutating func close() {
        let done = open.removeLast()
        if open.isEmpty { diagnostics.append(done) } else { open[open.count - 1].notes.append(done) }
    }

    private mutating func add(_ record: BitstreamReader.Record) {
        let text = String(decoding: record.blob, as: UTF8.self)
        let (fields, last) = (record.fields, open.count - 1)
        switch record.code {
        case Code.fileName: if let id = fields.first { files[id] = text }
        case Code.diagnostic where fields.count >= 5:
            open[last].severity = severity(fields[0])
            open[last].location = location(fields[1...])
            open[last].message = text
        case Code.sourceRange: if let span = span(fields) { open[last].ranges.append(span) }
        case Code.fixIt: if let span = span(fields) { open[last].fixIts.append((span, text)) }
        default: break
        }
    }

    private func severity(_ level: UInt64) -> Diagnostic.Severity {
        switch level {
        case 1: .note
        case 2: .warning
        case 5: .remark
        default: .error
        }
    }

    private func span(_ fields: [UInt64]) -> SerializedDiagnostic.Span? {
        guard fields.count >= 8, let start = location(fields[0...]), let end = location(fields[4...]) else {
            return nil
        }
        return SerializedDiagnostic.Span(start: start, end: end)
    }

    private func location(_ fields: ArraySlice<UInt64>) -> SerializedDiagnostic.Location? {
        let fields = fields.prefix(4).map { Int(truncatingIfNeeded: $0) }
        guard fields.count == 4, let file = files[UInt64(truncatingIfNeeded: fields[0])] else { return nil }
        return SerializedDiagnostic.Location(file: file, line: fields[1], column: fields[2], offset: fields[3])
    }
}
