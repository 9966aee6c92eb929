import SwiftSyntax

/// Text around a `guard` at top level by which what it binds becomes variables of the module:
/// `let (a, b) = { guard let a = …, let b = … else { … }; return (a, b) }()`.
///
/// The compiler does not count a guard's own bindings among the module's declarations, so other cells would not see them.
struct GuardBinding: Sendable {
    let names: [String]
    let before: String
    let after: String

    init(_ statement: GuardStmtSyntax, _ names: [String]) {
        self.names = names
        let tokens = Set(statement.tokens(viewMode: .sourceAccurate).map(\.tokenKind))
        let introducer = tokens.contains(.keyword(.var)) ? "var" : "let"
        let mayThrow = tokens.contains(.keyword(.try)) || tokens.contains(.keyword(.throw))
        let effects = (mayThrow ? "try " : "") + (tokens.contains(.keyword(.await)) ? "await " : "")
        let list = names.map { "`\($0)`" }.joined(separator: ", ")
        let pattern = names.count == 1 ? list : "(\(list))"
        before = "\(introducer) \(pattern) = \(effects){ "
        after = "return \(pattern) }(); "
    }
}
