import CellCompiler

/// Compiles one cell, so that the compiler's cache of system headers is there when the first notebook is opened.
public enum SessionWarmUp {
    public static func run(installation: Installation) throws {
        let folder = try SessionFolder()
        defer { folder.remove() }
        try folder.link(modules: Installation.notebookModules, from: installation.modules)
        let compiler = CellCompiler(
            toolchain: try Toolchain.find(), folder: folder.path, moduleCache: Installation.moduleCache,
            zygoteLibrary: installation.zygoteLibrary)
        let code = "import Foundation\nimport DeepLearning\nprint(1)"
        _ = try CompilationPipeline(compiler: compiler).cell(for: .init(code: code, file: "In[1]", cellID: nil))
    }
}
