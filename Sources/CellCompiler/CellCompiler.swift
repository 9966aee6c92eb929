import ChildProcesses
import Foundation
import Synchronization

/// Compiles cells into shared libraries in the folder of a session.
public final class CellCompiler: Sendable {
    public let toolchain: Toolchain
    /// Where cells' modules and libraries go, and where the modules are that a notebook can import.
    let folder: String
    let moduleCache: String

    /// What `#if` asks about.
    let conditions: CellConditions
    let frontends: [Zygote]
    /// The arguments by which the modules of cells were compiled, by their numbers.
    let emissions = Mutex<[Int: ModuleOptions]>([:])
    public let texts = CellTexts()
    private let linker: Zygote
    private let demangler: Demangler
    let packages = Mutex<[PackageLibrary]>([])

    /// - Parameter zygoteLibrary: The path of `libswiftlet-zygote.so`, which keeps compiler and linker started.
    public init(toolchain: Toolchain, folder: String, moduleCache: String, zygoteLibrary: String) {
        self.toolchain = toolchain
        self.folder = folder
        self.moduleCache = moduleCache
        conditions = CellConditions(toolchain: toolchain, sessionFolder: folder)
        // The compiler leaves expanded macros in its folder of temporary files.
        frontends = (0..<2).map { _ in
            Zygote(toolchain.frontend, library: zygoteLibrary, environment: ["TMPDIR": folder])
        }
        demangler = Demangler(library: toolchain.demangleLibrary)
        linker = Zygote(toolchain.linker, library: zygoteLibrary)
    }

    /// Lets the cells from now on import the modules of packages.
    public func use(_ libraries: [PackageLibrary]) {
        packages.withLock { $0 = libraries }
    }

    /// Compiles and links one cell. Two threads may at once.
    func compile(_ plan: CellPlan) throws -> CompiledCell {
        var syntax = plan.syntax
        while true {
            do {
                return try compile(syntax, as: plan)
            } catch CompilationError.diagnosed(let errors) {
                guard let other = syntax.otherReading(after: errors) else {
                    throw CompilationError.diagnosed(advisingImports(errors, of: syntax, as: plan))
                }
                syntax = other
            }
        }
    }

    private func compile(_ syntax: CellSyntax, as plan: CellPlan) throws -> CompiledCell {
        let source = source(of: syntax, as: plan)
        let cell = CellText(plan, syntax, source.map)
        let base = folder + "/" + CellModule.name(plan.number)
        try Data(source.text.utf8).write(to: URL(fileURLWithPath: base + ".swift"))

        emissions.withLock { $0[plan.number] = moduleOptions(for: plan) }
        let outputs = [
            "-emit-module-path", base + ".swiftmodule", "-o", base + ".o",
            // By this the compiler knows places in the cell when it compiles others.
            "-emit-module-source-info-path", base + ".swiftsourceinfo",
        ]
        let (status, text) = try runFrontend(["-c"] + outputs, as: plan, base: base)
        let diagnostics = diagnostics(in: text, on: cell, as: plan, base: base)
        guard status == .exited(0) else {
            if diagnostics.contains(where: { $0.severity == .error }) {
                throw CompilationError.diagnosed(errors(among: diagnostics, of: cell))
            }
            throw CompilationError.failed(
                "The compiler stopped without a diagnostic (\(status)).\n" + text.suffix(2000))
        }
        texts.add(cell)
        let imported = importedModules(plan.scope.imports + syntax.imports)
        let needed = packages.withLock { $0.filter { !$0.modules.isDisjoint(with: imported) }.map(\.path) }
        let needs = try LinkerNeeds(ofObject: base + ".o")
        try link(base: base, needs, packages: needed, plan.cancellation)
        try eraseModuleName(CellModule.name(plan.number), inLibrary: base + ".so")
        for intermediate in [".o", ".dia"] { unlink(base + intermediate) }
        return CompiledCell(
            number: plan.number, library: base + ".so", entryPoint: CellModule.entryPoint(plan.number),
            warnings: diagnostics.filter { $0.severity == .warning }, packages: needed,
            neededCells: plan.neededCells, canBeUnloaded: !needs.hasRecords)
    }

    func source(of syntax: CellSyntax, as plan: CellPlan) -> CellSource {
        CellSource(syntax, file: plan.file, view: plan.view, releases: plan.releases.compactMap(withSymbol))
    }

    /// Runs the compiler on a file of the folder, as the cell needs it.
    ///
    /// - Parameter base: The path of the source without its extension.
    func runFrontend(
        _ mode: [String], as plan: CellPlan, base: String, correctsSpelling: Bool = true
    ) throws -> (ExitStatus, String) {
        let files = ["-primary-file", base + ".swift", "-serialize-diagnostics-path", base + ".dia"]
        let arguments =
            moduleArguments(ofCell: plan.number, moduleOptions(for: plan))
            + CellCompiler.arguments(for: plan.optimization)
            + ["-typo-correction-limit", correctsSpelling ? "20" : "0"]
        return try Zygote.output(
            ofFree: frontends, ["-frontend"] + mode + files + arguments, cancellation: plan.cancellation)
    }

