import CellCompiler
import Kernel
import Testing

@Suite struct NotebookCellTests {
    private func error(_ code: String) -> DirectiveError? {
        do {
            _ = try NotebookCell(code)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        "let a = 7 % 2", "let a = 7\n    % 2", "\"\"\"\n%time x\n\"\"\"", "/*\n%who\n*/",
        "#\"\"\"\n  %time \\n\n\"\"\"#",
        "let s = \"\"\"\n  \\(1 + 2)\n  %install nothing\n  \"\"\"\ns", "// %who", "let s = \"%time\"",
        "/* a\n/* b */\n%who\n*/ 1",
        "let r = 5 %\n  time", "f(\n%b\n)",
    ])
    func whatIsSwiftIsLeftAlone(_ code: String) throws {
        let cell = try NotebookCell(code)
        #expect(cell.marks == [] && cell.actions == [] && cell.swift == code)
    }

    @Test(arguments: [
        ("%time f()", "      f()"), ("let a = 1\n%time let b = a", "let a = 1\n      let b = a"),
        ("  %time f(\n  x)", "        f(\n  x)"), ("%%time\nf()", "      \nf()"), ("f()\n%who\ng()", "f()\n    \ng()"),
        ("%timeit -n 10 -r3 f()", "                  f()"),
        ("%opt speed // fast\n%who // all", "                  \n           "),
        ("let a = \"\"\"\n%who\n\"\"\"\n%who", "let a = \"\"\"\n%who\n\"\"\"\n    "),
        ("let = 3\n%who", "let = 3\n    "), ("struct S {}\n\t%who\n", "struct S {}\n\t    \n"),
    ])
    func aDirectiveIsBlankedOutWhereItStands(_ code: String, _ swift: String) throws {
        #expect(try NotebookCell(code).swift == swift)
    }

    @Test func marksSayWhatTheCompilerDoes() throws {
        let cell = try NotebookCell("%%time\n%timeit -n 5 f()\n%timeit -r 2 g()\n%who")
        #expect(
            cell.marks.map(\.meaning) == [
                .time(.cell), .timeit(.init(loops: 5, runs: 7), .line), .timeit(.init(loops: nil, runs: 2), .line),
                .variables,
            ])
        #expect(!cell.changesWhatCellsSee && cell.hasSwift)
    }

    @Test func theChoiceOfOptimizationIsForTheCellOrForLaterOnes() throws {
        #expect(try NotebookCell("%opt debug").options == CompilationOptions(optimizationFromHere: .debug))
        #expect(try NotebookCell("%%opt speed\n1").options == CompilationOptions(optimization: .speed))
        #expect(try NotebookCell("%opt auto").options == CompilationOptions(optimizationFromHere: .auto))
    }

    @Test func theRestOfTheCellIsBashs() throws {
        let cell = try NotebookCell("\n%%bash\n%time\n\necho \"x\n%who\"\n")
        #expect(cell.actions == [.bash("\n\n%time\n\necho \"x\n%who\"\n")])
        #expect(!cell.hasSwift && cell.isOpenEnded)
    }

    @Test func whatDirectivesDoToLaterCellsIsKnown() throws {
        #expect(try NotebookCell("%reset").changesWhatCellsSee)
        #expect(try NotebookCell("%install .package(path: \"a\") A").changesWhatCellsSee)
        #expect(try !NotebookCell("%help").changesWhatCellsSee)
    }

    @Test func helpIsThereForEachDirective() throws {
        #expect(try NotebookCell("%help").actions == [.help(nil)])
        for directive in Directives.all {
            #expect(try NotebookCell("%\(directive.name)?").actions == [.help(directive.name)])
            #expect(try NotebookCell("%help %\(directive.name)").actions == [.help(directive.name)])
            #expect(!directive.usages.isEmpty && directive.usages.allSatisfy { $0.example.hasPrefix("%") })
        }
    }

    @Test(arguments: [
        ("%tme f()", "did you mean %time?"), ("%tiem f()", "did you mean %time?"), ("%whos", "did you mean %who?"),
        ("%Reset", "did you mean %reset?"), ("%matplotlib inline", "%help lists them all"),
        ("%help tmeit", "did you mean %help timeit?"), ("%%who", "%who"), ("%bash ls", "%%bash"),
        ("%time", "needs a statement"), ("%timeit -n", "wants a number"),
        ("%timeit -n 0 f()", "wants a number above 0"),
        ("%timeit -q f()", "-q"), ("%who x", "takes no arguments"), ("%opt", "speed, debug, auto"),
        ("%opt fast", "\"fast\""), ("1\n%reset", "before the cell's code"), ("1\n%%time", "before the cell's code"),
        ("%who\n%%bash\nls", "first directive"), ("func f() {\n    %time g()\n}", "top level"),
    ])
    func aMistakeIsExplained(_ code: String, _ words: String) throws {
        let mistake = try #require(error(code))
        #expect(mistake.message.contains(words))
    }

    @Test(arguments: [
        ("1\n  %tme f()", 4), ("%opt fast", 5), ("%timeit -n 5 -q f()", 13),
        ("%install .package(url: \"é\", form: \"1\") A", 29),
        ("%install .package(url: \"a\", from: \"1\"", 37),
    ])
    func aMistakeHasAPlace(_ code: String, _ offset: Int) {
        #expect(error(code)?.offset == offset)
    }
}
