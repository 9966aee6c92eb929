import CellCompiler
import Testing

/// Runs of cells, planned one after the other as if each succeeded.
private struct Plans {
    var scope = SessionScope()
    var count = 0

    @discardableResult
    mutating func run(_ code: String, as cellID: String? = nil) -> CellPlan {
        count += 1
        let plan = CellPlan(CellSyntax(code), number: count, file: "In[\(count)]", cellID: cellID, scope: scope)
        scope = plan.scopeAfter
        return plan
    }

    mutating func released(_ code: String, as cellID: String? = nil) -> [Variable] {
        run(code, as: cellID).releases
    }
}

@Suite struct RerunTests {
    @Test func aFurtherRunTakesBackWhatTheEarlierDeclared() {
        var plans = Plans()
        plans.run("let a = 1; func f() {}; struct S {}", as: "cell")
        plans.run("let b = 2", as: "cell")
        #expect(plans.scope.names == ["b": 2])
    }

    @Test func functionsOfOneNameStayOverloadsUntilTheirParametersAgree() {
        var plans = Plans()
        plans.run("func f(_ x: Int) {}")
        plans.run("func f(_ x: String) {}")
        #expect(
            CellView(of: CellSyntax("f(1)"), in: plans.scope).importLines.filter { $0.contains("`f`") }.count == 2)
        plans.run("func f(_ y: Int) -> Int { y }")
        let lines = CellView(of: CellSyntax("f(1)"), in: plans.scope).importLines.filter { $0.contains("`f`") }
        #expect(lines.count == 2 && !lines.contains { $0.contains("Cell_1") })
    }

    @Test func aReplacedVariableIsGivenBack() {
        var plans = Plans()
        plans.run("let a = 1", as: "cell")
        #expect(plans.released("let a = 2", as: "cell") == [Variable(cell: 1, name: "a")])
        #expect(plans.released("let a = 3", as: "cell") == [Variable(cell: 2, name: "a")])
    }

    @Test func aVariableReplacedByAnotherCellIsGivenBack() {
        var plans = Plans()
        plans.run("let a = 1")
        #expect(plans.released("let a = 2") == [Variable(cell: 1, name: "a")])
    }

    @Test(arguments: [
        "func f() -> Int { a }", "let c = { a }", "struct S { var x: Int { a } }", "var v: Int { a }", "lazy var l = a",
        "Task { a }", "class C { func m() { print(a) } }",
    ])
    func whatMayRunAgainKeepsAVariable(_ user: String) {
        var plans = Plans()
        plans.run("let a = 1", as: "cell")
        plans.run(user, as: "user")
        #expect(plans.released("let a = 2", as: "cell") == [])
        // This run mentions the new `a`; with the old one in view too, the name would be ambiguous.
        plans.run(user, as: "user")
        #expect(plans.released("1") == [Variable(cell: 1, name: "a")])
    }

    @Test func aMentionAtTopLevelKeepsNothing() {
        var plans = Plans()
        plans.run("let a = 1", as: "cell")
        plans.run("print(a)\nfor i in 0..<a { print(i) }")
        #expect(plans.released("let a = 2", as: "cell") == [Variable(cell: 1, name: "a")])
    }

    @Test func aCellsOwnFunctionsKeepItsVariablesUntilItRunsAgain() {
        var plans = Plans()
        plans.run("let a = 1; func f() -> Int { a }", as: "cell")
        #expect(plans.released("let a = 2") == [])
        #expect(plans.released("let b = 2", as: "cell") == [Variable(cell: 1, name: "a")])
    }

    @Test(arguments: [
        ("let x = x + 1", [8]), ("print(x)\nlet x = 1", [6]), ("let x = y.x", []),
        ("for x in 0..<3 { x }\nlet x = 1", []),
        ("let x = [1].map { x in x }", []), ("let x = [1].map { $0 + x }", [23]), ("let x = 1\nx", []),
        ("func f() { x }\nlet x = 1", []), ("if let x { x }\nlet x = 1", []),
    ])
    func aNameBeforeItsDeclarationMeansTheEarlierVariable(_ code: String, _ offsets: [Int]) {
        #expect(CellSyntax(code).earlierReferences.map(\.offset) == offsets)
    }
}
