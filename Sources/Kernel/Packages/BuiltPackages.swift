import Foundation

/// What a build of packages left behind, as the store remembers it.
struct BuiltPackages: Codable, Equatable, Sendable {
    /// A version of a package from a repository, as `Package.resolved` has it.
    struct Pin: Codable, Equatable, Sendable {
        struct State: Codable, Equatable, Sendable {
            var branch: String?
            var revision: String?
            var version: String?
        }

        var identity: String
        var kind: String
        var location: String
        var state: State

        /// As in "swift-algorithms 1.2.0".
        var text: String {
            "\(identity) \(state.version ?? state.branch ?? state.revision.map { String($0.prefix(7)) } ?? "")"
        }
    }

    /// A package in a folder of this machine, as its author left it.
    struct LocalPackage: Codable, Equatable, Sendable {
        var identity: String
        var path: String
        /// Changes with every change of the folder's files.
        var fingerprint: String
    }

    var pins: [Pin]
    var localPackages: [LocalPackage]
    var modules: [String] = []
    /// With these the compiler finds the modules.
    var compilerArguments: [String] = []
    /// The library that needs those of all modules.
    var library = ""

    /// Whether the local packages are still what was built.
    var isUpToDate: Bool {
        localPackages.allSatisfy { folderFingerprint($0.path) == $0.fingerprint }
    }

    /// As in "swift-algorithms 1.2.0, swift-numerics 1.0.2, MyPackage".
    var versionsText: String { (pins.map(\.text) + localPackages.map(\.identity)).joined(separator: ", ") }

    /// Why both cannot be loaded into one session; nothing if they can.
    func conflict(withLoaded loaded: BuiltPackages) -> String? {
        for pin in pins {
            guard let other = loaded.pins.first(where: { $0.identity == pin.identity }), other.state != pin.state else {
                continue
            }
            return "The session has loaded \(other.text), and this needs \(pin.text)"
        }
        for package in localPackages {
            guard let other = loaded.localPackages.first(where: { $0.path == package.path }),
                other.fingerprint != package.fingerprint
            else { continue }
            return "\(package.path) has changed since the session loaded it"
        }
        return nil
    }
}

/// A text that changes with every change of a file in the folder, as far as size and time of modification tell. Hidden
/// files, among them what builds leave behind, do not count.
///
/// - Parameter moment: Where a file changed later than this, there is no such text.
func folderFingerprint(_ folder: String, unchangedSince moment: Date? = nil) -> String? {
    let keys: Set<URLResourceKey> = [.isRegularFileKey, .fileSizeKey, .contentModificationDateKey]
    let files = FileManager.default.enumerator(
        at: URL(fileURLWithPath: folder, isDirectory: true), includingPropertiesForKeys: Array(keys),
        options: [.skipsHiddenFiles])
    var entries: [String] = []
    while let file = files?.nextObject() as? URL {
        guard let values = try? file.resourceValues(forKeys: keys), values.isRegularFile == true else { continue }
        let date = values.contentModificationDate ?? .distantPast
        if let moment, date > moment { return nil }
        entries.append("\(file.path) \(values.fileSize ?? 0) \(date.timeIntervalSinceReferenceDate)")
    }
    return fingerprint(of: entries.sorted().joined(separator: "\n"))
}

/// A short text that differs for different texts, the same in every process (FNV-1a of 64 bits).
func fingerprint(of text: String) -> String {
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
}
