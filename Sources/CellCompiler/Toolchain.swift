import ChildProcesses
import Foundation

/// The Swift toolchain that compiles cells.
public struct Toolchain: Sendable {
    /// The version that Swiftlet is built and tested with.
    public static let wantedVersion = "6.3"

    /// The toolchain's `usr` folder.
    public let root: String
    /// As in "6.3.1".
    public let version: String

    public var frontend: String { root + "/bin/swift-frontend" }
    public var linker: String { root + "/bin/ld.lld" }
    public var symbolizer: String { root + "/bin/llvm-symbolizer" }
    public var demangleLibrary: String { root + "/lib/libswiftDemangle.so" }
    /// The compiler's service for editors.
    public var languageLibrary: String { root + "/lib/libsourcekitdInProc.so" }
    var libraries: String { root + "/lib/swift/linux" }
    var startupObject: String { libraries + "/\(Toolchain.architecture)/swiftrt.o" }
    static var target: String { "\(architecture)-unknown-linux-gnu" }

    #if arch(x86_64)
        static let architecture = "x86_64"
    #elseif arch(arm64)
        static let architecture = "aarch64"
    #endif

    /// Finds the toolchain: in `SWIFTLET_TOOLCHAIN` if that is set, else through `swift` on the PATH.
    public static func find() throws(ToolchainError) -> Toolchain {
        if let root = ProcessEnvironment["SWIFTLET_TOOLCHAIN"], !root.isEmpty {
            return try Toolchain(root: root)
        }
        let folders = (ProcessEnvironment["PATH"] ?? "").split(separator: ":")
        for folder in folders {
            let swift = "\(folder)/swift"
            guard FileManager.default.isExecutableFile(atPath: swift) else { continue }
            let binary = URL(fileURLWithPath: swift).resolvingSymlinksInPath()
            let root = binary.deletingLastPathComponent().deletingLastPathComponent().path
            if FileManager.default.isExecutableFile(atPath: root + "/bin/swift-frontend") {
                return try Toolchain(root: root)
            }
        }
        throw ToolchainError(found: "no `swift` on the PATH (\(folders.joined(separator: ":")))")
    }

    public init(root: String) throws(ToolchainError) {
        self.root = root
        guard let (status, text) = try? output(of: root + "/bin/swift-frontend", ["-version"]), status == .exited(0)
        else {
            throw ToolchainError(found: "nothing that runs at \(root)/bin/swift-frontend")
        }
        guard let version = text.firstMatch(of: /Swift version (\d+\.\d+(?:\.\d+)?)/)?.1 else {
            throw ToolchainError(found: "\(root)/bin/swift-frontend, which says \(text.prefix(80))")
        }
        self.version = String(version)
        guard version == Toolchain.wantedVersion || version.hasPrefix(Toolchain.wantedVersion + ".") else {
            throw ToolchainError(found: "Swift \(version) at \(root)")
        }
        for part in [linker, startupObject] where !FileManager.default.fileExists(atPath: part) {
            throw ToolchainError(found: "Swift \(version) at \(root) without \(part)")
        }
    }
}

/// There is no toolchain, or not the right one.
public struct ToolchainError: Error, CustomStringConvertible, Equatable {
    public var found: String

    public var description: String {
        """
        Swiftlet compiles cells with the Swift \(Toolchain.wantedVersion) toolchain, and found \(found).
        Install Swift \(Toolchain.wantedVersion) from https://www.swift.org/install, put its `swift` on the PATH or set \
        SWIFTLET_TOOLCHAIN to its `usr` folder, then restart the kernel. `swiftlet doctor` checks the installation.
        """
    }
}
