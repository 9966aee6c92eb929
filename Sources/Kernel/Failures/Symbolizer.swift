import CellCompiler
import ChildProcesses
import Foundation
import JupyterWire
import SessionLink

/// A place in a cell that was on the way to where it failed.
struct CellPlace: Hashable, Sendable {
    /// As in "In[5]".
    var file: String
    var line: Int
    var function: String
}

/// What the debug information says of a failed cell's stack.
struct SymbolizedStack: Sendable {
    /// Innermost first.
    var places: [CellPlace] = []
    /// What the compiler notes of a trap that prints nothing, as in "arithmetic overflow".
    var runtimeFailure: String?
}

/// Finds lines in cells for addresses, with the toolchain's `llvm-symbolizer`.
struct Symbolizer {
    let toolchain: Toolchain
    let sessionFolder: String

    func places(of frames: [StackFrame]) -> SymbolizedStack {
        let requests = frames.filter { $0.image.hasPrefix(sessionFolder) }
        guard !requests.isEmpty else { return SymbolizedStack() }
        // An endless recursion repeats itself; a few of its frames are enough.
        let addresses = requests.prefix(24).map { "\($0.image) 0x\(String($0.offset, radix: 16))" }
        guard
            let (_, text) = try? output(
                of: toolchain.symbolizer, ["--output-style=JSON", "--inlines"] + addresses)
        else { return SymbolizedStack() }

        var stack = SymbolizedStack()
        guard case .array(let answers)? = try? JSONValue(parsing: Data(text.utf8)) else { return stack }
        for answer in answers {
            guard case .array(let symbols)? = answer["Symbol"] else { continue }
            let cell = symbols.compactMap(cellName).first
            for symbol in symbols { add(symbol, of: cell, to: &stack) }
        }
        return stack
    }

    /// The cell that a place is in, as in "In[5]".
    private func cellName(_ symbol: JSONValue) -> String? {
        let file = symbol["FileName"]?.stringValue?.split(separator: "/").last.map(String.init)
        return file?.hasPrefix("In[") == true ? file : nil
    }

    /// - Parameter cell: The cell that the library is of. For a function that another was inlined into, the compiler
    ///   gives the line in the cell, but the file that it compiled.
    private func add(_ symbol: JSONValue, of cell: String?, to stack: inout SymbolizedStack) {
        let function = symbol["FunctionName"]?.stringValue ?? ""
        if let failure = function.firstMatch(of: /Swift runtime failure: (.*)/)?.1 {
            if stack.places.isEmpty { stack.runtimeFailure = stack.runtimeFailure ?? String(failure) }
            return
        }
        let isCompiledFile = symbol["FileName"]?.stringValue?.hasPrefix(sessionFolder) == true
        guard let file = cellName(symbol) ?? (isCompiledFile ? cell : nil),
            let line = symbol["Line"]?.integerValue, line > 0
        else { return }
        let isTopLevel = function.hasPrefix("swiftlet_cell_")
        let demangler = Demangler(library: toolchain.demangleLibrary)
        let place = CellPlace(
            file: file, line: line, function: isTopLevel ? "" : demangler.demangled(function))
        if stack.places.last != place { stack.places.append(place) }
    }
}
