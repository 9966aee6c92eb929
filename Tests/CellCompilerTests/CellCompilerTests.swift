import CellCompiler
import Foundation
import Testing

/// Compiles with the real toolchain, in a folder of its own, cells that need no module of Swiftlet's but the one that a
/// stand-in of three lines provides.
@Suite final class CellCompilerTests {
    /// Where the package's products are built.
    private static let products = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("../../.build/release").standardizedFileURL.path

    private let folder: URL
    private let pipeline: CompilationPipeline
    private var count = 0

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let toolchain = try Toolchain.find()
        let compiler = CellCompiler(
            toolchain: toolchain, folder: folder.path, moduleCache: folder.path + "/cache",
            zygoteLibrary: CellCompilerTests.products + "/libswiftlet-zygote.so")
        pipeline = CompilationPipeline(compiler: compiler)
        let interface = folder.appendingPathComponent("NotebookDisplay.swift")
        try Data("public func _showResult<T>(_ value: T) {}".utf8).write(to: interface)
        let process = try Process.run(
            URL(fileURLWithPath: toolchain.root + "/bin/swiftc"),
            arguments: [
                "-emit-module", "-module-name", "NotebookDisplay", interface.path,
                "-o", folder.path + "/NotebookDisplay.swiftmodule",
            ])
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    @discardableResult
    private func compile(_ code: String, cellID: String? = nil, reached: Int? = nil) throws -> CompiledCell {
        count += 1
        let cell = try pipeline.cell(for: .init(code: code, file: "In[\(count)]", cellID: cellID))
        pipeline.currentEnded(reached: reached)
        return cell
    }

    private func diagnostics(_ code: String) -> [Diagnostic] {
        do {
            try compile(code)
            return []
        } catch CompilationError.diagnosed(let diagnostics) {
            return diagnostics
        } catch {
            Issue.record("\(error)")
            return []
        }
    }

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
        #expect(found.first?.file == "In[1]" && found.first?.line == 1 && found.first?.column == 23)
    }

    @Test func severalErrorsAreToldAtOnce() {
        let found = diagnostics("let a: Int = \"\"\n\nlet b: String = 1")
        #expect(found.filter { $0.severity == .error }.map(\.line) == [1, 3])
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
