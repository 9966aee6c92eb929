import CellCompiler
import Foundation

/// Packages that were built for one session and are kept for all sessions of the user.
///
/// Each set of dependencies and products has a folder, named after the manifest and the toolchain, with a numbered
/// folder for each build of it. There is more than one build where a session has loaded other versions of a package, or
/// where a package on this machine was changed while another session used it. A build counts once `built.json` is there,
/// which is written last.
struct PackageStore: Sendable {
    let folder: String
    let toolchain: Toolchain

    /// Packages that a session may load as long as it holds them.
    struct Stored: Sendable {
        let built: BuiltPackages
        let isNew: Bool
        fileprivate let lock: FileLock
    }

    /// - Parameter loaded: What the session has loaded, which cannot be loaded in another version.
    func packages(
        for manifest: PackageManifest, loaded: [BuiltPackages], tool: PackageTool, progress: InstallProgress
    ) throws(CellFailure) -> Stored {
        let home = "\(folder)/\(fingerprint(of: "1\n\(toolchain.root) \(toolchain.version)\n\(manifest.text)"))"
        try makeFolder(home)
        let products = manifest.products.joined(separator: ", ")
        let lock = try FileLock.wait(for: home + "/lock", .exclusive) { () throws(CellFailure) in
            try tool.interruption.check()
            progress.update("Waiting for another notebook that installs \(products) …")
        }
        defer { withExtendedLifetime(lock) {} }

        func conflict(_ built: BuiltPackages) -> String? { loaded.lazy.compactMap(built.conflict).first }
        let builds = ((try? FileManager.default.contentsOfDirectory(atPath: home)) ?? []).compactMap(Int.init).sorted()
        for build in builds.map({ Build(folder: "\(home)/\($0)") }) {
            guard let built = build.result, built.isUpToDate, conflict(built) == nil else { continue }
            if let lock = FileLock(build.lockFile, .shared) { return Stored(built: built, isNew: false, lock: lock) }
        }

        let (build, use) = try buildFolder(in: home, builds)
        let built = try PackageBuild(manifest: manifest, folder: build.folder, tool: tool, progress: progress)
            .run(pins: pins(of: loaded), conflict: conflict)
        if let reason = conflict(built) { throw .conflict(reason) }
        build.finish(with: built)
        use.share()
        return Stored(built: built, isNew: true, lock: use)
    }

    private func pins(of loaded: [BuiltPackages]) -> [BuiltPackages.Pin] {
        Dictionary(loaded.flatMap(\.pins).map { ($0.identity, $0) }) { first, _ in first }.values.sorted {
            $0.identity < $1.identity
        }
    }

    /// A folder that nobody uses: one whose build failed or is out of date, or a new one.
    private func buildFolder(in home: String, _ builds: [Int]) throws(CellFailure) -> (Build, FileLock) {
        let candidates = builds.map { Build(folder: "\(home)/\($0)") }.filter { $0.result?.isUpToDate != true }
        for build in candidates {
            guard let lock = FileLock(build.lockFile, .exclusive) else { continue }
            build.discardResult()
            return (build, lock)
        }
        let build = Build(folder: "\(home)/\((builds.last ?? 0) + 1)")
        try makeFolder(build.folder)
        guard let lock = FileLock(build.lockFile, .exclusive) else { throw .notWritable(build.folder) }
        return (build, lock)
    }

    private func makeFolder(_ path: String) throws(CellFailure) {
        do {
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .notWritable(path)
        }
    }
}

/// The folder of one build.
private struct Build {
    let folder: String

    var lockFile: String { folder + "/in-use" }
    private var resultFile: URL { URL(fileURLWithPath: folder + "/built.json") }

    var result: BuiltPackages? {
        guard let data = try? Data(contentsOf: resultFile),
            let built = try? JSONDecoder().decode(BuiltPackages.self, from: data),
            FileManager.default.fileExists(atPath: built.library)
        else { return nil }
        return built
    }

    func finish(with built: BuiltPackages) {
        try? JSONEncoder().encode(built).write(to: resultFile, options: .atomic)
    }

    func discardResult() {
        try? FileManager.default.removeItem(at: resultFile)
    }
}

extension CellFailure {
    static func installation(_ reason: String, traceback: [String]? = nil) -> CellFailure {
        CellFailure(name: "InstallFailed", value: reason, traceback: traceback)
    }

    static func conflict(_ reason: String) -> CellFailure {
        installation(
            "\(reason). Run %reset for a session that has loaded nothing, then this cell again.")
    }

    fileprivate static func notWritable(_ path: String) -> CellFailure {
        installation("\(path) cannot be written.")
    }
}
