import SwiftParser
import SwiftParserDiagnostics
import SwiftSyntax

/// `%install`.
enum InstallDirective: Directive {
    static let name = "install"
    static let usages = [
        DirectiveUsage(
            "%install .package(…) PRODUCT …", "builds products of a Swift package, which cells can then import",
            example: "%install .package(url: \"https://github.com/apple/swift-algorithms\", from: \"1.2.0\") Algorithms"
        )
    ]
    static let details = """
        The package is written as in a Package.swift, also `.package(path: "../MyPackage")`. Lines of one cell are \
        resolved together, before the cell's code is compiled. What was built is kept for later sessions in the folder \
        `swiftlet/packages` of the user's caches, with the versions that were resolved; remove the folder to have newer \
        ones.
        """

    private static let requirements = ["from", "exact", "branch", "revision"]

    static func read(_ line: DirectiveLine, into cell: inout NotebookCell) throws(DirectiveError) {
        let request = try request(line)
        if case .install(let others)? = cell.actions.last {
            cell.actions[cell.actions.count - 1] = .install(others + [request])
        } else {
            cell.actions.append(.install([request]))
        }
        cell.add(line.mark())
    }

    private static func request(_ line: DirectiveLine) throws(DirectiveError) -> PackageRequest {
        let file = Parser.parse(source: line.arguments)
        func part(_ node: any SyntaxProtocol) -> Substring {
            let start = node.positionAfterSkippingLeadingTrivia.utf8Offset
            return line.arguments[line.arguments.utf8.index(line.arguments.startIndex, offsetBy: start)...]
        }
        guard let call = file.statements.first?.item.as(FunctionCallExprSyntax.self),
            let callee = call.calledExpression.as(MemberAccessExprSyntax.self), callee.base == nil,
            callee.declName.baseName.text == "package"
        else {
            throw line.error("%install wants a package and products: \(usages[0].example)", at: line.arguments[...])
        }
        if call.hasError, let problem = ParseDiagnosticsGenerator.diagnostics(for: file).first {
            let message = problem.message.replacing("function call", with: ".package(…)")
            throw DirectiveError(message: message, offset: line.argumentsStart + problem.position.utf8Offset)
        }
        let source = try location(in: call, line, part)
        let end = call.endPositionBeforeTrailingTrivia.utf8Offset
        let dependency = String(decoding: Array(line.arguments.utf8.prefix(end)), as: UTF8.self)
        let rest = Substring(line.arguments.utf8.dropFirst(end))
        let products = beforeComment(rest).split { $0.isWhitespace || $0 == "," }.map { $0.filter { $0 != "\"" } }
        guard !products.isEmpty else {
            throw line.error(
                "%install wants the products to import behind the package, as in .package(…) Algorithms", at: rest)
        }
        return PackageRequest(
            dependency: dependency, location: source.text, path: source.isPath ? source.range : nil, products: products)
    }

    private static func location(
        in call: FunctionCallExprSyntax, _ line: DirectiveLine, _ part: (any SyntaxProtocol) -> Substring
    ) throws(DirectiveError) -> (text: String, range: Range<Int>, isPath: Bool) {
        let known = ["name", "url", "path", "id", "traits"] + requirements
        for argument in call.arguments {
            guard let label = argument.label?.text, !known.contains(label) else { continue }
            throw line.error(
                "a package takes no \"\(label):\", only \(known.joined(separator: ", "))", at: part(argument))
        }
        let labels = call.arguments.map { $0.label?.text }
        guard let source = call.arguments.first(where: { ["url", "path", "id"].contains($0.label?.text) }) else {
            throw line.error(
                "a package has a url: or a path:, as in .package(url: \"…\", from: \"1.0.0\")", at: part(call))
        }
        guard let literal = source.expression.as(StringLiteralExprSyntax.self),
            let text = literal.representedLiteralValue, !text.isEmpty
        else {
            throw line.error("\(source.label!.text): wants a string", at: part(source.expression))
        }
        let isPath = source.label!.text == "path"
        guard isPath || labels.contains(where: { $0.map(requirements.contains) ?? true }) else {
            throw line.error(
                "a package with a url: needs a version: from: \"1.0.0\", exact:, branch:, revision: or a range",
                at: part(call))
        }
        return (
            text,
            literal.positionAfterSkippingLeadingTrivia.utf8Offset..<literal.endPositionBeforeTrailingTrivia.utf8Offset,
            isPath
        )
    }
}
