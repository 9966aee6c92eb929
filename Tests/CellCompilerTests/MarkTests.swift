import CellCompiler
import Testing

@Suite struct MarkTests {
    private func mark(_ text: String, in code: String, _ meaning: CellMark.Meaning) -> CellMark {
        let start = code.utf8.distance(from: code.startIndex, to: code.firstRange(of: text)!.lowerBound)
        return CellMark(meaning, at: start..<start + text.utf8.count)
    }

    private func plan(_ code: String, options: CompilationOptions = CompilationOptions(), _ marks: CellMark...)
        -> CellPlan
    {
        CellPlan(
            CellSyntax(code, marks: marks), number: 1, file: "In[1]", cellID: nil, scope: SessionScope(),
            options: options)
    }

    @Test func theValueBehindAMeasuredExpressionIsShown() {
        let code = "let a = 1\n%time a + 1"
        let syntax = CellSyntax(code, marks: [mark("%time ", in: code, .time(.line))])
        #expect(syntax.code == "let a = 1\n      a + 1")
        #expect(syntax.resultExpression == 16..<21)
    }

    @Test func whatAMeasuredStatementDeclaresIsTheCells() {
        let code = "%time let a = 1; let b = 2"
        #expect(
            CellSyntax(code, marks: [mark("%time ", in: code, .time(.line))]).declarations.map(\.name) == ["a", "b"])
    }

    @Test func whatARepeatedStatementDeclaresIsGone() {
        let line = "%timeit let a = f()\nlet b = 2"
        let repeated = CellMark.Meaning.timeit(.init(loops: nil, runs: 7), .line)
        #expect(CellSyntax(line, marks: [mark("%timeit ", in: line, repeated)]).declarations.map(\.name) == ["b"])
        let cell = "%%timeit let a = 1\nlet b = a\nb"
        let whole = CellMark.Meaning.timeit(.init(loops: nil, runs: 7), .cell)
        let syntax = CellSyntax(cell, marks: [mark("%%timeit ", in: cell, whole)])
        #expect(syntax.declarations.isEmpty && syntax.resultExpression == nil)
    }

    @Test func measuredCodeIsOptimizedUnlessTheCellSaysOtherwise() {
        let code = "%timeit f()"
        let repeated = mark("%timeit ", in: code, .timeit(.init(loops: nil, runs: 7), .line))
        #expect(plan(code, repeated).optimization == .speed)
        #expect(plan(code, options: CompilationOptions(optimizationFromHere: .debug), repeated).optimization == .speed)
        #expect(plan("1").optimization == .debug)
        #expect(plan("for i in 0..<3 { print(i) }").optimization == .speed)
    }

    @Test func theChoiceOfOptimizationHoldsForLaterCells() {
        var scope = SessionScope()
        func run(_ code: String, _ options: CompilationOptions = CompilationOptions()) -> Optimization {
            let plan = CellPlan(CellSyntax(code), number: 1, file: "In[1]", cellID: nil, scope: scope, options: options)
            scope = plan.scopeAfter
            return plan.optimization
        }
        let loop = "for i in 0..<3 { print(i) }"
        #expect(run(loop, CompilationOptions(optimizationFromHere: .debug)) == .debug)
        #expect(run(loop) == .debug)
        #expect(run(loop, CompilationOptions(optimization: .speed)) == .speed)
        #expect(run(loop) == .debug)
        #expect(run("1", CompilationOptions(optimizationFromHere: .speed)) == .speed)
        #expect(run("1") == .speed)
        #expect(run("1", CompilationOptions(optimizationFromHere: .auto)) == .debug)
        #expect(run(loop) == .speed)
    }

    @Test func aListOfVariablesNeedsTheCellsThatHoldThem() {
        var scope = SessionScope()
        scope =
            CellPlan(CellSyntax("let a = 1; func f() {}"), number: 1, file: "In[1]", cellID: nil, scope: scope)
            .scopeAfter
        let syntax = CellSyntax("%who", marks: [CellMark(.variables, at: 0..<4)])
        let plan = CellPlan(syntax, number: 2, file: "In[2]", cellID: nil, scope: scope)
        #expect(plan.scopeAfter.names == ["a": 1, "f": 1])
        #expect(plan.view.importLines.contains { $0.hasSuffix("import var Cell_1.`a`") })
        #expect(!plan.view.importLines.contains { $0.contains("`f`") })
    }

    @Test(arguments: [
        ("", 0, LinePosition.topLevel), ("let a = 1\n", 10, .topLevel), ("f(\n%b)", 3, .insideStatement),
        ("let a =\n%b", 8, .insideStatement), ("a +\n%b", 4, .insideStatement), ("\"\"\"\n%a\n\"\"\"", 4, .insideText),
        ("/*\n%a\n*/", 3, .insideText), ("{\n%a\n}", 2, .insideStatement), ("#if A\n%a\n#endif", 6, .insideStatement),
        (")\n%a", 2, .topLevel), ("let = 1\n%a", 8, .topLevel), ("// {\n%a", 5, .topLevel),
    ])
    func theRestOfAStatementIsNoPlaceForADirective(_ code: String, _ offset: Int, _ position: LinePosition) {
        #expect(LinePosition(ofLineAt: offset, in: code) == position)
    }
}
