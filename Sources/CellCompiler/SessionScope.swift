/// What the cells that ran so far leave in view of the next one.
///
/// Each cell is a module. The latest declaration of a name wins, by an import of that very name from the cell that
/// holds it, which takes precedence over everything that whole modules bring. Functions of one name that different
/// cells declare stay overloads of each other.
public struct SessionScope: Sendable {
    struct Cell: Sendable {
        var number: Int
        var extensionMembers: Set<String>
        var declaresNameless: Bool
    }

    struct Holder: Hashable, Sendable {
        var cell: Int
        var kind: Declaration.Kind
    }

    private var holders: [String: [Holder]] = [:]
    private var extendingCells: [Cell] = []
    private var imports: [String] = []

    public init() {}

    /// Takes in a cell that ran, as far as it came.
    ///
    /// - Parameter reached: How many of its declarations of variables were carried out.
    public mutating func add(_ syntax: CellSyntax, number: Int, reached: Int) {
        for line in syntax.imports where !imports.contains(line) { imports.append(line) }
        for declaration in syntax.declarations where declaration.kind != .variable || declaration.order <= reached {
            let holder = Holder(cell: number, kind: declaration.kind)
            let earlier = holders[declaration.name] ?? []
            let isOverload = declaration.kind == .function && earlier.allSatisfy { $0.kind == .function }
            holders[declaration.name] = isOverload ? earlier.filter { $0 != holder } + [holder] : [holder]
        }
        if syntax.declaresNameless || !syntax.extensionMembers.isEmpty {
            extendingCells.append(
                Cell(
                    number: number, extensionMembers: syntax.extensionMembers,
                    declaresNameless: syntax.declaresNameless))
        }
    }

    /// The names in view, each with the cell that holds it.
    public var names: [String: Int] {
        holders.compactMapValues { $0.last?.cell }
    }

    /// The import declarations that put a cell in view of what it mentions.
    func importLines(for syntax: CellSyntax) -> [String] {
        var lines = imports
        for cell in extendingCells
        where cell.declaresNameless || !cell.extensionMembers.isDisjoint(with: syntax.mentions) {
            lines.append(
                "@_private(sourceFile: \"\(CellModule.sourceFile(cell.number))\") import \(CellModule.name(cell.number))"
            )
        }
        for name in syntax.mentions.sorted() {
            for holder in holders[name] ?? [] {
                lines.append(
                    "@_private(sourceFile: \"\(CellModule.sourceFile(holder.cell))\") "
                        + "import \(holder.kind.rawValue) \(CellModule.name(holder.cell)).`\(name)`")
            }
        }
        return lines
    }

    /// Whether the cell lets a type of an earlier cell conform to a protocol.
    ///
    /// The compiler wants the members of such a conformance to be public, which no learner would write for a type of
    /// their own; checking of access is left out for these cells.
    func extendsEarlierTypes(_ syntax: CellSyntax) -> Bool {
        syntax.conformingTypes.contains { holders[$0] != nil }
    }
}

/// How the module of a cell is called.
public enum CellModule {
    public static func name(_ number: Int) -> String { "Cell_\(number)" }
    static func sourceFile(_ number: Int) -> String { "Cell_\(number).swift" }
    static func entryPoint(_ number: Int) -> String { "swiftlet_cell_\(number)" }

    /// The text without the names of cells' modules, which nobody but the compiler knows.
    public static func removingNames(from text: String) -> String {
        text.replacing(/\bCell_\d+\./, with: "")
    }
}
