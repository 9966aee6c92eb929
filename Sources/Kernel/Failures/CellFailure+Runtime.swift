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
        if let message { return CellModule.removingNames(from: FatalMessage.summary(of: message)) }
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

    init(name: String, value: String, at stack: SymbolizedStack) {
        let value = stack.places.first.map { "\(value) (\($0.file), line \($0.line))" } ?? value
        self.init(
            name: name, value: value,
            traceback: ["\(Style.error(name)): \(value)"] + stack.places.map(\.rendered) + [CellFailure.intact])
    }

    init(trap: Trap, at stack: SymbolizedStack) {
        self.init(name: "FatalError", value: trap.summary(runtimeFailure: stack.runtimeFailure), at: stack)
    }

    /// An error that the cell's top level did not catch.
    init(thrown type: String, description: String, at stack: SymbolizedStack) {
        let name = CellModule.removingNames(from: type)
        self.init(
            name: String(name.split(separator: ".").last ?? "Error"),
            value: CellModule.removingNames(from: description), at: stack)
    }
}

extension CellPlace {
    fileprivate var rendered: String {
        "  at \(Style.place("\(file):\(line)"))" + (function.isEmpty ? "" : " in \(function)")
    }
}
