/// What the compiler proposes made better, where more is known than it knows.
extension LearnersView {
    /// Leaves out what the compiler proposes for a name that is not like it, and proposes names of earlier cells, which
    /// it does not see until they are mentioned.
    func correctSpelling(in result: inout Diagnostic, _ diagnostic: SerializedDiagnostic, isKnown: Bool) {
        let pattern = /'([^']+)'( in scope)?(?:; did you mean '([^']+)'\?)?$/
        guard let match = diagnostic.message.firstMatch(of: pattern) else { return }
        let name = String(match.1)
        func isFar(_ message: String) -> Bool {
            if isKnown { return message.contains("did you mean") }
            guard let proposed = message.firstMatch(of: /did you mean '([^']+)'\?$/)?.1 else { return false }
            return !Spelling.isNear(name, to: String(proposed))
        }
        if isFar(diagnostic.message), let end = result.message.range(of: "; did you mean") {
            result.message = String(result.message[..<end.lowerBound])
            result.fix = nil
            result.notes.removeAll { $0.message.hasSuffix("declared here") }
        }
        result.notes.removeAll { isFar($0.message) }
        guard result.fix == nil, !isKnown, match.2 != nil, let location = diagnostic.location,
            let place = original(location), place.side == .own
        else { return }
        let (start, end) = (place.offset, place.offset + name.utf8.count)
        if let near = explanations.nearName(to: name) {
            result.message += "; did you mean '\(near.name)' of \(near.file)?"
            result.fix = ProposedEdit.fix(of: cell, [ProposedEdit(range: start..<end, text: near.name)])
        } else if isAssigned(start..<end) {
            result.notes.append(Diagnostic(.note, "'let' declares a constant, 'var' a variable that can change"))
            result.fix = ProposedEdit.fix(of: cell, [ProposedEdit(range: start..<start, text: "let ")])
        }
    }

    func convertOperand(in result: inout Diagnostic, _ diagnostic: SerializedDiagnostic) {
        guard result.fix == nil, diagnostic.ranges.count == 2,
            let conversion = MixedOperands.conversion(in: diagnostic.message)
        else { return }
        let operand = diagnostic.ranges[conversion.operand]
        result.fix = fix([
            (.init(start: operand.start, end: operand.start), "\(conversion.type)("),
            (.init(start: operand.end, end: operand.end), ")"),
        ])
        result.notes = [Diagnostic(.note, "Swift converts values only where the code says so")]
    }

    /// Whether the name begins a line that gives it a value.
    private func isAssigned(_ name: Range<Int>) -> Bool {
        let line = cell.bytes(ofLine: cell.line(at: name.lowerBound))
        let before = cell.text(line.lowerBound..<name.lowerBound)
        return before.allSatisfy(\.isWhitespace)
            && cell.text(name.upperBound..<line.upperBound).prefixMatch(of: /\s*=\s*[^=\s]/) != nil
    }
}
