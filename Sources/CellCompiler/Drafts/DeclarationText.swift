import SwiftParser
import SwiftSyntax

/// A declaration as its author wrote it.
package struct DeclarationText: Sendable, Equatable {
    /// All of it, with the comment above it.
    package var source: String
    /// The same without the bodies of functions and without the comment.
    package var heading: String
    /// The comment's text.
    package var documentation: String
    /// Whether it is a variable that holds a value, which can be read without running anything.
    package var isStored = false

    /// The declarations of a name in a cell's text, at top level or in a type.
    ///
    /// - Parameter name: With argument labels for a function, as in "area(of:)", or without.
    package static func declarations(of name: String, in code: String) -> [DeclarationText] {
        let finder = DeclarationFinder(name)
        finder.walk(Parser.parse(source: code))
        return finder.found
    }

    fileprivate init(_ declaration: some DeclSyntaxProtocol, body: (any SyntaxProtocol)?) {
        let comments = declaration.leadingTrivia.documentationLines
        documentation = comments.text.joined(separator: "\n")
        let text = declaration.trimmedDescription
        let bodyOffset = body.map {
            $0.positionAfterSkippingLeadingTrivia.utf8Offset - declaration.positionAfterSkippingLeadingTrivia.utf8Offset
        }
        let end = bodyOffset.map { text.utf8.index(text.startIndex, offsetBy: $0) } ?? text.endIndex
        var heading = text[..<end]
        while heading.last?.isWhitespace == true { heading.removeLast() }
        self.heading = String(heading)
        source = (comments.written + [text]).joined(separator: "\n")
    }
}

private final class DeclarationFinder: SyntaxVisitor {
    private let name: String
    private let baseName: String
    private let hasLabels: Bool
    var found: [DeclarationText] = []

    init(_ name: String) {
        self.name = name
        baseName = String(name.prefix { $0 != "(" })
        hasLabels = name.contains("(")
        super.init(viewMode: .sourceAccurate)
    }

    private func check(
        _ declaration: some DeclSyntaxProtocol, named token: TokenSyntax, body: (any SyntaxProtocol)?
    ) -> SyntaxVisitorContinueKind {
        if (token.identifierName ?? token.text) == baseName {
            found.append(DeclarationText(declaration, body: body))
        }
        return .visitChildren
    }

    private func check(
        _ declaration: some DeclSyntaxProtocol, named token: TokenSyntax, _ parameters: FunctionParameterClauseSyntax,
        body: (any SyntaxProtocol)?
    ) {
        guard (token.identifierName ?? token.text) == baseName else { return }
        let labels = parameters.parameters.map { $0.firstName.text + ":" }.joined()
        if !hasLabels || name == "\(baseName)(\(labels))" { found.append(DeclarationText(declaration, body: body)) }
    }

    override func visit(_ node: FunctionDeclSyntax) -> SyntaxVisitorContinueKind {
        check(node, named: node.name, node.signature.parameterClause, body: node.body)
        return .skipChildren
    }
    override func visit(_ node: InitializerDeclSyntax) -> SyntaxVisitorContinueKind {
        check(node, named: node.initKeyword, node.signature.parameterClause, body: node.body)
        return .skipChildren
    }
    override func visit(_ node: VariableDeclSyntax) -> SyntaxVisitorContinueKind {
        if node.bindings.contains(where: { boundNames(of: $0.pattern).contains(baseName) }) {
            var text = DeclarationText(node, body: nil)
            text.isStored = node.isStored
            found.append(text)
        }
        return .skipChildren
    }
    override func visit(_ node: EnumCaseDeclSyntax) -> SyntaxVisitorContinueKind {
        if node.elements.contains(where: { ($0.name.identifierName ?? $0.name.text) == baseName }) {
            found.append(DeclarationText(node, body: nil))
        }
        return .skipChildren
    }
    override func visit(_ node: StructDeclSyntax) -> SyntaxVisitorContinueKind {
        check(node, named: node.name, body: node.memberBlock)
    }
    override func visit(_ node: ClassDeclSyntax) -> SyntaxVisitorContinueKind {
        check(node, named: node.name, body: node.memberBlock)
    }
    override func visit(_ node: EnumDeclSyntax) -> SyntaxVisitorContinueKind {
        check(node, named: node.name, body: node.memberBlock)
    }
    override func visit(_ node: ActorDeclSyntax) -> SyntaxVisitorContinueKind {
        check(node, named: node.name, body: node.memberBlock)
    }
    override func visit(_ node: ProtocolDeclSyntax) -> SyntaxVisitorContinueKind {
        check(node, named: node.name, body: node.memberBlock)
    }
    override func visit(_ node: TypeAliasDeclSyntax) -> SyntaxVisitorContinueKind {
        check(node, named: node.name, body: nil)
    }
    override func visit(_: ClosureExprSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
    override func visit(_: CodeBlockSyntax) -> SyntaxVisitorContinueKind { .skipChildren }
}

extension VariableDeclSyntax {
    /// A wrapper's or an accessor's code would run to read the others.
    fileprivate var isStored: Bool {
        attributes.isEmpty
            && bindings.allSatisfy { binding in
                guard let block = binding.accessorBlock else { return true }
                guard case .accessors(let list) = block.accessors else { return false }
                return list.allSatisfy {
                    [.keyword(.willSet), .keyword(.didSet)].contains($0.accessorSpecifier.tokenKind)
                }
            }
    }
}

extension Trivia {
    /// The documentation comment directly above a declaration: its lines as they are written, and its text.
    fileprivate var documentationLines: (written: [String], text: [String]) {
        var (written, text): ([String], [String]) = ([], [])
        for piece in pieces {
            switch piece {
            case .docLineComment(let line):
                written.append(line)
                let rest = line.dropFirst(3)
                text.append(String(rest.first == " " ? rest.dropFirst() : rest))
            case .docBlockComment(let block):
                written.append(block)
                let lines = block.dropFirst(3).dropLast(2).split(separator: "\n", omittingEmptySubsequences: false)
                text += lines.map { line in
                    let rest = line.drop { $0 == " " || $0 == "\t" }
                    let line = rest.first == "*" ? rest.dropFirst().drop { $0 == " " } : rest
                    return String(line.reversed().drop(while: \.isWhitespace).reversed())
                }
            case .newlines(let count) where count > 1, .carriageReturnLineFeeds(let count) where count > 1:
                (written, text) = ([], [])
            default: break
            }
        }
        while text.first?.isEmpty == true { text.removeFirst() }
        while text.last?.isEmpty == true { text.removeLast() }
        return (written, text)
    }
}
