import JupyterWire

/// A cell that asks what a name means, as IPython's do: `?name`, `name?`, and with two question marks for the source.
struct HelpQuery {
    let expression: String
    let detail: Int

    /// Nothing where the cell asks nothing of the kind. In Swift it would be an error.
    init?(_ code: String) {
        guard code.utf8.count < 1000, code.utf8.contains(UInt8(ascii: "?")) else { return nil }
        let text = code.trimmingPrefix(while: \.isWhitespace)
        guard
            let match = text.wholeMatch(
                of:
                    /(?<before>\?{0,2})[ \t]*(?<name>(?:`?[\p{L}_][\p{L}\p{N}_]*`?)(?:\.`?[\p{L}_][\p{L}\p{N}_]*`?)*)[ \t]*(?<after>\?{0,2})\s*/
            ), match.before.isEmpty != match.after.isEmpty
        else { return nil }
        expression = String(match.name)
        detail = match.before.count + match.after.count - 1
    }
}

extension Kernel {
    /// The reply's `payload` for a cell that asks what a name means.
    func answer(_ query: HelpQuery, in output: CellOutput) -> JSONValue {
        let end = query.expression.unicodeScalars.count
        guard let inspection = session.inspection(of: query.expression, at: end, detail: query.detail) else {
            output.publishStream(.stdout, "Nothing is known of `\(query.expression)`.\n")
            return []
        }
        return [.page(inspection.data)]
    }
}
