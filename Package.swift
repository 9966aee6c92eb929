// swift-tools-version: 6.1
import Foundation
import PackageDescription

/// The folder of the Swift toolchain that builds this package, found through `swift` on the PATH.
///
/// Swiftlet compiles cells with that toolchain and links the SwiftSyntax it ships ready built.
let toolchain: URL = {
    let environment = ProcessInfo.processInfo.environment
    let folders = (environment["PATH"] ?? "").split(separator: ":").map { URL(fileURLWithPath: String($0)) }
    for folder in folders {
        let swift = folder.appendingPathComponent("swift")
        guard FileManager.default.isExecutableFile(atPath: swift.path) else { continue }
        let usr = swift.resolvingSymlinksInPath().deletingLastPathComponent().deletingLastPathComponent()
        if FileManager.default.fileExists(atPath: usr.appendingPathComponent("lib/swift/host").path) { return usr }
    }
    return URL(fileURLWithPath: "/usr")
}()

let swiftSyntaxFolder = toolchain.appendingPathComponent("lib/swift/host").path

/// Finds the toolchain's SwiftSyntax at compile, link and run time.
let usesSwiftSyntax: ([SwiftSetting], [LinkerSetting]) = (
    [.unsafeFlags(["-I", swiftSyntaxFolder])],
    [
        .unsafeFlags([
            "-L", swiftSyntaxFolder, "-lSwiftSyntax", "-lSwiftParser", "-lSwiftOperators",
            "-lSwiftParserDiagnostics", "-lSwiftDiagnostics", "-lSwiftIfConfig", "-Xlinker", "-rpath", "-Xlinker",
            swiftSyntaxFolder,
        ])
    ]
)

/// The learning half is resilient, so that compiling a cell loads none of the modules it imports internally.
let learning: [SwiftSetting] = [
    .unsafeFlags(["-enable-library-evolution", "-no-verify-emitted-module-interface"])
]

/// Whether oneDNN can be used. It is loaded by those sessions alone that compute something large, so nothing links it.
let hasOneDNN = FileManager.default.fileExists(atPath: "/usr/include/dnnl.h")

/// - Parameter pkgConfig: None for libzmq, whose Debian file carries flags that SwiftPM refuses; its header and library
///   are on the default paths.
func systemLibrary(_ name: String, _ pkgConfig: String?, _ debian: String) -> Target {
    .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([debian])])
}

