import NotebookDisplay
import Synchronization
import Testing

@Suite struct ConsoleTransportTests {
    private func written(isTerminal: Bool, _ body: () -> Void) -> String {
        let text = Mutex("")
        let collect: @Sendable (String) -> Void = { part in text.withLock { $0 += part } }
        return withoutActuallyEscaping(collect) { collect in
            Display.$transport.withValue(ConsoleTransport(isTerminal: isTerminal, write: collect)) { body() }
            return text.withLock { $0 }
        }
    }

    @Test func onATerminalAnUpdateTakesThePlaceOfAllItsLines() {
        let text = written(isTerminal: true) {
            let handle = display(MIMEBundle(plainText: "one\ntwo"))
            handle.update(MIMEBundle(plainText: "three"))
            handle.update(MIMEBundle(plainText: "four"))
        }
        #expect(text == "one\ntwo\n\u{1B}[2A\r\u{1B}[Jthree\n\u{1B}[1A\r\u{1B}[Jfour\n")
    }

    @Test func whatStandsInBetweenIsNotWrittenOver() {
        let text = written(isTerminal: true) {
            let handle = display(MIMEBundle(plainText: "one"))
            display(MIMEBundle(plainText: "other"))
            handle.update(MIMEBundle(plainText: "two"))
        }
        #expect(text == "one\nother\ntwo\n")
    }

    @Test func aLogGetsTheLastStateOfABarAlone() {
        let text = written(isTerminal: false) { for _ in progress(0..<5, description: "work") {} }
        #expect(text.split(separator: "\n").count == 1 && text.hasPrefix("work: 100%"))
    }
}
