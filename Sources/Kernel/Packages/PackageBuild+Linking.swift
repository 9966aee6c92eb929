import Foundation

extension PackageBuild {
    /// Links each target into a library of its own, which the session loads once however many installations share it,
    /// and one library that needs them all.
    func link(_ description: BuildDescription) throws(CellFailure) -> String {
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
            throw .installation("\(error)")
        }
        try check(tool.run("swiftc", ["@" + list], in: folder))
    }
}