let package = Package(
    name: "swiftlet",
    products: [
        .executable(name: "swiftlet", targets: ["swiftlet"]),
        .executable(name: "swiftlet-cell-host", targets: ["CellHost"]),
        .executable(name: "swiftlet-language-service", targets: ["LanguageServiceProcess"]),
        .library(name: "DeepLearning", type: .dynamic, targets: ["DeepLearning"]),
        .library(name: "swiftlet-zygote", type: .dynamic, targets: ["CZygote"]),
        .library(name: "swiftlet-foundation-errors", type: .dynamic, targets: ["FoundationErrors"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        systemLibrary("CZeroMQ", nil, "libzmq3-dev"),
        systemLibrary("CSodium", "libsodium", "libsodium-dev"),
        systemLibrary("COpenBLAS", "openblas", "libopenblas-dev"),
        systemLibrary("CCairo", "cairo", "libcairo2-dev"),
        systemLibrary("CPNG", "libpng", "libpng-dev"),
        systemLibrary("CZlib", "zlib", "zlib1g-dev"),

        .executableTarget(
            name: "swiftlet",
            dependencies: [
                "Kernel", "CellCompiler", "JupyterWire",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: usesSwiftSyntax.0,
            linkerSettings: [.unsafeFlags(["-Xlinker", "-rpath", "-Xlinker", "$ORIGIN/runtime"])]),
        .target(
            name: "JupyterWire",
            dependencies: ["CZeroMQ", "CSodium", .product(name: "Logging", package: "swift-log")]),
        .target(
            name: "Kernel",
            dependencies: [
                "JupyterWire", "CellCompiler", "LanguageService", "SessionLink", "ChildProcesses", "CKernelspec",
                "History",
                .product(name: "Logging", package: "swift-log"),
            ], swiftSettings: usesSwiftSyntax.0),
        .target(name: "History", dependencies: [.product(name: "GRDB", package: "GRDB.swift")]),
        .target(name: "CZygote"),
        .target(name: "ChildProcesses"),
        .target(name: "CKernelspec", cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),
        .target(
            name: "CellCompiler", dependencies: ["ChildProcesses"], swiftSettings: usesSwiftSyntax.0,
            linkerSettings: usesSwiftSyntax.1),
        .target(name: "SessionLink"),
        .target(name: "LanguageService", dependencies: ["SessionLink", "ChildProcesses"]),
        .executableTarget(
            name: "LanguageServiceProcess", linkerSettings: [.linkedLibrary("dl"), .linkedLibrary("pthread")]),
        .target(name: "CCellRuntime", linkerSettings: [.linkedLibrary("dl")]),
        .executableTarget(
            name: "CellHost", dependencies: ["SessionLink", "CCellRuntime"],
            linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),
        .target(name: "FoundationErrors"),

        .target(name: "NotebookDisplay", swiftSettings: learning),
        // A module of its own, imported by the cells that use it: its names are short and common, as `Text` and `Button`
        // are, and cells that use none need not load it.
        .target(name: "Widgets", dependencies: ["NotebookDisplay"], swiftSettings: learning),
        .target(
            name: "CKernels", dependencies: ["COpenBLAS"],
            cSettings: [.unsafeFlags(["-O3", "-fno-math-errno", "-Wno-pass-failed"])]
                + (hasOneDNN ? [.define("SL_HAS_ONEDNN")] : [])),
        .target(name: "Tensors", dependencies: ["CKernels", "COpenBLAS", "NotebookDisplay"], swiftSettings: learning),
        .target(name: "NeuralNetworks", dependencies: ["Tensors", "NotebookDisplay"], swiftSettings: learning),
        .target(name: "CDigits", exclude: ["digits.bin"], cSettings: [.unsafeFlags(["-Wno-c23-extensions"])]),
        .target(
            name: "TrainingData",
            dependencies: [
                "Tensors", "NeuralNetworks", "NotebookDisplay", "CDigits", "CPNGCodec", "CTransfer", "CZlib",
            ],
            swiftSettings: learning),
        .target(name: "CPNGCodec", dependencies: ["CPNG"]),
        .target(name: "CTransfer", linkerSettings: [.linkedLibrary("dl"), .linkedLibrary("pthread")]),
        .target(
            name: "Figures", dependencies: ["CCairo", "CPNGCodec", "NotebookDisplay", "Tensors", "NeuralNetworks"],
            swiftSettings: learning),
        .target(
            name: "Baselines", dependencies: ["Tensors", "NeuralNetworks", "TrainingData"], swiftSettings: learning),
        .target(
            name: "Weights", dependencies: ["Tensors", "NeuralNetworks", "NotebookDisplay"], swiftSettings: learning),
        .target(
            name: "Training",
            dependencies: ["Tensors", "NeuralNetworks", "Figures", "Weights", "NotebookDisplay", "CForks"],
            swiftSettings: learning),
        .target(name: "CForks"),
        .target(
            name: "Models", dependencies: ["Tensors", "NeuralNetworks", "TrainingData", "Baselines"],
            swiftSettings: learning),
        .target(
            name: "DeepLearning",
            dependencies: [
                "Tensors", "NeuralNetworks", "TrainingData", "Training", "Baselines", "Models", "Figures", "Weights",
                "NotebookDisplay", "Widgets",
            ],
            swiftSettings: learning),

        .testTarget(name: "JupyterWireTests", dependencies: ["JupyterWire"]),
        .testTarget(name: "HistoryTests", dependencies: ["History"]),
        .testTarget(name: "SessionLinkTests", dependencies: ["SessionLink"]),
        .testTarget(name: "LanguageServiceTests", dependencies: ["LanguageService"]),
        .testTarget(
            name: "CellCompilerTests", dependencies: ["CellCompiler"], swiftSettings: usesSwiftSyntax.0),
        .testTarget(name: "KernelTests", dependencies: ["Kernel", "CellCompiler"], swiftSettings: usesSwiftSyntax.0),
        .testTarget(name: "NotebookDisplayTests", dependencies: ["NotebookDisplay"]),
        .testTarget(name: "WidgetsTests", dependencies: ["Widgets", "NotebookDisplay"]),
        .testTarget(name: "TensorsTests", dependencies: ["Tensors"], exclude: ["Fixtures"]),
        .testTarget(
            name: "NeuralNetworksTests", dependencies: ["NeuralNetworks", "TrainingData", "Tensors"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "TrainingTests", dependencies: ["Training", "TrainingData", "NeuralNetworks", "Tensors", "Weights"]),
        .testTarget(
            name: "TrainingDataTests",
            dependencies: ["TrainingData", "NeuralNetworks", "Tensors", "NotebookDisplay", "CPNGCodec", "CZlib"]),
        .testTarget(
            name: "ModelsTests",
            dependencies: ["Models", "Training", "TrainingData", "NeuralNetworks", "Tensors", "Weights"],
            exclude: ["Fixtures"]),
        .testTarget(
            name: "FiguresTests", dependencies: ["Figures", "NotebookDisplay", "NeuralNetworks", "Tensors"]),
        .testTarget(
            name: "BaselinesTests", dependencies: ["Baselines", "TrainingData", "Tensors"], exclude: ["Fixtures"]),
        .testTarget(
            name: "WeightsTests", dependencies: ["Weights", "NeuralNetworks", "Tensors"], exclude: ["Fixtures"]),
    ],
    swiftLanguageModes: [.v6]
)
