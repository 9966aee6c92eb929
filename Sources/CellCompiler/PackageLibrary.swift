/// A library of packages that cells can import.
public struct PackageLibrary: Equatable, Sendable {
    /// The shared library, which cells' libraries need.
    public var path: String
    /// With these the compiler finds its modules.
    public var compilerArguments: [String]

    /// The names of its modules. Cells need the library once one of these is imported.
    public var modules: Set<String>

    public init(path: String, compilerArguments: [String], modules: Set<String>) {
        self.path = path
        self.compilerArguments = compilerArguments
        self.modules = modules
    }
}

/// The names of the modules that import declarations bring.
func importedModules(_ declarations: [String]) -> Set<String> {
    let kinds = Set(["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"])
    return Set(
        declarations.compactMap { declaration in
            let words = declaration.split { $0.isWhitespace || $0 == "." }.drop { $0 != "import" }.dropFirst()
            return words.first { !kinds.contains(String($0)) }.map(String.init)
        })
}
