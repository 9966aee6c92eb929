import LanguageService
import Testing

@Suite struct NameMatchTests {
    @Test(arguments: [
        ("", "any", NameMatch.prefix), ("soft", "softmax", .prefix), ("ten", "Tensor", .prefixInOtherCase),
        ("sM", "logSoftMax", .words), ("lS", "logSoftmax", .words), ("iE", "isGradientEnabled", .words),
        ("adi", "gradient", .inside), ("f32", "float32", .words),
    ])
    func matchesAsEditorsDo(_ typed: String, _ name: String, _ match: NameMatch) {
        #expect(NameMatch(of: typed, in: name) == match)
    }

    @Test(arguments: [("ad", "gradient"), ("xyz", "xy"), ("gt", "gradient"), ("tens", "Ten")])
    func refusesLettersThatAreMerelyContained(_ typed: String, _ name: String) {
        #expect(NameMatch(of: typed, in: name) == nil)
    }
}

@Suite struct CompletionListTests {
    private func candidate(
        _ name: String, kind: String = "decl.var.global", context: String = "othermodule", module: String = "Swift",
        text: String? = nil, type: String = "Int", isSystem: Bool = true, erase: Int = 0
    ) -> CompletionCandidate {
        CompletionCandidate(
            kind: "source.lang.swift.\(kind)", name: name, description: name, sourceText: text ?? name, typeName: type,
            context: "source.codecompletion.context.\(context)", moduleName: module, bytesToErase: erase,
            isSystem: isSystem ? 1 : 0)
    }

    private func texts(_ candidates: [CompletionCandidate], typed: String = "") -> [String] {
        CompletionList(candidates, typed: typed) { $0.hasPrefix("Cell_") }.items.map(\.text)
    }

    @Test func putsWhatBeginsAsTypedFirst() {
        #expect(
            texts([candidate("logSoftmax"), candidate("Softmax"), candidate("softmax")], typed: "softm")
                == ["softmax", "Softmax", "logSoftmax"])
    }

    @Test func putsLocalsAndTheSessionsNamesBeforeLibraries() {
        let found = texts([
            candidate("system"), candidate("library", isSystem: false), candidate("session", module: "Cell_3"),
            candidate("local", kind: "decl.var.local", context: "local"),
        ])
        #expect(found == ["local", "session", "library", "system"])
    }

    @Test func putsStatementsBeforeLibrariesAndModifiersBehind() {
        let found = texts(
            [
                candidate("private", kind: "keyword"), candidate("printer", isSystem: false),
                candidate("print(_:)", kind: "decl.function.free", text: "print()"),
                candidate("pride", kind: "keyword"),
            ], typed: "pri")
        #expect(found == ["pride", "printer", "print", "private"])
    }

    @Test func putsATypesOwnMembersBeforeInheritedOnes() {
        #expect(texts([candidate("a", context: "superclass"), candidate("b", context: "thisclass")]) == ["b", "a"])
    }

    @Test func hidesWhatOnlyTheEngineKnows() {
        #expect(
            texts([candidate("_private"), candidate("_swiftlet_reached"), candidate("Cell_4", kind: "decl.module")])
                .isEmpty)
    }

    @Test func offersAWholeDeclarationWhereAMemberIsToBeWritten() {
        let method = candidate(
            "speak()", kind: "decl.function.method.instance", context: "superclass",
            text: "speak() -> String {\n<#code#>\n}")
        let property = candidate("area", kind: "decl.var.instance", context: "superclass", text: "var area: Double")
        #expect(Set(texts([method, property])) == ["speak() -> String {\n\n}", "var area: Double"])
    }

    @Test func offersTheElementsOfATuple() {
        let elements = ["a", "0"].map { candidate($0, kind: "pattern", context: "thisclass") }
        #expect(Set(texts(elements)) == ["a", "0"])
    }

    @Test func putsCasesFirstAndMethodsThatWantTheirInstanceLast() {
        var curried = candidate("area", kind: "decl.function.method.instance", context: "thisclass")
        curried.description = "area(self: Shape)"
        let found = texts([
            curried, candidate("all", kind: "decl.var.static", context: "thisclass"),
            candidate("circle", kind: "decl.enumelement", context: "thisclass"),
        ])
        #expect(found == ["circle", "all", "area"])
    }

    @Test func tellsOverloadsInOneLine() {
        let functions = ["f(a:)", "f(b:)", "f(c:)"].map {
            candidate($0, kind: "decl.function.free", text: "f(\($0.dropFirst(2).first!): <#T##Int#>)")
        }
        let list = CompletionList(functions, typed: "") { _ in false }
        #expect(list.items.map(\.text) == ["f"])
        #expect(list.items[0].signature.hasSuffix("(+2 overloads)"))
    }

    @Test func offersTheLabelsOfArguments() {
        let label = candidate("axis:", kind: "pattern", context: "exprspecific", text: "axis: <#T##Int#>")
        #expect(texts([candidate("other"), label]) == ["axis: ", "other"])
    }

    @Test func replacesTheDotWhereAMemberIsThatOfAnOptionalsValue() {
        let list = CompletionList([candidate("count", text: "?.count", erase: 1), candidate("map")], typed: "") { _ in
            false
        }
        #expect(list.bytesToErase == 1)
        #expect(Set(list.items.map(\.text)) == ["?.count", ".map"])
    }
}

@Suite struct ServiceRequestTests {
    @Test func quotesWhatYAMLWouldNotTake() {
        let request = ServiceRequest("source.request.x", [("key.text", .text("a\"b\\c\n\u{1}\u{feff}é\0"))])
        #expect(request.yaml == #"{key.request: source.request.x, key.text: "a\"b\\c\n\u0001\ufeffé "}"#)
    }
}
