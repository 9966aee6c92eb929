import Figures
import NotebookDisplay
import Testing

@Suite struct GradientTableTests {
    private func html(_ table: GradientTable) -> String {
        if case .text(let html) = table.mimeBundle[.html] { html } else { "" }
    }

    private func entry(_ gradient: [Float]?, name: String = "0.weight", values: [Float] = [3, 4]) -> GradientTable.Entry
    {
        .init(name: name, shape: [2], values: values, gradient: gradient)
    }

    @Test func normRatioAndExtremeAreTold() {
        let text = GradientTable([entry([0.6, -0.8])]).mimeBundle.plainText ?? ""
        let row = text.split(separator: "\n").first { $0.hasPrefix("0.weight") }?.split(separator: " ").map(String.init)
        #expect(row?.prefix(5) == ["0.weight", "[2]", "1.00", "0.200", "0.800"])
    }

    @Test func theDistributionIsAPictureInThePage() throws {
        let page = html(GradientTable([entry((0..<1000).map { Float($0 % 7) - 3 })]))
        let start = try #require(page.range(of: "src=\"data:image/png;base64,"))
        let base64 = page[start.upperBound...].prefix { $0 != "\"" }
        #expect(base64.hasPrefix("iVBORw0KGgo"))
        #expect(page.contains("width=\"120\" height=\"26\""))
        #expect(GradientTable([entry([-1, 0, 0, 1])]).mimeBundle.plainText?.contains("▄       █       ▄") == true)
    }

    @Test func textIsEscaped() {
        let page = html(GradientTable([entry([1, 1], name: "<img src=x onerror='x'>&\"")]))
        #expect(page.contains("&lt;img src=x onerror=&#39;x&#39;&gt;&amp;&quot;"))
        #expect(!page.contains("<img src=x"))
    }

    @Test func whatIsWrongWithAGradientIsNamed() {
        let text =
            GradientTable([
                entry([.nan, 1]), entry([.infinity, -.infinity]), entry([0, 0]), entry(nil), entry([], values: []),
            ]).mimeBundle.plainText ?? ""
        for note in ["1 NaN", "2 infinite", "all zero", "no gradient", "no entries"] { #expect(text.contains(note)) }
    }

    @Test func withoutGradientsItSaysWhatToDo() {
        #expect(GradientTable([entry(nil)]).mimeBundle.plainText?.contains("call backward()") == true)
        #expect(GradientTable([]).mimeBundle.plainText?.hasSuffix("no parameters") == true)
    }

    @Test func longTablesAreCutWithANote() {
        let text = GradientTable((0..<1_000).map { entry([1, 1], name: "\($0).weight") }).mimeBundle.plainText ?? ""
        #expect(text.split(separator: "\n").count < 210)
        #expect(text.contains("1000 parameters with 2,000 values, the first 200 are shown"))
    }
}
