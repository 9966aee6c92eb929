import CellCompiler
import Testing

@Suite struct CursorContextTests {
    /// The context at the mark `|`, and the text without it.
    private func context(_ marked: String) -> (CursorContext, String) {
        let parts = marked.split(separator: "|", maxSplits: 1, omittingEmptySubsequences: false)
        let code = String(parts[0]) + String(parts[1])
        return (CursorContext(code, cursor: parts[0].utf8.count), code)
    }

    private func text(_ range: Range<Int>, _ code: String) -> String {
        String(decoding: Array(code.utf8)[range], as: UTF8.self)
    }

    @Test(arguments: [
        ("let x = gre|et + 1", "greet"), ("gre|", "gre"), ("|", ""), ("a + | b", ""), ("漢字|列", "漢字列"),
        ("\"😀\\(va|)\"", "va"), ("f(x).re|", "re"), ("$0|", "$0"),
    ])
    func findsTheWholeWord(_ marked: String, _ word: String) {
        let (context, code) = context(marked)
        #expect(text(context.word, code) == word)
    }

    @Test(arguments: [
        ("x.|", CursorContext.Place.member), ("x.fo|o", .member), ("x\n    .fo|", .member), ("x|", .code),
        ("import Fo|", .importedModule), ("// x|", .text), ("/* x| */", .text), ("/* x */ |", .code),
        ("\"ab|c\"", .text), ("\"|\"", .text), ("\"a\" |", .code), ("\"\\(x|)\"", .code), ("\"\\(|)\"", .code),
        ("\"\\(x)|\"", .text), ("let s = \"\"\"\n  te|xt\n  \"\"\"", .text), ("f(\"a\", |)", .code),
        ("struct S: P { | }", .memberDeclaration),
        ("class C: B {\n var x = 1\n override func fo|\n}", .memberDeclaration),
        ("struct S { | }", .code), ("struct S: P { func f() { | } }", .code), ("struct S: P { var x = | }", .code),
        ("let x = 1 // a\n|", .code), ("func f(\np.|", .member), ("\"unclosed |", .text),
    ])
    func tellsCodeFromText(_ marked: String, _ place: CursorContext.Place) {
        #expect(context(marked).0.place == place)
    }

    @Test(arguments: [
        ("f(|)", "f"), ("f(a, |", "f"), ("a.b.method(x: 1, |)", "method"), ("f(g(|))", "g"), ("f(g(1), |)", "f"),
        ("Array<Int>(|)", "Array"), ("f([1, |])", "f"), ("x.init(|", "init"),
    ])
    func findsTheFunctionThatIsCalled(_ marked: String, _ name: String) throws {
        let (context, code) = context(marked)
        let callee = try #require(context.callee)
        #expect(text(callee.name, code) == name)
        #expect(code.utf8.prefix(callee.arguments).last == UInt8(ascii: "("))
    }

    @Test(arguments: ["f(1) |", "|", "f { x in | }", "(|1, 2)", "f()\ng|"])
    func findsNoFunctionOutsideOfArguments(_ marked: String) {
        #expect(context(marked).0.callee?.name == nil)
    }

    @Test func tellsWhichLinesBeforeTheCursorDoNotParse() throws {
        let (context, code) = context("let a = 1\nfunc f(\na.|")
        #expect(text(try #require(context.brokenStart), code) == "func f(\n")
        #expect(self.context("let a = 1\na.|").0.brokenStart == nil)
    }
}
