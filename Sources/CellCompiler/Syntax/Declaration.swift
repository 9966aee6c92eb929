/// A name that a cell declares at its top level.
public struct Declaration: Hashable, Sendable {
    /// How an import of the single name calls it.
    public enum Kind: String, Sendable {
        case variable = "var"
        case function = "func"
        case structure = "struct"
        case `class`
        case enumeration = "enum"
        case `protocol`
        case typeAlias = "typealias"
    }

    public var name: String
    public var kind: Kind
    /// For a variable, how many variable declarations of the cell must have been carried out before it has a value.
    public var order: Int
    /// For a variable, whether it has a getter instead of a value.
    public var isComputed: Bool
    /// For a function, its generic parameters, labels and types of parameters.
    public var signature: String

    public init(name: String, kind: Kind, order: Int = 0, isComputed: Bool = false, signature: String = "") {
        self.name = name
        self.kind = kind
        self.order = order
        self.isComputed = isComputed
        self.signature = signature
    }

    /// The key that other declarations of the same function have.
    var overloadKey: String? {
        kind == .function ? OverloadKeys.key(ofFunction: name, signature: signature) : nil
    }
}
