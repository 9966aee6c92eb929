import SwiftIfConfig
import SwiftOperators
import SwiftParser
import SwiftSyntax

/// What the text of a cell says about it, before any compiler has seen it.
public struct CellSyntax: Sendable {
    /// The cell's Swift, with marks blanked out.
    public let code: String
    public let marks: [CellMark]
    /// Whether there is anything but white space and comments.
    public let hasStatements: Bool
    /// The names declared at top level, in order.
    public private(set) var declarations: [Declaration] = []
    /// `import` declarations as they were written, for the cells that follow.
    public private(set) var imports: [String] = []
    /// Every name that the cell mentions.
    public private(set) var mentions: Set<String> = []
    /// What its top level adds to types and to the language, beside the names that it declares.
    public private(set) var additions: [Addition] = []
    /// The keys of its operators and members, which another cell may declare again.
    private(set) var memberKeys: Set<String> = []
    /// The keys of the conformances that its extensions declare.
    private(set) var conformanceKeys: Set<String> = []
    /// Its types, extensions and operators.
    private(set) var lastingDeclarations: [LastingDeclaration] = []
    /// The types that its extensions let conform to protocols, those protocols, and the superclasses of its classes.
    public private(set) var inheritedNames: Set<String> = []
    /// Names that it mentions in functions, closures and types, which may run again when the cell is over.
    public private(set) var lastingMentions: Set<String> = []
    /// Where it means a variable of an earlier cell by a name that it declares further on.
    package private(set) var earlierReferences: [EarlierReferences.Reference] = []
    /// How it is compiled.
    public private(set) var optimization = Optimization.debug
    /// What its structures and enumerations store.
    private(set) var shapes: [String: TypeShape] = [:]
    private(set) var extensions: [ExtensionOutline] = []
    /// Whether there is an `await` at top level.
    public private(set) var isAsynchronous = false
    /// The last expression, whose value is shown, as a range of UTF-8 offsets.
    public private(set) var resultExpression: Range<Int>?
    /// Whether that is an `if` or a `switch`, which may have a value or not.
    private(set) var resultIsUncertain = false
    /// The last expression where it turned out to have no value that can be shown.
    private(set) var unshownExpression: Range<Int>?
    /// What the compiler does not get of the text, as UTF-8 offsets.
    ///
    /// `private` and `fileprivate` before declarations at top level: other cells see those declarations all the same, and
    /// the runtime has no readable names for private types. `@main`: a cell is its own entry point.
    private(set) var leftOut: [Range<Int>] = []
    /// The call that stands for `@main`.
    private(set) var mainCall: String?
    /// Variables that are declared without a value.
    private(set) var valueless: [String] = []
    /// Where the stored constants of actors are declared, as UTF-8 offsets.
    private(set) var actorConstants: [Int] = []
    /// Where variables are declared, in order.
    private(set) var variableDeclarations: [VariableDeclaration] = []
    /// Statements whose time is taken.
    private(set) var measurements: [Measurement] = []
    /// Imports among statements that become the body of a closure, where no import can stand.
    private(set) var enclosedImports: [String] = []

    /// - Parameters:
    ///   - text: Where it has `#if`, all branches count.
    ///   - marks: What in the text is not Swift.
    public init(_ text: String, marks: [CellMark] = []) {
        self.init(text, marks: marks, conditions: nil)
    }

    struct VariableDeclaration: Sendable {
        /// UTF-8 offsets.
        var range: Range<Int>
        /// Whether the declaration takes a modifier that frees it from the main actor.
        var canBeNonisolated: Bool
        /// For a `guard`, how what it binds becomes variables of the module.
        var guardBinding: GuardBinding?
    }

    private let conditions: CellConditions?

