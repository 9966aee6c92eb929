import Foundation

/// What SwiftPM writes down of how it builds a package.
struct BuildDescription {
    /// How a program that imports the products is compiled.
    let compilerArguments: [String]
    /// The names of all modules.
    let modules: [String]
    /// The command that links the product, without its inputs and its output.
    let linkerCommand: [String]
    /// The object files of each target.
    let objects: [String: [String]]

    private struct Description: Decodable {
        struct Compilation: Decodable {
            var moduleName: String
            var importPath: String
            var otherArguments: [String]
        }

        var swiftCommands: [String: Compilation]
        var targetDependencyMap: [String: [String]]
    }

    /// - Parameter scratch: The package's `.build` folder.
    init(scratch: String) throws(UnreadableBuild) {
        let file = scratch + "/release/description.json"
        guard let data = FileManager.default.contents(atPath: file),
            let description = try? JSONDecoder().decode(Description.self, from: data),
            let own = description.swiftCommands.values.first(where: { $0.moduleName == PackageManifest.name })
        else { throw UnreadableBuild(file: file) }
        compilerArguments = ["-I", own.importPath] + BuildDescription.importing(own.otherArguments)

        // In the names of modules, what an identifier cannot have is an underscore.
        modules = description.targetDependencyMap.keys.sorted().map { name in
            String(name.map { $0.isLetter || $0.isNumber ? $0 : "_" })
        }

        let link = try BuildDescription.linkCommand(scratch: scratch)
        linkerCommand = link.arguments
        objects = Dictionary(grouping: link.inputs.filter { $0.hasSuffix(".o") }) { path in
            let target = path.split(separator: "/").last { $0.hasSuffix(".build") }
            return String(target?.dropLast(".build".count) ?? "")
        }
    }

    /// Those arguments of a compilation that say where headers and macros are, as the compiler's frontend takes them.
    private static func importing(_ arguments: [String]) -> [String] {
        var (frontend, clang): ([String], [String]) = ([], [])
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "-Xcc": clang += rest.popFirst().map { [$0] } ?? []
            case "-Xfrontend": frontend += rest.popFirst().map { [$0] } ?? []
            default: frontend.append(argument)
            }
        }
        let plugins = options(
            in: frontend, withValue: ["-load-plugin-executable", "-load-plugin-library", "-plugin-path"])
        let interoperability = frontend.filter { $0.hasPrefix("-cxx-interoperability-mode=") }
        let headers = options(
            in: clang, withValue: ["-I", "-F", "-isystem", "-iquote"],
            beginning: ["-I", "-F", "-D", "-fmodule-map-file="])
        return plugins + interoperability + headers.flatMap { ["-Xcc", $0] }
    }

    private static func options(
        in arguments: [String], withValue names: Set<String>, beginning prefixes: [String] = []
    ) -> [String] {
        var kept: [String] = []
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            if names.contains(argument), let value = rest.popFirst() {
                kept += [argument, value]
            } else if prefixes.contains(where: argument.hasPrefix) {
                kept.append(argument)
            }
        }
        return kept
    }

    /// The lines of the product's link command in llbuild's manifest, whose lists are JSON.
    private static func linkCommand(scratch: String) throws(UnreadableBuild) -> (inputs: [String], arguments: [String])
    {
        let file = scratch + "/release.yaml"
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { throw UnreadableBuild(file: file) }
        let product = "/lib\(PackageManifest.name).so\"]"
        for command in text.split(separator: "\n\n") {
            let lines = command.split(separator: "\n")
            func list(_ name: String) -> [String]? {
                lines.first { $0.hasPrefix("    \(name): ") }.flatMap { line in
                    try? JSONDecoder().decode([String].self, from: Data(line.dropFirst("    \(name): ".count).utf8))
                }
            }
            guard lines.contains(where: { $0.hasPrefix("    outputs: ") && $0.hasSuffix(product) }),
                let inputs = list("inputs"), var arguments = list("args"), let output = arguments.firstIndex(of: "-o")
            else { continue }
            arguments.removeSubrange(output...output + 1)
            return (inputs, arguments.filter { !$0.hasPrefix("@") })
        }
        throw UnreadableBuild(file: file)
    }
}

/// SwiftPM's notes are not as they are in the version that Swiftlet is built for.
struct UnreadableBuild: Error, CustomStringConvertible {
    var file: String
    var description: String { "SwiftPM's notes on the build in \(file) cannot be understood" }
}
