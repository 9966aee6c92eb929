import ChildProcesses
import Foundation
import Synchronization

/// Compiles cells into shared libraries in the folder of a session.
public final class CellCompiler: Sendable {
    public let toolchain: Toolchain
    /// Where cells' modules and libraries go, and where the modules are that a notebook can import.
    private let folder: String
    private let moduleCache: String

    private let frontends: [Zygote]
    /// What the cells are called that were compiled, by their numbers.
    private let files = Mutex<[Int: String]>([:])
    private let linker: Zygote
    private let demangler: Demangler

    /// - Parameter zygoteLibrary: The path of `libswiftlet-zygote.so`, which keeps compiler and linker started.
    public init(toolchain: Toolchain, folder: String, moduleCache: String, zygoteLibrary: String) {
        self.toolchain = toolchain
        self.folder = folder
        self.moduleCache = moduleCache
        // The compiler leaves expanded macros in its folder of temporary files.
        frontends = (0..<2).map { _ in
            Zygote(toolchain.frontend, library: zygoteLibrary, environment: ["TMPDIR": folder])
        }
        demangler = Demangler(library: toolchain.demangleLibrary)
        linker = Zygote(toolchain.linker, library: zygoteLibrary)
    }

    /// Compiles and links one cell. Two threads may at once.
    func compile(_ plan: CellPlan, cancellation: Cancellation) throws -> CompiledCell {
        do {
            return try compile(plan.syntax, as: plan, cancellation)
        } catch CompilationError.diagnosed where plan.syntax.resultIsUncertain {
            return try compile(plan.syntax.withoutResult(), as: plan, cancellation)
        }
    }

    private func compile(
        _ syntax: CellSyntax, as plan: CellPlan, _ cancellation: Cancellation
    ) throws -> CompiledCell {
        let (number, file) = (plan.number, plan.file)
        let source = CellSource(
            syntax, file: file, cellID: plan.cellID, scope: plan.scope, releases: plan.releases.compactMap(withSymbol))
        let base = folder + "/" + CellModule.name(number)
        try Data(source.text.utf8).write(to: URL(fileURLWithPath: base + ".swift"))

        var arguments = frontendArguments(number: number, base: base)
        arguments += CellCompiler.arguments(for: syntax.optimization)
        arguments += ["-swift-version", plan.scope.initializesEarlierTypes(syntax) ? "4" : "5"]
        if plan.scope.inheritsFromEarlierCells(syntax) { arguments.append("-disable-access-control") }
        let (status, text) = try Zygote.output(ofFree: frontends, arguments, cancellation: cancellation)
        let earlierFiles = files.withLock { files in
            files[number] = file
            return files
        }
        let view = LearnersView(source: source, file: file, sourcePath: base + ".swift", files: earlierFiles)
        let diagnostics = view.diagnostics(Diagnostic.parse(text))
        guard status == .exited(0) else {
            if diagnostics.contains(where: { $0.severity == .error }) { throw CompilationError.diagnosed(diagnostics) }
            throw CompilationError.failed(
                "The compiler stopped without a diagnostic (\(status)).\n" + text.suffix(2000))
        }
        try link(base: base, cancellation)
        try eraseModuleName(CellModule.name(number), inLibrary: base + ".so")
        return CompiledCell(
            number: number, library: base + ".so", entryPoint: CellModule.entryPoint(number),
            warnings: diagnostics.filter { $0.severity == .warning })
    }

    /// What a compiled cell is called, as in "In[5]".
    func file(ofCell number: Int) -> String? {
        files.withLock { $0[number] }
    }

    /// The variable with the symbol of its storage, if it has storage.
    private func withSymbol(_ variable: Variable) -> (Variable, ELFFile.Symbol)? {
        let library = URL(fileURLWithPath: "\(folder)/\(CellModule.name(variable.cell)).so")
        guard let file = (try? Data(contentsOf: library)).flatMap(ELFFile.init) else { return nil }
        let storage = file.symbols.filter { $0.name.hasSuffix("vp") && $0.size > 0 }
        return storage.first { demangler.demangled($0.name) == variable.name }.map { (variable, $0) }
    }

    private static func arguments(for optimization: Optimization) -> [String] {
        switch optimization {
        case .debug: ["-Onone"]
        // The standard library's checks keep their messages.
        case .speed: ["-O", "-assert-config", "Debug"]
        }
    }

    private func frontendArguments(number: Int, base: String) -> [String] {
        [
            "-frontend", "-c", "-primary-file", base + ".swift", "-target", Toolchain.target,
            "-module-name", CellModule.name(number), "-emit-module-path", base + ".swiftmodule", "-o", base + ".o",
            "-I", folder, "-module-cache-path", moduleCache,
            "-entry-point-function-name", CellModule.entryPoint(number),
            "-enable-testing", "-enable-private-imports", "-enable-bare-slash-regex", "-gline-tables-only",
            "-plugin-path", toolchain.root + "/lib/swift/host/plugins",
            "-no-color-diagnostics", "-diagnostic-style", "llvm",
        ]
    }

    private func link(base: String, _ cancellation: Cancellation) throws {
        // The C library's own parts are in every process.
        let libraries = try autolinkedLibraries(ofObject: base + ".o").filter { option in
            [toolchain.libraries, folder].contains {
                FileManager.default.fileExists(atPath: "\($0)/lib\(option.dropFirst(2)).so")
            }
        }
        let (status, text) = try linker.output(
            [
                "-shared", "--hash-style=gnu", "--eh-frame-hdr", "-o", base + ".so", base + ".o",
                toolchain.startupObject,
                "--wrap=swift_errorInMain", "--wrap=exit", "--wrap=swift_task_asyncMainDrainQueue", "--wrap=swift_once",
                "-L", toolchain.libraries, "-L", folder, "--as-needed", "-rpath", toolchain.libraries,
            ] + libraries, cancellation: cancellation)
        guard status == .exited(0) else { throw CompilationError.failed("The cell cannot be linked.\n" + text) }
    }
}

/// A cell that is ready to be loaded.
public struct CompiledCell: Sendable {
    public let number: Int
    public let library: String
    public let entryPoint: String
    public let warnings: [Diagnostic]
}

public enum CompilationError: Error {
    /// The learner's code has errors; notes and warnings stand among them in the compiler's order.
    case diagnosed([Diagnostic])
    /// Something else went wrong, described for a bug report.
    case failed(String)
}
