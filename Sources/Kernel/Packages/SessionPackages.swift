import CellCompiler
import Synchronization

/// The packages that a session has installed.
final class SessionPackages: Sendable {
    private struct Installed: Sendable {
        var manifest: String
        var stored: PackageStore.Stored
        /// Whether it was installed since the cell host started.
        var isOfSession = true
        /// Whether the cell host may have loaded it.
        var isLoaded = false

        var built: BuiltPackages { stored.built }

        /// Whether another installation must get along with it.
        func constrains(_ other: PackageManifest) -> Bool { isLoaded || isOfSession && manifest != other.text }
    }

    private let store: PackageStore
    private let installed = Mutex<[Installed]>([])

    init(store: PackageStore) {
        self.store = store
    }

    /// What cells can import, the latest installation first.
    var libraries: [PackageLibrary] {
        installed.withLock { installed in
            installed.reversed().map {
                PackageLibrary(
                    path: $0.built.library, compilerArguments: $0.built.compilerArguments,
                    modules: Set($0.built.modules))
            }
        }
    }

    /// A cell is about to run, and loads some of them.
    func noteLoaded(_ libraries: [String]) {
        installed.withLock { installed in
            for index in installed.indices where libraries.contains(installed[index].built.library) {
                installed[index].isLoaded = true
            }
        }
    }

    /// The next cell runs in a new process.
    func noteSessionEnd() {
        installed.withLock { installed in
            for index in installed.indices {
                installed[index].isLoaded = false
                installed[index].isOfSession = false
            }
        }
    }

    func install(
        _ requests: [PackageRequest], progress: InstallProgress, interruption: Interruption
    ) throws(CellFailure) {
        let manifest = PackageManifest(requests)
        let loaded = installed.withLock { $0.filter { $0.constrains(manifest) }.map(\.built) }
        for package in loaded.flatMap(\.localPackages) where requests.contains(where: { $0.location == package.path }) {
            guard folderFingerprint(package.path) == package.fingerprint else {
                throw .conflict("\(package.path) has changed since the session loaded it")
            }
        }
        let begun = ContinuousClock.now
        let stored = try store.packages(
            for: manifest, loaded: loaded, tool: PackageTool(toolchain: store.toolchain, interruption: interruption),
            progress: progress)
        installed.withLock { installed in
            if let index = installed.firstIndex(where: { $0.built == stored.built }) {
                installed[index].isOfSession = true
                return
            }
            installed.removeAll {
                !$0.constrains(manifest)
                    && ($0.manifest == manifest.text || stored.built.conflict(withLoaded: $0.built) != nil)
            }
            installed.append(Installed(manifest: manifest.text, stored: stored))
        }
        let products = manifest.products.joined(separator: ", ")
        let versions = stored.built.versionsText
        let seconds = begun.duration(to: .now).components.seconds
        progress.show(
            stored.isNew
                ? "Installed \(products) (\(versions)) in \(seconds) s"
                : "\(products) \(manifest.products.count > 1 ? "are" : "is") ready (\(versions))")
    }
}
