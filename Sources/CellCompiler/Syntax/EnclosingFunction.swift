import SwiftParser
import SwiftSyntax

/// What the code at a place belongs to, as in "Network.forward(_:)" or "closure in train(epochs:)".
///
/// Debug information of cells holds lines only: it names functions that were inlined without their types and labels.
package enum EnclosingFunction {
    /// - Parameter offset: In bytes.
    /// - Returns: Nothing for the top level.
    package static func name(at offset: Int, in code: String) -> String {
        let file = Parser.parse(source: code)
        guard
            let token = file.token(
                at: AbsolutePosition(utf8Offset: min(offset, max(0, file.totalLength.utf8Length - 1))))
        else { return "" }
        var path: [String] = []
        var isInClosure = false
        var isInFunction = false
        var ancestor = token.parent
        while let node = ancestor {
            if node.is(ClosureExprSyntax.self), !isInFunction { isInClosure = true }
            if !isInFunction, let function = functionName(node) {
                path.append(function)
                isInFunction = true
            } else if isInFunction, let type = typeName(node) {
                path.append(type)
            }
            ancestor = node.parent
        }
        let function = path.reversed().joined(separator: ".")
        if isInClosure { return "closure" + (function.isEmpty ? "" : " in \(function)") }
        return function
    }

    private static func functionName(_ node: Syntax) -> String? {
        if let function = node.as(FunctionDeclSyntax.self) {
            return function.name.text + labels(function.signature.parameterClause)
        }
        if let initializer = node.as(InitializerDeclSyntax.self) {
            return "init" + labels(initializer.signature.parameterClause)
        }
        if let subscripts = node.as(SubscriptDeclSyntax.self) {
            return "subscript" + labels(subscripts.parameterClause, areNames: false)
        }
        if node.is(DeinitializerDeclSyntax.self) { return "deinit" }
        if node.is(AccessorBlockSyntax.self), let binding = node.parent?.as(PatternBindingSyntax.self) {
            return binding.pattern.trimmedDescription
        }
        return nil
    }

    private static func labels(_ clause: FunctionParameterClauseSyntax, areNames: Bool = true) -> String {
        let labels = clause.parameters.map { parameter in
            areNames || parameter.secondName != nil ? parameter.firstName.text : "_"
        }
        return "(" + labels.map { $0 + ":" }.joined() + ")"
    }

    private static func typeName(_ node: Syntax) -> String? {
        if let type = node.asProtocol((any NamedDeclSyntax).self), node.asProtocol((any DeclGroupSyntax).self) != nil {
            return type.name.text
        }
        return node.as(ExtensionDeclSyntax.self)?.extendedType.trimmedDescription
    }
}
