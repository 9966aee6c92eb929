import CellCompiler
import Testing

@Suite struct EnclosingFunctionTests {
    @Test(arguments: [
        ("let a = ⌖1", ""), ("func f(_ x: Int, by y: Int) { ⌖x }", "f(_:by:)"),
        ("struct S { func m() { ⌖x } }", "S.m()"), ("extension A.B { var v: Int { ⌖x } }", "A.B.v"),
        ("class C { init(a: Int) { ⌖x } }", "C.init(a:)"), ("class C { deinit { ⌖x } }", "C.deinit"),
        ("struct S { subscript(i: Int) -> Int { ⌖x } }", "S.subscript(_:)"), ("a.map { ⌖x }", "closure"),
        ("enum E { static func f() { a.map { b { ⌖x } } } }", "closure in E.f()"),
        ("func outer() { func inner() { ⌖x } }", "inner()"), ("var v: Int { get { ⌖x } }", "v"), ("⌖", ""),
    ])
    func theFunctionAroundAPlaceIsNamedAsItsAuthorDoes(_ marked: String, _ name: String) {
        let parts = marked.split(separator: "⌖", omittingEmptySubsequences: false)
        #expect(EnclosingFunction.name(at: parts[0].utf8.count, in: String(parts[0] + parts[1])) == name)
    }
}
