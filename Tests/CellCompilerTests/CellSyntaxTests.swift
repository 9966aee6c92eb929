import CellCompiler
import Testing

@Suite struct CellSyntaxTests {
    @Test func everyKindOfDeclarationIsSeen() {
        let syntax = CellSyntax(
            """
            import Foundation
            let a = 1, (b, c) = (2, 3)
            var d: Int { 4 }
            func f(_ x: Int) {}
            struct S {}; class C {}; enum E {}; protocol P {}; actor A {}; typealias T = Int
            guard let g = Optional(1) else { fatalError() }
            extension S { func m() {} }
            """)
        #expect(syntax.declarations.map(\.name) == ["a", "b", "c", "d", "f", "S", "C", "E", "P", "A", "T", "g"])
        #expect(syntax.declarations[4].kind == .function && syntax.declarations[9].kind == .class)
        #expect(syntax.imports == ["import Foundation"])
        #expect(syntax.additions.map(\.names) == [["m"]] && !syntax.additions[0].isNameless)
    }

    @Test func variablesAreCountedInTheOrderTheyGetTheirValues() {
        let syntax = CellSyntax("let a = 1; var b = 2, c = 3\nprint(a)\nlet d = 4")
        #expect(syntax.declarations.map(\.order) == [1, 2, 2, 3])
    }

    @Test func conformancesSubscriptsAndInitializersAreUsedWithoutNamingThem() {
        for code in [
            "extension Int: P {}", "func ~= (a: Int, b: String) -> Bool { true }",
            "extension Array { subscript(safe i: Int) -> Element? { nil } }",
            "extension Int { init(x: Int) { self = x } }",
        ] {
            #expect(CellSyntax(code).additions.map(\.isNameless) == [true], "\(code)")
        }
    }

    @Test(arguments: [
        ("1 + 1", "1 + 1"), ("let a = 1; a", "a"), ("a // comment", "a"), ("f()\n", "f()"),
        ("[1, 2].map { $0 + 1 }", "[1, 2].map { $0 + 1 }"), ("try await f()", "try await f()"), ("a == b", "a == b"),
        ("\"\"\"\n🐦\n\"\"\"", "\"\"\"\n🐦\n\"\"\""),
    ])
    func theLastExpressionIsShown(_ code: String, _ expression: String) {
        let syntax = CellSyntax(code)
        let shown = syntax.resultExpression.map { String(decoding: Array(code.utf8)[$0], as: UTF8.self) }
        #expect(shown == expression)
    }

    @Test(arguments: [
        "let a = 1", "a = 1", "a += 1", "_ = f()", "for i in 0..<3 { i }", "func f() {}", "", "// 1", "f(",
    ])
    func whatHasNoValueIsNotShown(_ code: String) {
        #expect(CellSyntax(code).resultExpression == nil)
    }

    @Test(arguments: [
        ("await f()", true), ("let x = try await f()", true), ("for await x in s {}", true),
        ("async let x = f()", true),
        ("if true { await f() }", true), ("func g() async { await f() }", false), ("Task { await f() }", false),
        ("struct S { func g() async { await f() } }", false), ("1", false),
    ])
    func awaitAtTopLevelMakesACellAsynchronous(_ code: String, _ isAsynchronous: Bool) {
        #expect(CellSyntax(code).isAsynchronous == isAsynchronous)
    }
}
