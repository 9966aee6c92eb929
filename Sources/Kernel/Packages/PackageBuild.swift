import Foundation
import JupyterWire

/// Builds what a notebook installs, in a folder of its own.
struct PackageBuild {
    let manifest: PackageManifest
    /// The folder of the generated package, which stays as long as what is built there is used.
    let folder: String
    let tool: PackageTool
    let progress: InstallProgress

    private var scratch: String { folder + "/.build" }

    /// - Parameters:
    ///   - pins: Versions that are to be taken where that is possible.
    ///   - conflict: Tells why versions cannot be taken, before they are built.
    func run(
        pins: [BuiltPackages.Pin], conflict: (BuiltPackages) -> String?
    ) throws(CellFailure) -> BuiltPackages {
        let title = "Installing \(manifest.products.joined(separator: ", "))"
        progress.show("\(title) …")
        func follow(_ line: Substring) {
            guard !line.contains("error:"), line.firstMatch(of: /^(\[|Fetch|Comput|Creat|Updat|Build)/) != nil else {
                return
            }
            progress.update("\(title): \(line)")
        }
        do {
            try write(pins: pins)
            if !pins.isEmpty {
                try check(tool.run("swift-package", ["resolve"], in: folder, onLine: follow))
                if let reason = conflict(try resolved()) { throw CellFailure.conflict(reason) }
            }
            let begun = Date.now
            // With --product, swift-build now and then never returns from a resolution that failed.
            let build = ["--build-system", "native", "-c", "release"]
            try check(tool.run("swift-build", build, in: folder, onLine: follow))
            var built = try resolved(begun: begun)
            progress.show("\(title): linking")
            let description = try BuildDescription(scratch: scratch)
            built.compilerArguments = description.compilerArguments
            built.modules = description.modules
            built.library = try link(description)
            return built
        } catch {
            progress.show(tool.interruption.isRequested ? "\(title): interrupted" : "\(title): failed")
            if let failure = error as? CellFailure { throw failure }
            throw .installation("\(error)")
        }
    }

    private func write(pins: [BuiltPackages.Pin]) throws {
        let manager = FileManager.default
        let sources = "\(folder)/Sources/\(PackageManifest.name)"
        try manager.createDirectory(atPath: sources, withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: sources + "/Empty.swift"))
        try Data(manifest.text.utf8).write(to: URL(fileURLWithPath: folder + "/Package.swift"))
        let resolved = URL(fileURLWithPath: folder + "/Package.resolved")
        try? manager.removeItem(at: resolved)
        if !pins.isEmpty { try JSONEncoder().encode(ResolvedFile(pins: pins, version: 2)).write(to: resolved) }
    }

    func check(_ result: (succeeded: Bool, lines: [String])) throws(CellFailure) {
        guard !result.succeeded else { return }
        let failure = BuildFailure(result.lines, folder: folder)
        if let (product, package) = failure.missingProduct {
            throw .installation("\(package) has no product '\(product)'.\(products(of: package))")
        }
        throw failure.cellFailure
    }

    /// As in " Its libraries are A and B."
    private func products(of package: String) -> String {
        let dependencies = WorkspaceState(scratch: scratch)?.dependencies ?? []
        guard let found = dependencies.first(where: { $0.packageRef.identity == package.lowercased() }),
            let dump = try? tool.run("swift-package", ["dump-package"], in: found.folder(scratch: scratch)),
            let start = dump.lines.firstIndex(where: { $0.hasPrefix("{") }),
            let json = try? JSONValue(parsing: Data(dump.lines[start...].joined(separator: "\n").utf8)),
            case .array(let products)? = json["products"]
        else { return "" }
        let names = products.filter { $0["type"]?["library"] != nil }.compactMap { $0["name"]?.stringValue }
        guard let last = names.last else { return " It has no libraries." }
        guard names.count > 1 else { return " Its only library is \(last)." }
        return " Its libraries are \(names.dropLast().joined(separator: ", ")) and \(last)."
    }

    /// What SwiftPM chose.
    ///
    /// - Parameter begun: When the build began. What changed in folders of this machine since may not be in it.
    private func resolved(begun: Date = .now) throws -> BuiltPackages {
        var pins: [BuiltPackages.Pin] = []
        if let data = FileManager.default.contents(atPath: folder + "/Package.resolved") {
            pins = try JSONDecoder().decode(ResolvedFile.self, from: data).pins
        }
        let local = (WorkspaceState(scratch: scratch)?.dependencies ?? []).filter(\.isLocal).map(\.packageRef).map {
            BuiltPackages.LocalPackage(
                identity: $0.identity, path: $0.location,
                fingerprint: folderFingerprint($0.location, unchangedSince: begun) ?? "")
        }
        return BuiltPackages(pins: pins, localPackages: local)
    }
}

/// `Package.resolved`, as far as it matters.
private struct ResolvedFile: Codable {
    var pins: [BuiltPackages.Pin]
    var version: Int
}
