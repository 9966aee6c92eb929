import CellCompiler

/// A kind of line that is not Swift but asks something of the kernel, as Python's notebooks have them: `%time f()`.
package protocol Directive: SendableMetatype {
    /// Its name without the percent sign.
    static var name: String { get }
    /// The ways to write it.
    static var usages: [DirectiveUsage] { get }
    /// What `%help` says of it beyond its usages.
    static var details: String { get }

    /// Takes note in the cell of what the line asks for.
    static func read(_ line: DirectiveLine, into cell: inout NotebookCell) throws(DirectiveError)
}

/// One way to write a directive.
package struct DirectiveUsage: Sendable {
    /// As in "%time STATEMENT".
    package var form: String
    /// What it does, in one line.
    package var summary: String
    package var example: String

    /// Whether it stands on the first line and is about the whole cell.
    package var isCell: Bool { form.hasPrefix("%%") }

    package init(_ form: String, _ summary: String, example: String) {
        self.form = form
        self.summary = summary
        self.example = example
    }
}

package enum Directives {
    /// All there are, in the order in which `%help` lists them.
    package static let all: [any Directive.Type] = [
        HelpDirective.self, TimeDirective.self, TimeitDirective.self, WhoDirective.self, ResetDirective.self,
        OptDirective.self, InstallDirective.self, BashDirective.self,
    ]

    static func named(_ name: String) -> (any Directive.Type)? {
        all.first { $0.name == name }
    }

    /// The name that was probably meant.
    static func closest(to name: String) -> String? {
        let distances = all.map { (name: $0.name, distance: Spelling.distance(name, $0.name)) }
        guard let best = distances.min(by: { $0.distance < $1.distance }), best.distance <= max(1, name.count / 2)
        else { return nil }
        return best.name
    }
}
