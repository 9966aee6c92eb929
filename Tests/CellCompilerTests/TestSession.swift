import CellCompiler
import Foundation
import Testing

/// Compiles with the real toolchain, in a folder of its own, cells that need no module of Swiftlet's but the one that a
/// stand-in of one line provides.
final class TestSession {
    /// Where the package's products are built.
    private static let products = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../.build/release").standardizedFileURL.path

    let folder: URL
    let pipeline: CompilationPipeline
    private var count = 0

    /// What all sessions share: the stand-in, and the compiler's cache of system headers.
    private static let shared = Result {
        let folder = URL(fileURLWithPath: products + "/CellCompilerTests.shared")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let interface = folder.appendingPathComponent("NotebookDisplay.swift")
        try Data("public func _showResult<T>(_ value: T) {}".utf8).write(to: interface)
        let process = try Process.run(
            URL(fileURLWithPath: Toolchain.find().root + "/bin/swiftc"),
            arguments: [
                "-emit-module", "-module-name", "NotebookDisplay", interface.path,
                "-o", folder.path + "/NotebookDisplay.swiftmodule",
            ])
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
        return folder
    }

    init() throws {
        let shared = try TestSession.shared.get()
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/NotebookDisplay.swiftmodule",
            withDestinationPath: shared.path + "/NotebookDisplay.swiftmodule")
        let compiler = CellCompiler(
            toolchain: try Toolchain.find(), folder: folder.path, moduleCache: shared.path + "/cache",
            zygoteLibrary: TestSession.products + "/libswiftlet-zygote.so")
        pipeline = CompilationPipeline(compiler: compiler)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Compiles the next cell and takes it for run.
    ///
    /// - Parameter reached: Where it stops before its end, how many of its declarations of variables were carried out.
    @discardableResult
    func compile(_ code: String, cellID: String? = nil, reached: Int? = nil) throws -> CompiledCell {
        count += 1
        let cell = try pipeline.cell(for: .init(code: code, file: "In[\(count)]", cellID: cellID))
        pipeline.cellEnded(reached: reached)
        return cell
    }

    /// The errors of a cell, none where it compiles.
    func errors(_ code: String) -> [Diagnostic] {
        do {
            try compile(code)
            return []
        } catch CompilationError.diagnosed(let diagnostics) {
            return diagnostics
        } catch {
            Issue.record("\(error)")
            return []
        }
    }

    /// The error of a cell that must have one.
    func error(_ code: String) throws -> Diagnostic {
        let errors = errors(code)
        try #require(errors.count == 1, "\(code): \(errors)")
        return errors[0]
    }
}
