import Foundation

/// What a failed run of SwiftPM says, without what is of no use to anybody.
package struct BuildFailure {
    /// Each error with the lines that belong to it.
    package private(set) var errors: [[String]] = []

    /// - Parameter folder: The generated package, whose checkouts are named without it.
    package init(_ lines: [String], folder: String) {
        var isInError = false
        for line in lines {
            if line.contains(#/^(.+: )?(fatal )?error: /#) {
                isInError = true
                errors.append([line])
            } else if BuildFailure.endsError(line) {
                isInError = false
            } else if isInError {
                errors[errors.count - 1].append(line)
            }
        }
        // SwiftPM repeats what it says of a manifest, and a compiler what it says of a module.
        var seen: Set<String> = []
        errors = errors.filter { seen.insert($0.joined(separator: "\n")).inserted }.map { error in
            var lines = error.map { BuildFailure.plain($0, folder: folder) }
            while lines.last?.allSatisfy(\.isWhitespace) == true { lines.removeLast() }
            return lines
        }
        // What is wrong with a manifest stands in the errors that follow.
        if errors.count > 1 { errors.removeAll { $0 == ["error: Invalid manifest"] } }
        if errors.isEmpty { errors = [["error: SwiftPM failed without an error."] + lines.suffix(5)] }
    }

    /// The package and the product of it that does not exist, if that is what is wrong.
    package var missingProduct: (product: String, package: String)? {
        guard
            let match = errors.first?.first?.firstMatch(
                of: /product '(.+?)' required by package .* not found in package '(.+?)'/)
        else { return nil }
        return (String(match.1), String(match.2))
    }

    /// The first error in one line: of a compiler's without the code it is about, of the resolver's whole.
    package var summary: String {
        let isLocated = errors[0][0].contains(#/^.+:\d+:\d+: /#)
        let text =
            isLocated ? errors[0][0] : errors[0].map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
        let more = errors.count > 1 ? " (and \(errors.count - 1) more)" : ""
        return text.replacing("error: ", with: "", maxReplacements: 1) + more
    }

    var cellFailure: CellFailure {
        let traceback = errors.map { lines in
            let heading = lines[0].replacing("error: ", with: Style.error("error") + ": ", maxReplacements: 1)
            return ([heading] + lines.dropFirst()).joined(separator: "\n")
        }
        return CellFailure.installation(summary, traceback: traceback)
    }

    private static func endsError(_ line: String) -> Bool {
        line.contains(
            #/^(\[\d+\/\d+\] |.*: warning: |warning: |Fetch|Comput|Creating |Working copy|Updat|Building |\d+ errors? gen)/#
        )
    }

    private static func plain(_ line: String, folder: String) -> String {
        line.replacing(#/ \(compiled with: .*\)/#, with: "")
            .replacing(folder + "/.build/checkouts/", with: "")
            .replacing(#/^error: '[0-9]+': /#, with: "error: ")
    }
}
