import Foundation
import SwiftIfConfig
import SwiftSyntax

/// What the conditions of `#if` mean in a cell: those of the compiler that the kernel runs.
struct CellConditions: BuildConfiguration, Sendable {
    /// Where the compiler looks for modules.
    private let moduleFolders: [String]
    /// As in "6.3.1".
    private let version: String

    init(toolchain: Toolchain, sessionFolder: String) {
        moduleFolders = [
            sessionFolder, toolchain.libraries, toolchain.libraries + "/" + Toolchain.architecture,
        ]
        version = toolchain.version
    }

    var targetPointerBitWidth: Int { 64 }
    var targetAtomicBitWidths: [Int] { [8, 16, 32, 64] }
    var endianness: Endianness { .little }
    // Cells are compiled in the language mode of Swift 5.
    var languageVersion: VersionTuple { VersionTuple(5, 10) }
    var compilerVersion: VersionTuple { VersionTuple(parsing: version) ?? VersionTuple(6) }

    func isCustomConditionSet(name: String) -> Bool { false }
    func isActiveTargetOS(name: String) -> Bool { name == "Linux" }
    func isActiveTargetArchitecture(name: String) -> Bool {
        name == (Toolchain.architecture == "aarch64" ? "arm64" : Toolchain.architecture)
    }
    func isActiveTargetEnvironment(name: String) -> Bool { false }
    func isActiveTargetRuntime(name: String) -> Bool { name == "_Native" || name == "_multithreaded" }
    func isActiveTargetPointerAuthentication(name: String) -> Bool { name == "_none" }
    func isActiveTargetObjectFormat(name: String) -> Bool { name == "ELF" }

    // The compiler is never asked beforehand; where it knows more than this, its word counts in the end.
    func hasFeature(name: String) -> Bool { true }
    func hasAttribute(name: String) -> Bool { true }

    func canImport(importPath: [(TokenSyntax, String)], version: CanImportVersion) -> Bool {
        guard let module = importPath.first?.1 else { return false }
        return moduleFolders.contains { FileManager.default.fileExists(atPath: "\($0)/\(module).swiftmodule") }
    }
}
