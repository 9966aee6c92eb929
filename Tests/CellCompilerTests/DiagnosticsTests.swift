import CellCompiler
import Foundation
import Testing

@Suite struct DiagnosticsTests {
    private let session: TestSession

    init() throws {
        session = try TestSession()
    }

    private func fixed(_ diagnostic: Diagnostic?) -> [String]? { diagnostic?.fix?.lines.map(\.text) }

    @Test func rangesAreCountedInCharactersOfTheLearnersLine() throws {
        try session.compile("let x = 1")
        let error = try session.error("let s = \"é🐦\"; let y: Int = s + \"日本\"; let x = x")
        #expect(error.place?.column == 30)
        #expect(error.place?.ranges == [27..<35])
    }

    @Test func aFixIsTheLineAsItWouldBe() throws {
        try session.compile("func f(_ x: Int, label: String) -> Int { x }")
        let error = try session.error("f(1, lable: \"x\")")
        #expect(error.fix == .init(lines: [.init(text: "f(1, label: \"x\")", inserted: [5..<10])]))
    }

    @Test func aFixOfSeveralLinesIsShownWhole() throws {
        let error = try session.error("protocol P { func a(); func b() }\nstruct S: P {}")
        let stubs = error.notes.first { $0.message.contains("add stubs") }
        #expect(fixed(stubs)?.first == "struct S: P {")
        #expect(fixed(stubs)?.last == "}")
        #expect(fixed(stubs)?.contains("    func a() {") == true)
    }

    @Test func aFixLeavesOutWhatWasAddedToTheCell() throws {
        try session.compile("func g() throws -> Int { 1 }; func h() async -> Int { 1 }")
        // Text is added before and after the last expression, and before the name of an earlier variable.
        #expect(fixed(try session.error("g()").notes.first) == ["try g()"])
        #expect(fixed(try session.error("let v = h()")) == ["let v = await h()"])
        for error in session.errors("let v: String = 3\nv.nosuch") {
            #expect(!(fixed(error) ?? []).joined().contains("_swiftlet"))
        }
    }

    @Test func aNoteAboutAnEarlierCellShowsThatCellsLine() throws {
        try session.compile("let é = 1; func f(_ x: Int,\n       label: String) {}")
        let error = try session.error("f(1)")
        let note = error.notes.first { $0.message.contains("declared here") }
        #expect(note?.place == .init(file: "In[1]", line: 1, column: 17, text: "let é = 1; func f(_ x: Int,"))
    }

    @Test func aNoteAboutALibraryTellsTheModuleAndTheDeclaration() throws {
        let note = try session.error("\"a\".hasPrefix()").notes.first
        #expect(note?.origin == .init(module: "Swift", declaration: "func hasPrefix(_ prefix: String) -> Bool"))
    }

    @Test func errorsAreToldFromTopToBottomWithTheirNotes() throws {
        // The compiler checks bodies of functions after all else.
        let errors = session.errors("func f() { let a: Int = \"\" }\nlet b: Bool = \"\"\nlet c: Int = nil")
        #expect(errors.map(\.place?.line) == [1, 2, 3])
        #expect(errors[0].notes.isEmpty && !errors[2].notes.isEmpty)
    }

    @Test func whatIsWrongSeveralTimesIsToldOnce() throws {
        let inOneLine = try session.error("let s = “a” + “b”")
        #expect(fixed(inOneLine) == ["let s = \"a\" + \"b\""])
        let inTwo = try session.error("print(nosuch)\nprint(1, nosuch)")
        #expect(inTwo.notes.map(\.message) == ["the same at In[2]:2:10"])
    }

    @Test(arguments: [
        ("print(\"hello)", "expected '\"' to end string literal", "print(\"hello)\")"),
        ("let a = [1, 2\nprint(a)", "expected ']' to end array", "let a = [1, 2]"),
        ("for i in 0..<3:\n    print(i)\n}", "expected '{' in 'for' statement", "for i in 0..<3 {"),
    ])
    func aCellThatDoesNotParseIsToldOfThatAlone(_ code: String, _ message: String, _ fix: String) throws {
        let errors = session.errors(code)
        #expect(errors.map(\.message) == [message])
        #expect(fixed(errors.first)?.first == fix)
    }

    @Test func whatWasAddedToACellIsNotWarnedAbout() throws {
        try session.compile("struct S { var a = 1 }; func now() -> Int { 1 }")
        for code in [
            "print(1)", "let t = await Task { 1 }.value\nclass C {}\nlet c = C()", "var unchanged = 1\nlet unused = 2",
            "guard let g = Int(\"3\") else { fatalError() }", "if now() > 0 { \"many\" } else { \"few\" }",
            "if now() > 0 { 1 } else { \"few\" }", "struct N: ~Copyable {}\nN()", "fatalError()",
            "let y = 1; fatalError()",
            "extension S { init(b: Int) { a = b } }",
            "extension Int: @retroactive Identifiable { public var id: Int { self } }",
        ] {
            #expect(try session.compile(code).warnings == [], "\(code)")
        }
    }

    @Test func whatTheLearnerWroteIsWarnedAbout() throws {
        let warnings = try session.compile("func f() -> Int { var never = 1; return never }\nf()\n1 + 1\nprint(2)")
            .warnings
        #expect(warnings.map(\.place?.line) == [1, 2, 3])
        #expect(fixed(warnings[0]) == ["func f() -> Int { let never = 1; return never }"])
    }

    /// Nothing of what is told may hold a name that the engine made up.
    @Test func namesOfTheEngineAreNeverTold() throws {
        try session.compile("struct P {}; func f(_ p: P) -> Int { 1 }; let kept = P(); enum E { case a(P) }")
        try session.compile("struct P { var x = 1 }")
        for code in [
            "f(P())", "f(kept).x", "let p: P = kept", "[kept, P()].map(f)", "E.a(P())", "P(y: 1)", "f(", "let x = x",
            "let f = f", "_swiftlet_reachd", "extension P: Equatable { }; P() == kept", "nosuch + kept", "kept!",
            "switch E.a(kept) { case .b: 1 }", "struct Q: P {}", "let a: E = .c(1)", "f(kept, 2)", "P().f",
            "guard let z = kept else { }", "await f(kept) + nosuch", "throw kept", "return P()",
        ] {
            let told = "\(session.errors(code))"
            for name in ["Cell_", "_swiftlet", "_showResult", "$s", "__lldb", session.folder.path] {
                #expect(!told.contains(name) || code.contains(name), "\(code): \(told)")
            }
        }
    }

    @Test func anUnreadableFileOfDiagnosticsGivesThoseThatCanBeRead() throws {
        _ = session.errors("let a: Int = \"\"\nlet b: Int = \"\"\nf(1, 2")
        let file = try #require(
            FileManager.default.contentsOfDirectory(at: session.folder, includingPropertiesForKeys: nil)
                .first { $0.pathExtension == "dia" })
        let whole = try Data(contentsOf: file)
        let all = SerializedDiagnostic.read(path: file.path).count
        #expect(all > 1)
        let damaged = session.folder.appendingPathComponent("damaged").path
        for length in stride(from: 0, to: whole.count, by: 7) {
            try whole.prefix(length).write(to: URL(fileURLWithPath: damaged))
            #expect(SerializedDiagnostic.read(path: damaged).count <= all)
        }
        for place in stride(from: 0, to: whole.count, by: 3) {
            var other = whole
            other[place] ^= 0xff
            try other.write(to: URL(fileURLWithPath: damaged))
            _ = SerializedDiagnostic.read(path: damaged)
        }
    }
}