    init(_ text: String, marks: [CellMark], conditions: CellConditions?) {
        code = text.blanking(marks.map(\.range))
        self.marks = marks
        self.conditions = conditions
        let file = Parser.parse(source: code)
        hasStatements = !file.statements.isEmpty
        measurements = Measurement.all(for: marks, in: file, code: code)
        for token in file.tokens(viewMode: .sourceAccurate) {
            if let name = token.identifierName ?? token.operatorName { mentions.insert(name) }
        }
        for item in file.statements {
            if !isEnclosed(item) {
                collect(item.item)
            } else if let declaration = item.item.as(ImportDeclSyntax.self) {
                imports.append(declaration.trimmedDescription)
                enclosedImports.append(declaration.trimmedDescription)
                leftOut.append(declaration.contentRange)
            }
        }
        // What does not parse is left as it is, so that the compiler's diagnostics are about the learner's text alone.
        guard !file.hasError else {
            variableDeclarations = []
            leftOut = []
            mainCall = nil
            valueless = []
            actorConstants = []
            measurements = []
            enclosedImports = []
            extensions = []
            return
        }
        let keys = OverloadKeys(of: file)
        memberKeys = Set(keys.declarations.keys).subtracting(declarations.compactMap(\.overloadKey))
        conformanceKeys = Set(keys.conformances.keys)
        lastingDeclarations = file.statements.filter { !isEnclosed($0) }.compactMap(LastingDeclaration.init)
        inheritedNames = InheritanceFinder.names(in: file)
        lastingMentions = LastingMentions.names(in: file)
        let ends = declarations.filter { $0.kind == .variable }.map { declaration in
            (declaration.name, variableDeclarations[declaration.order - 1].range.upperBound)
        }
        earlierReferences = EarlierReferences.references(
            in: file, declarationEnds: Dictionary(ends, uniquingKeysWith: { first, _ in first }))
        optimization =
            measurements.contains { $0.repetition != nil } ? .speed : Optimization.chosen(for: file)
        isAsynchronous = TopLevelAwaitFinder.finds(in: file) || mainCall?.contains("await") == true
        if let last = file.statements.last, !isEnclosed(last) { findResult(in: last.item) }
    }

    /// Whether it lists the variables in view.
    var listsVariables: Bool { marks.contains { $0.meaning == .variables } }

    private func isEnclosed(_ item: CodeBlockItemSyntax) -> Bool {
        measurements.contains { $0.enclosed?.contains(item.contentRange.lowerBound) == true }
    }

    private mutating func findResult(in item: CodeBlockItemSyntax.Item) {
        if case .expr(let expression) = item, showsValue(expression) { resultExpression = expression.contentRange }
        // A condition has a value if its branches have, which only the compiler knows.
        if case .stmt(let statement) = item, let expression = statement.as(ExpressionStmtSyntax.self)?.expression,
            BranchesFinder.areSingleExpressions(in: expression)
        {
            resultExpression = expression.contentRange
            resultIsUncertain = true
        }
    }

    private mutating func collect(_ item: CodeBlockItemSyntax.Item) {
        switch item {
        case .decl(let declaration): collect(declaration)
        case .stmt(let statement):
            guard let statement = statement.as(GuardStmtSyntax.self) else { return }
            let names = statement.conditions.flatMap(boundNames)
            guard !names.isEmpty else { return }
            addVariables(
                names, in: statement.contentRange, canBeNonisolated: false, guardBinding: GuardBinding(statement, names)
            )
        default: break
        }
    }

