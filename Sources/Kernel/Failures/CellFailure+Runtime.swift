import CellCompiler
import Glibc

/// A fatal signal that ended a cell.
struct Trap {
    var signal: Int32
    var address: UInt64
    var stackOverflow: Bool
    /// What was written to standard error just before.
    var message: String?

    func summary(runtimeFailure: String?) -> String {
        if stackOverflow { return "Stack overflow: a function calls itself without end" }
        if let message { return FatalMessage.summary(of: message) }
        if let runtimeFailure { return runtimeFailure.prefix(1).uppercased() + runtimeFailure.dropFirst() }
        switch signal {
        case SIGSEGV, SIGBUS: return "Invalid memory access at 0x\(String(address, radix: 16))"
        case SIGFPE: return "Arithmetic error"
        case SIGABRT: return "The cell aborted"
        default: return "The cell trapped (\(String(cString: strsignal(signal))))"
        }
    }
}

extension CellFailure {
    private static let intact = "The session is intact: every variable of earlier cells keeps its value."

    /// - Parameter details: Further lines about what happened.
    init(name: String, value: String, details: [String] = [], at backtrace: Backtrace) {
        let value = FatalMessage.withoutContexts(value)
        let summary = value.split(separator: "\n").first.map(String.init) ?? value
        self.init(
            name: name, value: summary + (backtrace.place.map { " (\($0.file), line \($0.line))" } ?? ""),
            traceback: ["\(Style.error(name)): \(Style.message(value))"] + details.map { "  \($0)" } + backtrace.lines
                + [CellFailure.intact])
    }

    init(trap: Trap, at backtrace: Backtrace) {
        self.init(name: "FatalError", value: trap.summary(runtimeFailure: backtrace.runtimeFailure), at: backtrace)
    }
}
