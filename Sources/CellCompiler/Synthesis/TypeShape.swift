import SwiftSyntax

/// What a structure or an enumeration stores, as its declaration says.
struct TypeShape: Sendable {
    struct Property: Sendable {
        var name: String
        /// Its initial value as it is written; `nil` for an optional variable without one.
        var initialValue: String?
        var isConstant: Bool
        var isOptional: Bool
    }

    struct Case: Sendable {
        var name: String
        var valueCount: Int
    }

    enum Contents: Sendable {
        case properties([Property])
        case cases([Case])
    }

    var contents: Contents
    /// The protocols that it is declared to conform to, in extensions too.
    var conformances: Set<String>

    /// Nothing for classes and protocols, whose members the compiler never makes in an extension.
    init?(_ declaration: DeclSyntax) {
        if let node = declaration.as(StructDeclSyntax.self) {
            contents = .properties(node.memberBlock.members.flatMap { Property.stored(in: $0.decl) })
            conformances = node.inheritanceClause?.names ?? []
        } else if let node = declaration.as(EnumDeclSyntax.self) {
            let cases = node.memberBlock.members.compactMap { $0.decl.as(EnumCaseDeclSyntax.self) }.flatMap(\.elements)
            contents = .cases(
                cases.map { Case(name: $0.name.text, valueCount: $0.parameterClause?.parameters.count ?? 0) })
            conformances = node.inheritanceClause?.names ?? []
        } else {
            return nil
        }
    }
}

extension TypeShape.Property {
    fileprivate static func stored(in member: DeclSyntax) -> [TypeShape.Property] {
        guard let variable = member.as(VariableDeclSyntax.self), !variable.isOfType else { return [] }
        let isConstant = variable.bindingSpecifier.tokenKind == .keyword(.let)
        return variable.bindings.flatMap { binding -> [TypeShape.Property] in
            if let accessors = binding.accessorBlock?.accessors {
                guard case .accessors(let list) = accessors else { return [] }
                let observers: Set<TokenKind> = [.keyword(.willSet), .keyword(.didSet)]
                if !list.allSatisfy({ observers.contains($0.accessorSpecifier.tokenKind) }) { return [] }
            }
            let type = binding.typeAnnotation?.type
            let isOptional = type?.is(OptionalTypeSyntax.self) == true
            let value = binding.initializer?.value.trimmedDescription ?? (isOptional && !isConstant ? "nil" : nil)
            return boundNames(of: binding.pattern).map {
                TypeShape.Property(name: $0, initialValue: value, isConstant: isConstant, isOptional: isOptional)
            }
        }
    }
}

extension VariableDeclSyntax {
    /// Whether it belongs to the type rather than to its values.
    var isOfType: Bool {
        modifiers.contains { [.keyword(.static), .keyword(.class)].contains($0.name.tokenKind) }
    }
}

extension InheritanceClauseSyntax {
    /// The first names of what is inherited.
    var names: Set<String> {
        Set(inheritedTypes.flatMap { $0.type.tokens(viewMode: .sourceAccurate).compactMap(\.identifierName) })
    }
}
