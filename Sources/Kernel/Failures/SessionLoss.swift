import CellCompiler
import ChildProcesses
import Glibc

/// How the process ended that held a session's variables.
struct SessionLoss: Equatable, Sendable {
    var status: ExitStatus
    /// The limit of memory that it went beyond, if that is why it was ended.
    var exceeded: MemoryLimit?
    /// Whether no cell was running.
    var wasIdle: Bool

    private var reason: String {
        if let exceeded { return "took more memory than it may, \(exceeded.description), and was ended" }
        return switch status {
        case .killed(SIGKILL): "was killed, perhaps because memory ran out"
        case .killed(let signal): "died of \(String(cString: strsignal(signal)))"
        case .exited(let code): "ended with code \(code)"
        }
    }

    /// Told where a cell runs in spite of it.
    var notice: String {
        (wasIdle ? "While no cell was running, the session " : "The session ") + reason
            + ". The variables, functions and types of the cells before are gone."
    }
}

extension CellFailure {
    init(_ loss: SessionLoss) {
        var value = loss.notice + " Run the cells again from the top."
        if loss.exceeded != nil { value += " " + MemoryLimit.advice }
        self.init(name: loss.exceeded == nil ? "SessionLost" : "OutOfMemory", value: value)
    }
}

/// What the cells of a lost session declared.
struct LostNames: Sendable {
    /// Each name with the cell that declared it, as in "In[5]".
    private var cells: [String: String] = [:]

    mutating func add(_ lost: [String: String]) {
        cells.merge(lost) { $1 }
    }

    /// Says for each name that the compiler does not find, and that was lost, what to run again.
    func notes(for diagnostics: [Diagnostic]) -> [String] {
        var told: Set<String> = []
        return diagnostics.compactMap { diagnostic in
            guard diagnostic.severity == .error,
                let match = diagnostic.message.firstMatch(of: /cannot find (?:type |operator )?'([^']+)' in scope/),
                case let name = String(match.1), let cell = cells[name], told.insert(name).inserted
            else { return nil }
            return
                "\(Style.note("note")): '\(name)' went with the session that ended. \(cell) declared it; run that cell "
                + "again."
        }
    }
}
