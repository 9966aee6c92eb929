import CellCompiler

/// A cell taken apart: what its directives ask of the kernel, and its Swift.
package struct NotebookCell: Sendable {
    package let code: String
    /// What in the code is not Swift.
    package private(set) var marks: [CellMark] = []
    package var options = CompilationOptions()
    /// What the kernel does before the Swift runs.
    package var actions: [CellAction] = []

    package init(_ code: String) throws(DirectiveError) {
        // Editors of some systems begin a file with a byte order mark.
        self.code = code.hasPrefix("\u{FEFF}") ? String(code.dropFirst()) : code
        for start in possibleDirectives(in: self.code) where !marks.contains(where: { $0.range.contains(start) }) {
            try readLine(at: start)
        }
    }

    package mutating func add(_ mark: CellMark) {
        marks.append(mark)
    }

    /// Whether a directive takes everything that follows in the cell.
    package private(set) var isOpenEnded = false

    /// The code with its directives blanked out.
    package var swift: String { code.blanking(marks.map(\.range)) }

    /// Whether there is anything to compile.
    package var hasSwift: Bool {
        options != CompilationOptions() || marks.contains { $0.meaning != .nothing }
            || !swift.allSatisfy(\.isWhitespace) || actions.isEmpty
    }

    /// Whether what the cells behind it mean depends on what its directives do.
    package var changesWhatCellsSee: Bool { actions.contains { $0.changesWhatCellsSee } }

    func compilationRequest(file: String, cellID: String?) -> CompilationPipeline.Request? {
        guard hasSwift else { return nil }
        return CompilationPipeline.Request(code: code, file: file, cellID: cellID, marks: marks, options: options)
    }

    private mutating func readLine(at start: Int) throws(DirectiveError) {
        let line = directiveLine(at: start)
        switch LinePosition(ofLineAt: start, in: swift) {
        case .topLevel: break
        case .insideText: return
        case .insideStatement:
            guard Directives.named(line.name) != nil else { return }
            throw line.error("\(line.written) must stand at the top level of a cell, between statements")
        }
        guard let directive = Directives.named(line.name) else {
            let meant = Directives.closest(to: line.name).map { "; did you mean %\($0)?" } ?? "."
            throw line.error("there is no directive \(line.written)\(meant) %help lists them all")
        }
        if line.words == "?" {
            actions.append(.help(directive.name))
            add(line.mark())
            return
        }
        let usages = directive.usages.filter { $0.isCell == line.isCell }
        guard !usages.isEmpty else {
            let other = line.isCell ? "works on a line" : "takes the whole cell"
            throw line.error("there is no \(line.written); \(directive.name) \(other): \(directive.usages[0].form)")
        }
        if line.isCell && line.followsCode {
            throw line.error("\(line.written) is about the whole cell, so it must stand before the cell's code")
        }
        try directive.read(line, into: &self)
        isOpenEnded = isOpenEnded || line.isCell
    }

    private func directiveLine(at start: Int) -> DirectiveLine {
        let text = code.utf8.dropFirst(start).prefix { $0 != UInt8(ascii: "\n") }
        let isCell = text.starts(with: "%%".utf8)
        let name = text.drop { $0 == UInt8(ascii: "%") }.prefix(while: isNameByte)
        let rest = Substring(text[name.endIndex...])
        let arguments = rest.drop(while: \.isWhitespace)
        return DirectiveLine(
            name: String(Substring(name)), isCell: isCell, arguments: trimmedAtEnd(arguments),
            range: start..<start + text.count,
            argumentsStart: start + text.count - arguments.utf8.count,
            followsCode: CellSyntax(String(decoding: Array(swift.utf8.prefix(start)), as: UTF8.self)).hasStatements)
    }
}

/// Where lines begin, behind their white space, that look like directives. In Swift such a line would begin with an
/// operator that nobody declares.
private func possibleDirectives(in code: String) -> [Int] {
    let bytes = code.utf8
    guard bytes.contains(UInt8(ascii: "%")) else { return [] }
    var starts: [Int] = []
    var offset = 0
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
        let text = line.drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        let percents = text.prefix { $0 == UInt8(ascii: "%") }.count
        if (1...2).contains(percents), text.dropFirst(percents).first.map(isNameByte) == true {
            starts.append(offset + line.count - text.count)
        }
        offset += line.count + 1
    }
    return starts
}

private func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
        UInt8(ascii: "0")...UInt8(ascii: "9"):
        true
    default: false
    }
}

private func trimmedAtEnd(_ text: Substring) -> String {
    var text = text
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
}