    /// The variable with the symbol of its storage, if it has storage.
    private func withSymbol(_ variable: Variable) -> (Variable, ELFFile.Symbol)? {
        let library = URL(fileURLWithPath: "\(folder)/\(CellModule.name(variable.cell)).so")
        guard let file = (try? Data(contentsOf: library)).flatMap(ELFFile.init) else { return nil }
        let storage = file.symbols.filter { $0.name.hasSuffix("vp") && $0.size > 0 }
        return storage.first { demangler.demangled($0.name) == variable.name }.map { (variable, $0) }
    }

    /// What the library of a compiled cell offers to others.
    func exports(of cell: Int) -> CellExports {
        CellExports(ofCell: cell, library: "\(folder)/\(CellModule.name(cell)).so", demangler: demangler)
    }

    /// No cell will import a run's module any more. Its library is loaded, and may be asked about a place in its code.
    func forgetModule(of cell: Int) {
        emissions.withLock { $0[cell] = nil }
        texts.shorten(cell)
        remove(["swift", "swiftmodule", "swiftsourceinfo"], of: cell)
    }

    /// A run did not come about, or its library or its process is gone.
    func forget(_ cell: Int) {
        forgetModule(of: cell)
        texts.remove(cell)
        remove(["so", "o", "dia"], of: cell)
    }

    private func remove(_ kinds: [String], of cell: Int) {
        for kind in kinds { unlink("\(folder)/\(CellModule.name(cell)).\(kind)") }
    }

    private static func arguments(for optimization: Optimization) -> [String] {
        switch optimization {
        case .debug: ["-Onone"]
        // The standard library's checks keep their messages, and each its own line.
        case .speed: ["-O", "-assert-config", "Debug", "-Xllvm", "-enable-tail-merge=false"]
        }
    }

    private func moduleOptions(for plan: CellPlan) -> ModuleOptions {
        ModuleOptions(
            swiftVersion: plan.view.initializesEarlierTypes ? "4" : "5",
            disablesAccessControl: plan.view.inheritsFromEarlierCells,
            packages: packages.withLock { $0.flatMap(\.compilerArguments) })
    }

    func moduleArguments(ofCell number: Int, _ options: ModuleOptions) -> [String] {
        [
            "-target", Toolchain.target, "-module-name", CellModule.name(number), "-I", folder,
            "-module-cache-path", moduleCache, "-entry-point-function-name", CellModule.entryPoint(number),
            "-enable-testing", "-enable-private-imports", "-enable-bare-slash-regex", "-gline-tables-only",
            // The call stack of a thrown error is found along the frame pointers.
            "-Xcc", "-fno-omit-frame-pointer", "-swift-async-frame-pointer=always", "-enable-async-frame-pointer-all",
            "-plugin-path", toolchain.root + "/lib/swift/host/plugins",
            "-no-color-diagnostics", "-diagnostic-style", "llvm",
            "-swift-version", options.swiftVersion,
        ] + (options.disablesAccessControl ? ["-disable-access-control"] : []) + options.packages
    }

    private func link(
        base: String, _ needs: LinkerNeeds, packages: [String], _ cancellation: Cancellation
    ) throws {
        // The C library's own parts are in every process.
        let libraries = needs.libraries.filter { option in
            [toolchain.libraries, folder].contains {
                FileManager.default.fileExists(atPath: "\($0)/lib\(option.dropFirst(2)).so")
            }
        }
        let (status, text) = try linker.output(
            [
                "-shared", "--hash-style=gnu", "--eh-frame-hdr", "-z", "norelro", "--no-rosegment", "-o", base + ".so",
                base + ".o",
            ] + (needs.hasRecords ? [toolchain.startupObject] : []) + [
                "--wrap=swift_errorInMain", "--wrap=exit", "--wrap=swift_task_asyncMainDrainQueue", "--wrap=swift_once",
                "-L", toolchain.libraries, "-L", folder,
            ] + packages + [
                "--as-needed", "-rpath", toolchain.libraries,
            ] + libraries, cancellation: cancellation)
        guard status == .exited(0) else { throw CompilationError.failed("The cell cannot be linked.\n" + text) }
    }
}

/// How the compiler is to make the module of a cell, as far as cells differ. It is kept for each of them.
struct ModuleOptions: Sendable {
    var swiftVersion: String
    var disablesAccessControl: Bool
    /// What packages need.
    var packages: [String]
}

/// A cell that is ready to be loaded.
public struct CompiledCell: Sendable {
    public let number: Int
    public let library: String
    public let entryPoint: String
    public let warnings: [Diagnostic]
    /// The libraries of packages that are loaded with it.
    public let packages: [String]
    /// The cells whose declarations it may use.
    public let neededCells: Set<Int>
    /// Whether it need not stay loaded for good.
    public let canBeUnloaded: Bool
    /// What code of other cells shall find in this run instead of in the cell's earlier ones.
    public internal(set) var rebindings: [Rebinding] = []
}

public enum CompilationError: Error {
    /// The learner's code has errors.
    case diagnosed([Diagnostic])
    /// Something else went wrong, described for a bug report.
    case failed(String)
}
