/// How the module of a cell is called.
public enum CellModule {
    public static func name(_ number: Int) -> String { "Cell_\(number)" }
    /// Whether a module is that of a cell.
    public static func isName(_ name: String) -> Bool { number(ofModule: name) != nil }

    package static func number(ofModule name: String) -> Int? {
        name.hasPrefix("Cell_") ? Int(name.dropFirst(5)) : nil
    }

    /// What the cell is called that is being written.
    package static let draft = "Cell_0"
    static func sourceFile(_ number: Int) -> String { "Cell_\(number).swift" }
    static func entryPoint(_ number: Int) -> String { "swiftlet_cell_\(number)" }

    /// Brings a whole cell into view, private declarations included.
    static func importLine(_ number: Int) -> String {
        "@_private(sourceFile: \"\(sourceFile(number))\") import \(name(number))"
    }

    /// Brings one declaration of a cell into view, before those of the same name in modules.
    static func importLine(_ number: Int, kind: Declaration.Kind, name declaration: String) -> String {
        "@_private(sourceFile: \"\(sourceFile(number))\") import \(kind.rawValue) \(name(number)).`\(declaration)`"
    }

    /// Brings a variable of a cell into view without making the cell's module one that whoever imports this one needs.
    ///
    /// Otherwise each run of a cell would need the run before it, whose variables it gives back, and that one the run
    /// before.
    static func importLineForRelease(of variable: Variable) -> String {
        "@_implementationOnly " + importLine(variable.cell, kind: .variable, name: variable.name)
    }

    /// The compiler's message without the names of cells' modules, which nobody else knows.
    package static func removingNames(from text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "_")), text.contains("Cell_") else { return text }
        return text.replacing(/\bCell_\d+\.(\(unknown context at \$[0-9a-f]+\)\.)?/, with: "")
    }
}
