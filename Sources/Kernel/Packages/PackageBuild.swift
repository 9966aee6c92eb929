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
            let build = ["-c", "release", "--product", PackageManifest.name]
            try check(tool.run("swift-build", build, in: folder, onLine: follow))
            var built = try resolved()
            progress.show("\(title): linking")
            let description = try BuildDescription(scratch: scratch)
            built.compilerArguments = description.compilerArguments
            built.modules = description.modules
            built.library = try link(description)
            return built
        } catch {
            progress.show(tool.interruption.isRequested ? "\(title): interrupted" : "\(title): failed")
            if let failure = error as? CellFailure { throw failure }
            throw CellFailure(name: "InstallFailed", value: "\(error)")
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

    private func check(_ result: (succeeded: Bool, lines: [String])) throws(CellFailure) {
        guard !result.succeeded else { return }
        let failure = BuildFailure(result.lines, folder: folder)
        if let (product, package) = failure.missingProduct {
            throw CellFailure(
                name: "InstallFailed", value: "\(package) has no product '\(product)'.\(products(of: package))")
        }
        throw failure.cellFailure
    }

    /// As in " Its libraries are A and B."
    private func products(of package: String) -> String {
        guard let path = dependencies.first(where: { $0.identity == package.lowercased() })?.folder(scratch: scratch),
            let dump = try? tool.run("swift-package", ["dump-package"], in: path),
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
    private func resolved() throws -> BuiltPackages {
        var pins: [BuiltPackages.Pin] = []
        if let data = FileManager.default.contents(atPath: folder + "/Package.resolved") {
            pins = try JSONDecoder().decode(ResolvedFile.self, from: data).pins
        }
        let local = dependencies.filter { $0.kind == "fileSystem" }.map {
            BuiltPackages.LocalPackage(
                identity: $0.identity, path: $0.location, fingerprint: folderFingerprint($0.location))
        }
        return BuiltPackages(pins: pins, localPackages: local)
    }

    private var dependencies: [WorkspaceState.PackageReference] {
        let data = FileManager.default.contents(atPath: scratch + "/workspace-state.json")
        let state = data.flatMap { try? JSONDecoder().decode(WorkspaceState.self, from: $0) }
        return state?.object.dependencies.map { dependency in
            var reference = dependency.packageRef
            reference.subpath = dependency.subpath
            return reference
        } ?? []
    }

    /// Links each target into a library of its own, which the session loads once however many installations share it,
    /// and one library that needs them all.
    private func link(_ description: BuildDescription) throws(CellFailure) -> String {
        let libraries = "\(folder)/libraries"
        try? FileManager.default.createDirectory(atPath: libraries, withIntermediateDirectories: true)
        var needed: [String] = []
        for (target, objects) in description.objects.sorted(by: { $0.key < $1.key })
        where target != PackageManifest.name {
            let name = "libswiftlet-package-\(target).so"
            needed.append("\(libraries)/\(name)")
            try link(objects + ["-Xlinker", "-soname=\(name)"], into: needed.last!, description)
        }
        let all = "\(libraries)/all.so"
        try link((description.objects[PackageManifest.name] ?? []) + needed, into: all, description)
        return all
    }

    private func link(_ inputs: [String], into library: String, _ description: BuildDescription) throws(CellFailure) {
        let command = description.linkerCommand.dropFirst() + inputs + ["-o", library]
        let list = library + ".arguments"
        do {
            try Data(command.map(swiftLiteral).joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: list))
        } catch {
            throw CellFailure(name: "InstallFailed", value: "\(error)")
        }
        try check(tool.run("swiftc", ["@" + list], in: folder))
    }
}

/// `Package.resolved`, as far as it matters.
private struct ResolvedFile: Codable {
    var pins: [BuiltPackages.Pin]
    var version: Int
}

/// SwiftPM's notes on the packages that it has at hand, as far as they matter.
private struct WorkspaceState: Decodable {
    struct PackageReference: Decodable {
        var identity: String
        var kind: String
        var location: String
        var subpath: String?

        func folder(scratch: String) -> String {
            kind == "fileSystem" ? location : "\(scratch)/checkouts/\(subpath ?? identity)"
        }
    }

    struct Dependency: Decodable {
        var packageRef: PackageReference
        var subpath: String
    }

    struct Object: Decodable {
        var dependencies: [Dependency]
    }

    var object: Object
}
