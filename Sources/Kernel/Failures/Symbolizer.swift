import CellCompiler
import ChildProcesses
import Foundation
import JupyterWire
import SessionLink

/// Finds out what the addresses of a failed cell's stack are: places in cells with the toolchain's `llvm-symbolizer`,
/// functions of libraries by their names.
struct Symbolizer {
    private let toolchain: Toolchain
    private let sessionFolder: String
    private let texts: CellTexts
    private let demangler: Demangler

    init(toolchain: Toolchain, sessionFolder: String, texts: CellTexts) {
        self.toolchain = toolchain
        self.sessionFolder = sessionFolder
        self.texts = texts
        demangler = Demangler(library: toolchain.demangleLibrary)
    }

    func backtrace(of stack: CallStack) -> Backtrace {
        let known = cellSymbols(stack.inner + stack.outer)
        var failure: String?
        func calls(_ frames: [StackFrame]) -> [Backtrace.Call] {
            frames.flatMap { frame -> [Backtrace.Call] in
                guard let symbols = known[address(of: frame)] else {
                    return demangler.module(of: frame.symbol) == nil
                        ? [] : [libraryCall(frame.symbol)].compactMap { $0 }
                }
                let calls = symbols.compactMap { symbol -> Backtrace.Call? in
                    let function = symbol["FunctionName"]?.stringValue ?? ""
                    if let reason = function.firstMatch(of: /Swift runtime failure: (.*)/)?.1 {
                        failure = failure ?? String(reason)
                        return nil
                    }
                    return cellCall(symbol, in: frame) ?? libraryCall(function)
                }
                // Where one call was inlined into another of the same line, they are told as one.
                return calls.indices.filter { $0 == 0 || !calls[$0].isSame(as: calls[$0 - 1]) }.map { calls[$0] }
            }
        }
        let inner = calls(stack.inner)
        let gap = stack.omitted > 0 ? [Backtrace.Call.omitted(stack.omitted)] : []
        let runtimeFailure = failure
        return Backtrace(inner + gap + calls(stack.outer), runtimeFailure: runtimeFailure)
    }

    private func address(of frame: StackFrame) -> String { "\(frame.image) 0x\(String(frame.offset, radix: 16))" }

    /// For each address in a cell's library, its place, and around it those that it was inlined into.
    private func cellSymbols(_ frames: [StackFrame]) -> [String: [JSONValue]] {
        // An endless recursion comes by the same places again and again.
        let inCells = Dictionary(
            frames.filter { $0.image.hasPrefix(sessionFolder) }.map { (address(of: $0), $0) },
            uniquingKeysWith: { first, _ in first })
        var known = symbols(inCells.keys.sorted())
        // The compiler gives no line to what it adds, as to the beginning of the code behind an `await`, by which it is
        // known who waits, and to the end of a value's life. The nearest line of the function is meant.
        let lineless = known.filter { $0.value.allSatisfy { $0.line == 0 } }.keys
        guard !lineless.isEmpty else { return known }
        let distances = Array(stride(from: 8 as Int64, through: 64, by: 8)) + stride(from: -4, through: -64, by: -4)
        func near(_ address: String, _ distance: Int64) -> String {
            var frame = inCells[address]!
            frame.offset &+= UInt64(bitPattern: distance)
            return self.address(of: frame)
        }
        let around = symbols(lineless.flatMap { address in distances.map { near(address, $0) } })
        for address in lineless {
            let function = known[address]?.last?["FunctionName"]
            let found = distances.lazy.compactMap { around[near(address, $0)]?.last }.first { symbol in
                symbol["FunctionName"] == function && symbol.line > 0
            }
            if let found { known[address] = [found] }
        }
        return known
    }

    private func symbols(_ addresses: [String]) -> [String: [JSONValue]] {
        guard !addresses.isEmpty,
            let (_, text) = try? output(
                of: toolchain.symbolizer, ["--output-style=JSON", "--inlines"] + addresses),
            case .array(let answers)? = try? JSONValue(parsing: Data(text.utf8)), answers.count == addresses.count
        else { return [:] }
        let symbols = answers.map { answer -> [JSONValue] in
            if case .array(let symbols)? = answer["Symbol"] { symbols } else { [] }
        }
        return Dictionary(zip(addresses, symbols), uniquingKeysWith: { first, _ in first })
    }

    /// For a function that another was inlined into, the compiler gives the line in the cell, but the file that it
    /// compiled, or none.
    private func cellCall(_ symbol: JSONValue, in frame: StackFrame) -> Backtrace.Call? {
        let file = symbol["FileName"]?.stringValue ?? ""
        let isCell =
            file.split(separator: "/").last?.hasPrefix("In[") == true || file.hasPrefix(sessionFolder)
            || file.hasSuffix("<compiler-generated>")
        guard isCell, symbol.line > 0,
            let number = frame.image.firstMatch(of: /Cell_(\d+)\.so$/).flatMap({ Int($0.1) }),
            let found = texts.place(
                line: symbol.line, column: symbol["Column"]?.integerValue ?? 0, inCell: number)
        else { return nil }
        return .cell(found.place, function: found.function)
    }

    /// A function that a learner may know: not what the compiler or a library's author put in between.
    private func libraryCall(_ mangled: String) -> Backtrace.Call? {
        var name = demangler.demangled(mangled)
        for prefix in ["specialized ", "merged ", "partial apply for ", "static "] where name.hasPrefix(prefix) {
            name.removeFirst(prefix.count)
        }
        let isInternal =
            name.isEmpty || name.hasPrefix("_") || name.contains("._") || name.hasPrefix("$")
            || ["closure #", "thunk", "protocol witness", "swift_", "swiftlet_"].contains { name.contains($0) }
        if isInternal { return nil }
        guard let module = demangler.module(of: mangled) else {
            // What was inlined into a cell goes by its mere name, as in "map" or "subscript.get".
            let isPlain = name.wholeMatch(of: /[A-Za-z]\w*(\.(get|set|read|modify))?/) != nil
            return isPlain ? .library(function: String(name.split(separator: ".")[0]), module: "") : nil
        }
        if module == "CellHost" || module.hasPrefix("Cell_") { return nil }
        return .library(
            function: name.replacing(" infix(", with: "("), module: LibraryModule.told(module))
    }
}

extension JSONValue {
    fileprivate var line: Int { self["Line"]?.integerValue ?? 0 }
}
