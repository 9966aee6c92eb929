import CellCompiler
import Foundation
import Testing

/// What is left of runs that others have taken the place of.
@Suite struct ForgettingTests {
    private let session: TestSession

    init() throws {
        session = try TestSession()
    }

    /// The numbers of the cells of which there are files of a kind.
    private func cells(with kind: String) throws -> [Int] {
        try FileManager.default.contentsOfDirectory(atPath: session.folder.path)
            .compactMap { $0.wholeMatch(of: /Cell_(\d+)\.(\w+)/) }.filter { $0.2 == kind }.compactMap { Int($0.1) }
            .sorted()
    }

    @Test func aModuleGoesWhenTheVariablesOfItsRunAreGivenBack() throws {
        for value in 1...4 { try session.compile("let a = \(value)", cellID: "cell") }
        // What the last run has given back was still needed for that.
        #expect(try cells(with: "swiftmodule") == [3, 4])
        #expect(try session.compile("a").warnings.isEmpty)
        #expect(try cells(with: "swiftmodule") == [4])
        #expect(try cells(with: "swift") == [4] && cells(with: "swiftsourceinfo") == [4])
    }

    @Test func aCellThatDeclaresNothingLeavesOnlyItsLibrary() throws {
        try session.compile("var a = 1")
        try session.compile("a += 1", cellID: "cell")
        #expect(try cells(with: "swiftmodule") == [1])
        #expect(try cells(with: "so") == [1, 2])
    }

    @Test func aTypeStaysAsLongAsThereAreValuesOfIt() throws {
        try session.compile("struct S { var x = 1 }", cellID: "type")
        try session.compile("let s = [S()]", cellID: "value")
        try session.compile("struct S { var y = 2 }", cellID: "type")
        try session.compile("let t = s", cellID: "other")
        try session.compile("let s = 1", cellID: "value")
        try session.compile("t[0].x")
        #expect(try cells(with: "swiftmodule").contains(1))
        try session.compile("let t = s", cellID: "other")
        try session.compile("t")
        #expect(try cells(with: "swiftmodule") == [3, 5, 7])
    }

    @Test func aVariableStaysThatAFunctionReads() throws {
        try session.compile("let a = [1]", cellID: "variable")
        try session.compile("func f() -> Int { a[0] }", cellID: "function")
        try session.compile("let a = \"\"", cellID: "variable")
        try session.compile("f()")
        #expect(try cells(with: "swiftmodule") == [1, 2, 3])
    }

    @Test func aRunThatGaveVariablesBackCanBeAmendedWhenTheirModuleIsGone() throws {
        let functions = "func f(_ x: Int) -> String { \"\" }\nfunc f(_ x: String) -> String { x }"
        try session.compile("let a = 1\n\(functions)", cellID: "cell")
        try session.compile("let a = 2\n\(functions)", cellID: "cell")
        try session.compile("a")
        #expect(try cells(with: "swiftmodule") == [2])
        try session.compile("func f(_ x: Int) -> Int { x }")
        try session.compile("let y: Int = f(1)")
        try session.compile("let z = f(2) + 1\nlet t: String = f(\"\") + f(\"\")")
    }

    @Test func aRunMayUseTypesOfTheRunWhoseVariablesItGivesBack() throws {
        let types = "struct S { var x = 1 }\nclass C { func m() -> Int { 1 } }\nprotocol P { var p: S { get } }"
        let users = """
            public struct Box: P { public var p: S; @inlinable public init(_ s: S) { p = s } }
            public class D: C { public var s = S(); public override func m() -> Int { s.x } }
            extension S: CustomStringConvertible { public var description: String { "S" } }
            public func make() -> [S] { [S(), Box(S()).p] }
            """
        try session.compile("\(types)\nvar v = S()", cellID: "types")
        #expect(try session.compile("\(types)\nvar v = S()\n\(users)", cellID: "types").warnings.isEmpty)
        try session.compile("let b = Box(make()[0])\nD().m() + b.p.x + v.x")
        try session.compile("D().m() + b.p.x + make().count\nlet d: any CustomStringConvertible = v")
    }

    @Test func aCellThatDoesNotCompileLeavesNothing() throws {
        #expect(session.errors("struct S { var x: Nothing }").isEmpty == false)
        try session.compile("1")
        // It is cleared away while others are compiled.
        for _ in 0..<100 where try cells(with: "swift").contains(1) { usleep(50_000) }
        let files = try FileManager.default.contentsOfDirectory(atPath: session.folder.path)
        #expect(files.filter { $0.hasPrefix("Cell_1") } == [])
    }

    @Test func aLostSessionLeavesNothing() throws {
        try session.compile("let a = 1")
        try session.compile("a")
        #expect(session.pipeline.reset() == ["a": "In[1]"])
        let files = try FileManager.default.contentsOfDirectory(atPath: session.folder.path)
        #expect(files.filter { $0.hasPrefix("Cell_") } == [])
    }
}