    private mutating func collect(_ declaration: DeclSyntax) {
        for modifier in declaration.asProtocol((any WithModifiersSyntax).self)?.modifiers ?? [] {
            let isPrivate = [.keyword(.private), .keyword(.fileprivate)].contains(modifier.name.tokenKind)
            if isPrivate && modifier.detail == nil { leftOut.append(modifier.contentRange) }
        }
        if let entry = EntryPoint(declaration) {
            leftOut.append(entry.attribute)
            mainCall = entry.call
        }
        switch declaration.as(DeclSyntaxEnum.self) {
        case .variableDecl(let node):
            addVariables(
                node.bindings.flatMap { boundNames(of: $0.pattern) }, in: node.contentRange,
                canBeNonisolated: node.attributes.isEmpty && node.modifiers.isEmpty
                    && node.bindings.allSatisfy { $0.accessorBlock == nil },
                areComputed: node.bindings.contains { $0.initializer == nil && $0.accessorBlock != nil })
            valueless += node.valuelessNames
        case .functionDecl(let node):
            if let name = node.name.identifierName {
                declarations.append(Declaration(name: name, kind: .function, signature: signature(of: node)))
            } else {
                // A pattern calls it without naming it.
                additions.append(Addition(names: [node.name.text], isNameless: node.name.text == "~="))
            }
        case .structDecl(let node):
            add(node.name.identifierName, .structure)
            shapes[node.name.text] = TypeShape(declaration)
        case .classDecl(let node): add(node.name.identifierName, .class)
        case .actorDecl(let node):
            add(node.name.identifierName, .class)
            for member in node.memberBlock.members {
                guard let constant = member.decl.as(VariableDeclSyntax.self), constant.isPlainConstant else { continue }
                actorConstants.append(constant.contentRange.lowerBound)
            }
        case .enumDecl(let node):
            add(node.name.identifierName, .enumeration)
            shapes[node.name.text] = TypeShape(declaration)
        case .protocolDecl(let node): add(node.name.identifierName, .protocol)
        case .typeAliasDecl(let node): add(node.name.identifierName, .typeAlias)
        case .importDecl(let node): imports.append(node.trimmedDescription)
        case .extensionDecl(let node):
            additions.append(Addition(node))
            if let outline = ExtensionOutline(node) { extensions.append(outline) }
        case .operatorDecl(let node): additions.append(Addition(names: [node.name.text]))
        case .precedenceGroupDecl(let node): additions.append(Addition(names: [node.name.text]))
        case .macroDecl(let node): additions.append(Addition(names: [node.name.text]))
        case .macroExpansionDecl: additions.append(Addition(names: [], isNameless: true))
        case .ifConfigDecl(let node):
            for clause in active(node) {
                guard case .statements(let items)? = clause.elements else { continue }
                for item in items { collect(item.item) }
            }
        default: break
        }
    }

    /// The branches of `#if` that are compiled.
    private func active(_ node: IfConfigDeclSyntax) -> [IfConfigClauseSyntax] {
        guard let conditions else { return Array(node.clauses) }
        return [node.activeClause(in: conditions).clause].compactMap { $0 }
    }

    /// The same cell without certain parts of its text; lines and columns stay what they are.
    func without(_ ranges: [Range<Int>]) -> CellSyntax {
        CellSyntax(code.blanking(ranges), marks: marks, conditions: conditions)
    }

    /// The same cell taken for what it may be instead, after the compiler did not accept it for what it looks like;
    /// nothing if there is no other way to take it.
    func otherReading(after errors: [Diagnostic]) -> CellSyntax? {
        var other = self
        if resultIsUncertain || resultExpression != nil && errors.contains(where: { $0.isAboutResult }) {
            other.unshownExpression = resultExpression
            other.resultExpression = nil
            other.resultIsUncertain = false
            return other
        }
        // Without `await` the compiler takes the top level for synchronous, and misses that rather than the `await`.
        if !isAsynchronous && errors.contains(where: { $0.missesConcurrency }) {
            other.isAsynchronous = true
            return other
        }
        return nil
    }

    /// Counts further names as mentioned.
    mutating func mention(_ names: Set<String>) {
        mentions.formUnion(names)
    }

    private mutating func add(_ name: String?, _ kind: Declaration.Kind) {
        guard let name else { return }
        declarations.append(Declaration(name: name, kind: kind))
    }

    private mutating func addVariables(
        _ names: [String], in range: Range<Int>, canBeNonisolated: Bool, areComputed: Bool = false,
        guardBinding: GuardBinding? = nil
    ) {
        variableDeclarations.append(
            VariableDeclaration(
                range: range, canBeNonisolated: canBeNonisolated, guardBinding: guardBinding))
        for name in names {
            declarations.append(
                Declaration(
                    name: name, kind: .variable, order: variableDeclarations.count, isComputed: areComputed))
        }
    }
}

