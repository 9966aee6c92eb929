import CellCompiler
import Foundation
import Testing

@Suite struct CellCompilerTests {
    private let session: TestSession

    init() throws {
        session = try TestSession()
    }

    @discardableResult
    private func compile(_ code: String, reached: Int? = nil) throws -> CompiledCell {
        try session.compile(code, reached: reached)
    }

    private func diagnostics(_ code: String) -> [Diagnostic] { session.errors(code) }

    @Test func laterCellsSeeEarlierOnes() throws {
        try compile(
            "var a = 1; private func f() -> Int { a }\nstruct S { fileprivate var x = 2 }\nclass C { var y = 1 }")
        try compile("a += f() + S().x\nclass D: C { override var y: Int { get { 2 } set {} } }")
        let cell = try compile("D().y + a")
        #expect(FileManager.default.fileExists(atPath: cell.library))
    }

    @Test func theLatestDeclarationOfANameWins() throws {
        try compile("let a = 1; struct S { var old = 1 }")
        try compile("let a = \"text\"; struct S { var new = 1 }")
        try compile("a.count + S().new")
        #expect(diagnostics("S().old").first?.message.contains("has no member 'old'") == true)
    }

    @Test func anEarlierDeclarationWinsOverALibrarys() throws {
        try compile(
            "import Foundation\nstruct Data { var mine = 1 }\nfunc max(_ a: String, _ b: String) -> String { a }")
        try compile("Data().mine + max(1, 2)\nlet m = max(\"a\", \"b\")")
    }

    @Test func variablesThatWereNeverReachedDoNotExist() throws {
        try compile("let a = 1\nlet b = 2", reached: 1)
        try compile("a")
        #expect(diagnostics("b").map(\.message) == ["cannot find 'b' in scope"])
    }

    @Test func operatorsAndConformancesAreThereWithoutBeingNamed() throws {
        try compile(
            "infix operator **: MultiplicationPrecedence\nfunc ** (a: Int, b: Int) -> Int { a * b }\nstruct S {}")
        try compile("extension S: CustomStringConvertible { var description: String { \"S\" } }")
        try compile("let text: any CustomStringConvertible = S()\n2 ** 3")
    }

    @Test func aDiagnosticIsAboutTheLearnersColumns() {
        let found = diagnostics("let é = 1; let b = é; nope + b")
        #expect(found.map(\.message) == ["cannot find 'nope' in scope"])
        #expect(
            found.first?.place?.file == "In[1]" && found.first?.place?.line == 1 && found.first?.place?.column == 23)
    }

    @Test func severalErrorsAreToldAtOnce() {
        let found = diagnostics("let a: Int = \"\"\n\nlet b: String = 1")
        #expect(found.map(\.place?.line) == [1, 3])
    }

    @Test func whatWasAddedToACellIsNotWarnedAbout() throws {
        #expect(try compile("print(1)").warnings.isEmpty)
        #expect(try compile("let t = await Task { 1 }.value").warnings.isEmpty)
        #expect(try compile("func f() { var x = 1 }").warnings.count == 1)
    }

    @Test func namesOfCellsModulesAreNeverTold() throws {
        try compile("struct Point {}")
        let found = diagnostics("let n: Int = Point()")
        #expect(found.first?.message == "cannot convert value of type 'Point' to specified type 'Int'")
    }
}
