import JupyterWire

/// What a directive has the kernel do before the cell's Swift runs.
package enum CellAction: Equatable, Sendable {
    /// Tells of one directive, or of all, in a page of the reply.
    case help(String?)
    /// Starts a session without variables.
    case reset
    /// Makes products of packages importable.
    case install([PackageRequest])
    case bash(String)

    /// Whether cells that come later must wait with their compilation.
    var changesWhatCellsSee: Bool {
        switch self {
        case .help, .bash: false
        case .reset, .install: true
        }
    }

    /// What the front end's pager shows.
    var page: JSONValue? {
        if case .help(let topic) = self { HelpDirective.page(of: topic) } else { nil }
    }
}