/// The names that a condition binds for what follows it.
private func boundNames(in condition: ConditionElementSyntax) -> [String] {
    switch condition.condition {
    case .optionalBinding(let binding): boundNames(of: PatternSyntax(binding.pattern))
    case .matchingPattern(let matching): boundNames(of: matching.pattern)
    default: []
    }
}

func boundNames(of pattern: PatternSyntax) -> [String] {
    pattern.tokens(viewMode: .sourceAccurate).compactMap { token in
        token.parent?.is(IdentifierPatternSyntax.self) == true ? token.identifierName : nil
    }
}

extension VariableDeclSyntax {
    /// The variables that have no value until one is assigned.
    fileprivate var valuelessNames: [String] {
        guard attributes.isEmpty, modifiers.isEmpty else { return [] }
        return bindings.enumerated().flatMap { index, binding -> [String] in
            // In `var a, b: Int`, the type stands behind the last.
            let type = bindings.dropFirst(index).lazy.compactMap(\.typeAnnotation).first?.type
            let isNil =
                bindingSpecifier.tokenKind == .keyword(.var)
                && (type?.is(OptionalTypeSyntax.self) == true
                    || type?.is(ImplicitlyUnwrappedOptionalTypeSyntax.self) == true
                    || type?.baseName == "Optional")
            if binding.initializer != nil || binding.accessorBlock != nil || isNil { return [] }
            return boundNames(of: binding.pattern)
        }
    }

    /// `let` without attributes and without modifiers that say whose it is.
    fileprivate var isPlainConstant: Bool {
        bindingSpecifier.tokenKind == .keyword(.let) && attributes.isEmpty
            && modifiers.allSatisfy { [.keyword(.public), .keyword(.internal)].contains($0.name.tokenKind) }
    }
}

/// An assignment has no value to show.
func showsValue(_ expression: ExprSyntax) -> Bool {
    // `#warning("…")` and `#error("…")` are for the compiler.
    if let macro = expression.as(MacroExpansionExprSyntax.self), ["warning", "error"].contains(macro.macroName.text) {
        return false
    }
    // `dump` returns what it has shown.
    let callee = expression.as(FunctionCallExprSyntax.self)?.calledExpression.as(DeclReferenceExprSyntax.self)
    if callee?.baseName.text == "dump" { return false }
    guard let sequence = expression.as(SequenceExprSyntax.self) else {
        return !expression.is(MissingExprSyntax.self)
    }
    return !sequence.elements.contains { element in
        if element.is(AssignmentExprSyntax.self) { return true }
        guard let name = element.as(BinaryOperatorExprSyntax.self)?.operator.text else { return false }
        let group = OperatorTable.standardOperators.infixOperator(named: name)?.precedenceGroup
        return group == "AssignmentPrecedence"
    }
}

/// The parts of a function's declaration by which overloads of one name are told apart. Generic parameters are counted,
/// as their names make no difference.
func signature(of function: FunctionDeclSyntax) -> String {
    let parameters = function.genericParameterClause?.parameters.map(\.name.text) ?? []
    func text(_ node: some SyntaxProtocol) -> String {
        node.tokens(viewMode: .sourceAccurate).map { token in
            parameters.firstIndex(of: token.text).map { "$\($0)" } ?? token.text
        }.joined(separator: " ")
    }
    let generics = [function.genericParameterClause.map(text), function.genericWhereClause.map(text)].compactMap { $0 }
    let list = function.signature.parameterClause.parameters.map { parameter in
        "\(parameter.firstName.text): \(text(parameter.type))\(parameter.ellipsis?.text ?? "")"
    }
    return generics.joined(separator: " ") + "(" + list.joined(separator: ", ") + ")"
}
