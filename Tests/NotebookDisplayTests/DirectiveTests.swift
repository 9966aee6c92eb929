import NotebookDisplay
import Testing

@Suite struct DirectiveTests {
    @Test(
        arguments: [
            (0, "0 ns"), (1.5e-9, "1.5 ns"), (9.996e-7, "1 µs"), (2.5e-5, "25 µs"), (0.0012345, "1.23 ms"),
            (0.99949, "999 ms"),
            (1.0, "1 s"), (59.94, "59.9 s"), (125, "2min 5s"), (3600, "1h"), (90061, "1d 1h 1min 1s"),
        ] as [(Double, String)])
    func aTimeHasThreeDigitsAndAUnit(_ seconds: Double, _ text: String) {
        #expect(durationText(seconds) == text)
    }

    @Test func meanAndDeviationAreThoseOfTheRuns() {
        #expect(
            TimingSummary([0.002, 0.004], loops: 1000).text
                == "3 ms ± 1 ms per loop (mean ± std. dev. of 2 runs, 1,000 loops each)")
        #expect(TimingSummary([2e-9], loops: 1).text == "2 ns ± 0 ns per loop (mean ± std. dev. of 1 run, 1 loop each)")
    }

    @Test func runsThatDifferWidelyAreDoubted() {
        #expect(
            TimingSummary([1e-6, 5e-6], loops: 10).text.hasPrefix(
                "The slowest run took 5.0 times longer than the fastest."))
    }

    @MainActor @Test func variablesAreListedWithTypeAndSize() throws {
        struct Resource: ~Copyable {}
        let shown = messages {
            _showVariables { table in
                table.add("a", in: "In[1]", [[1, 2], []])
                table.add("b", in: "In[2]", "héllo")
                table.add("c", in: "In[2]", Optional<Int>.none)
                table.add("d", in: "In[3]", ["x": 1.5])
                table.add("e", in: "In[3]", Set([1, 2]))
                table.add("f", in: "In[3]", 2.5 as Double?)
                table.add("g", in: "In[4]", Resource())
                table.add("h", in: "In[4]", computedBy: { () -> Bool in fatalError() })
                table.addFunction("run", in: "In[5]")
                table.addType("Point", in: "In[6]")
            }
        }
        let message = try #require(shown.first)
        let lines = (message.bundle.plainText ?? "").split(separator: "\n").map { line in
            line.split(separator: "  ", omittingEmptySubsequences: true).map { $0.trimmingPrefix(" ") }.joined(
                separator: "|")
        }
        #expect(
            lines.filter { !$0.hasPrefix("─") } == [
                "name|type|info|cell", "a|[[Int]]|2 elements|In[1]", "b|String|5 characters|In[2]", "c|Int?|nil|In[2]",
                "d|[String: Double]|1 element|In[3]", "e|Set<Int>|2 elements|In[3]", "f|Double?|2.5|In[3]",
                "g|Resource|In[4]", "h|Bool|computed|In[4]", "Functions: run (In[5])", "Types: Point (In[6])",
            ])
        guard case .text(let html)? = message.bundle[.html] else {
            Issue.record("There is no HTML.")
            return
        }
        #expect(html.contains("<table") && html.contains("Set&lt;Int&gt;"))
    }
}
