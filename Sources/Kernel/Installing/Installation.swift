import Foundation

/// The files of Swiftlet that lie beside its executable.
public struct Installation: Sendable {
    /// The folder of the executable.
    public let folder: String

    public var executable: String { folder + "/swiftlet" }
    public var cellHost: String { folder + "/swiftlet-cell-host" }
    public var languageService: String { folder + "/swiftlet-language-service" }
    public var library: String { folder + "/libDeepLearning.so" }
    public var zygoteLibrary: String { folder + "/libswiftlet-zygote.so" }
    /// Which the cell host finds beside the session's library.
    public var foundationErrorsLibrary: String { folder + "/libswiftlet-foundation-errors.so" }
    public var modules: String { folder + "/Modules" }
    /// Copies of the toolchain's libraries, in case the toolchain goes away.
    public var runtime: String { folder + "/runtime" }

    /// The modules that a cell can import.
    public static let notebookModules = [
        "DeepLearning", "NotebookDisplay", "Tensors", "NeuralNetworks", "TrainingData", "Training", "Baselines",
        "Models", "Figures", "Weights", "Widgets",
    ]

    /// The installation that the running executable belongs to.
    public static let current = Installation(
        folder: URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path)

    /// Where the compiler keeps what it makes of system headers, for all sessions.
    public static var moduleCache: String { caches + "/modules" }

    /// Where the packages are kept that notebooks install.
    static var packages: String { caches + "/packages" }

    private static var caches: String {
        let environment = ProcessInfo.processInfo.environment
        let caches = environment["XDG_CACHE_HOME"] ?? (environment["HOME"] ?? NSTemporaryDirectory()) + "/.cache"
        return caches + "/swiftlet"
    }
}
