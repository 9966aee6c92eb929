import CellCompiler
import Testing

@Suite struct ExplanationsTests {
    private let session: TestSession

    init() throws {
        session = try TestSession()
    }

    private func notes(_ code: String) throws -> [String] { try session.error(code).notes.map(\.message) }

    @Test func aNameOfACellThatStoppedBeforeIt() throws {
        try session.compile("let first = 1\nlet second = 2", reached: 1)
        #expect(session.errors("first").isEmpty)
        #expect(try notes("second") == ["'second' is declared by In[1], which stopped before it"])
    }

    @Test func aNameOfACellThatDoesNotCompile() throws {
        _ = session.errors("let rate: Int = \"\"; func twice() {}")
        #expect(try notes("rate") == ["'rate' is declared by In[1], which does not compile"])
        #expect(try notes("twice()") == ["'twice' is declared by In[1], which does not compile"])
    }

    @Test func aNameOfACellThatWaitedBehindAFailedOne() throws {
        _ = session.errors("let rate: Int = \"\"")
        session.pipeline.giveUp([.init(code: "let size = 3", file: "In[2]", cellID: nil)])
        #expect(try notes("size") == ["'size' is declared by a cell that did not run, because one before it failed"])
    }

    @Test func aNameThatAFurtherRunLeavesOut() throws {
        try session.compile("let rate = 1", cellID: "a")
        try session.compile("let speed = 1", cellID: "a")
        #expect(try notes("rate") == ["'rate' was declared by In[1], which has run again without it"])
    }

    @Test func aNameOfACellThatCompilesNowIsNoLongerMissed() throws {
        _ = try? session.compile("let rate: Int = \"\"", cellID: "a")
        try session.compile("let speed = 1", cellID: "a")
        #expect(try notes("rate") == [])
    }

    @Test func aMisspelledNameOfAnEarlierCell() throws {
        try session.compile("let learningRate = 0.1")
        let error = try session.error("print(lerningRate)")
        #expect(error.message == "cannot find 'lerningRate' in scope; did you mean 'learningRate' of In[1]?")
        #expect(error.fix?.lines.map(\.text) == ["print(learningRate)"])
    }

    @Test func aMisspelledNameOfTheSameCellOrOfALibrary() throws {
        #expect(try session.error("struct S { var width = 1 }\nS().widht").message.hasSuffix("did you mean 'width'?"))
        #expect(try session.error("pritn(1)").fix?.lines.map(\.text) == ["print(1)"])
        // The compiler would propose 'type'.
        #expect(try session.error("nope(1)").message == "cannot find 'nope' in scope")
    }

    @Test func aMissingImport() throws {
        #expect(try notes("let d = Date()") == ["'import Foundation' is missing"])
        #expect(try notes("let t = \" a \".trimmingCharacters(in: .whitespaces)") == ["'import Foundation' is missing"])
        #expect(try notes("let s = String(format: \"%.2f\", 1.5)") == ["'import Foundation' is missing"])
        try session.compile("import Foundation")
        #expect(session.errors("let d = Date()").isEmpty)
    }

    @Test func aMissingModule() throws {
        #expect(try notes("import Algorithms").first?.hasPrefix("%install adds a package") == true)
        #expect(try notes("import torch") == ["what Python writes as 'torch' is 'import DeepLearning' in Swift"])
    }

    @Test func aValueGivenToANameThatWasNotDeclared() throws {
        #expect(try session.error("rate = 0.1").fix?.lines.map(\.text) == ["let rate = 0.1"])
        #expect(try session.error("rate == 0.1").fix == nil)
    }

    @Test(arguments: [
        ("let n = 1, d = 2.5\nn * d", "Double(n) * d"), ("let n = 1\n\"n is \" + n", "\"n is \" + String(n)"),
        ("let n = 1, f: Float = 2\nf - n", "f - Float(n)"),
    ])
    func operandsThatAreToBeConverted(_ code: String, _ line: String) throws {
        #expect(try session.error(code).fix?.lines.map(\.text) == [line])
    }

    @Test func wordsOfPython() throws {
        #expect(try notes("let x = None") == ["what Python writes as 'None' is 'nil' in Swift"])
        let error = session.errors("if 1 > 2 { } elif 2 > 1 { }").first
        #expect(error?.notes.last?.message == "what Python writes as 'elif' is 'else if' in Swift")
        #expect(error?.fix == nil)
        try session.compile("func len(_ s: String) -> Int { s.count }")
        #expect(session.errors("len(\"a\")").isEmpty)
    }

    @Test(arguments: [
        "take(P())", "Holder(p: P())", "list.append(P())", "maybe = P()", "table[\"a\"] = P()",
        "Holder(p: kept).p = P()",
        "let p: P = kept", "kept.y", "generic(P())", "box.value = P()",
    ])
    func whatStillMeansAnEarlierType(_ use: String) throws {
        try session.compile("struct P { var x = 1 }", cellID: "type")
        try session.compile(
            """
            func take(_ p: P) -> Int { p.x }
            struct Holder { var p: P }
            struct Box<T> { var value: T }
            protocol Shown {}
            extension P: Shown {}
            func generic<T: Shown>(_ t: T) {}
            let kept = P()
            var list = [P()], maybe: P? = nil, table: [String: P] = [:], box = Box(value: P())
            """, cellID: "users")
        try session.compile("struct P { var x = 1, y = 2 }", cellID: "type")
        let notes = session.errors(use).flatMap { $0.notes.map(\.message) }
        #expect(notes.contains { $0.contains("the 'P' that In[1] declared; run In[2] again") }, "\(notes)")
    }

    @Test func theTypesOfOneNameAreToldApart() throws {
        try session.compile("struct P {}; func take(_ p: P) {}")
        try session.compile("struct P {}")
        let error = try session.error("take(P())")
        #expect(
            error.message == "cannot convert value of type 'P' of In[2] to expected argument type 'P' of In[1]")
        #expect(error.notes.map(\.message).first?.contains("'take' of In[1]") == true)
    }

    @Test(arguments: [
        ("learningRate", "lerningRate", true), ("print", "pritn", true), ("x", "y", false), ("id", "ID", true),
        ("nope", "type", false), ("count", "counts", true),
    ])
    func namesThatOneMayHaveMistyped(_ name: String, _ other: String, _ isNear: Bool) {
        #expect(Spelling.isNear(other, to: name) == isNear)
    }
}
