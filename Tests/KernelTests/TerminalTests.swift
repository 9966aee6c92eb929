import Kernel
import Testing

@Suite struct TerminalTests {
    private func json(_ text: String) -> [UInt8] { Array(#"{"data":{"text/plain":"\#(text)"},"metadata":{}}"#.utf8) }

    private func written(_ text: String, over lineCount: Int) -> String {
        (lineCount > 0 ? "\u{1B}[\(lineCount)A\r\u{1B}[J" : "") + "\u{1B}[?7l\(text)\u{1B}[?7h\n"
    }

    @Test func anUpdateIsWrittenOverAllLinesOfItsDisplay() {
        let displays = TerminalDisplays()
        displays.note("bar", json: json(#"one\ntwo"#))
        #expect(displays.replacement(for: "bar", json: json("three")) == written("three", over: 2))
        #expect(
            displays.replacement(for: "bar", json: json(#"four\nfive\nsix"#)) == written("four\nfive\nsix", over: 1))
        #expect(displays.replacement(for: "bar", json: json("seven")) == written("seven", over: 3))
    }

    @Test func whatStandsBelowTheDisplayIsNotWrittenOver() {
        let displays = TerminalDisplays()
        displays.note("bar", json: json("one"))
        displays.noteOther()
        #expect(displays.replacement(for: "bar", json: json("two")) == written("two", over: 0))
        displays.note("other", json: json("x"))
        #expect(displays.replacement(for: "bar", json: json("three")) == written("three", over: 0))
        #expect(displays.replacement(for: "bar", json: json("four")) == written("four", over: 1))
    }

    @Test func anUpdateWithoutTextOrNameIsNotWritten() {
        let displays = TerminalDisplays()
        #expect(displays.replacement(for: "bar", json: Array(#"{"data":{"text/html":"<b>"}}"#.utf8)) == nil)
        #expect(displays.replacement(for: nil, json: json("one")) == nil)
        #expect(displays.replacement(for: "bar", json: [0xFF, 0x7B]) == nil)
    }

    @Test(arguments: ["exit", "quit", " exit \n"])
    func theWordsForLeavingAreKnown(code: String) { #expect(TerminalFrontEnd.isExit(code)) }

    @Test(arguments: ["exit(0)", "exits", "exit quit", "let exit = 1", "", "exit\nexit", "ex it"])
    func otherCodeIsRun(code: String) { #expect(!TerminalFrontEnd.isExit(code)) }
}
