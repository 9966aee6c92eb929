import NotebookDisplay
import Testing

@Suite struct NestedProgressTests {
    private func lines(_ message: DisplayMessage?) -> [String] {
        (message?.bundle.plainText ?? "").split(separator: "\n").map(String.init)
    }

    @Test func anInnerLoopStandsBelowTheOuterInTheSameDisplay() throws {
        let clock = TestClock()
        let shown = messages {
            for _ in ProgressSequence(0..<3, description: "epochs", total: 3, now: clock.now) {
                for _ in ProgressSequence(0..<10, description: "batches", total: 10, now: clock.now) {
                    clock.pass(.milliseconds(150))
                }
            }
        }
        #expect(shown.filter { $0.kind == .displayData }.count == 1 && Set(shown.map(\.id)).count == 1)
        let middle = try #require(shown.first { lines($0).last?.contains("| 5/10 [") == true })
        #expect(lines(middle).count == 2)
        #expect(lines(middle)[0].hasPrefix("epochs:   0%|") && lines(middle)[1].hasPrefix("  batches:  50%|"))
        #expect(shown.allSatisfy { lines($0).count <= 2 }, "the bars of earlier epochs are still there")
        #expect(lines(shown.last).count == 1 && lines(shown.last)[0].contains("| 3/3 ["))
    }

    @Test func loopsThatFlyByAreNotDrawnOneByOne() {
        let clock = TestClock()
        let shown = messages {
            for _ in ProgressSequence(0..<1000, total: 1000, now: clock.now) {
                for _ in ProgressSequence(0..<2, total: 2, now: clock.now) { clock.pass(.microseconds(500)) }
            }
        }
        #expect((5...25).contains(shown.count), "\(shown.count) messages in one second")
    }

    @Test func whereAnInnerLoopWasStoppedIsKept() {
        struct Failure: Error {}
        let transport = RecordingTransport()
        #expect(throws: Failure.self) {
            try Display.$transport.withValue(transport) {
                for epoch in progress(0..<3, description: "epochs") {
                    for batch in progress(0..<10, description: "batches") where epoch == 1 && batch == 4 {
                        throw Failure()
                    }
                }
            }
        }
        let last = lines(transport.messages.last)
        #expect(last.count == 2 && last.allSatisfy { $0.hasSuffix("stopped]") })
        #expect(last[0].contains("| 1/3 [") && last[1].contains("| 4/10 ["))
    }

    @Test func aBarMadeInsideALoopStandsBelowIt() {
        let clock = TestClock()
        let shown = messages {
            for _ in ProgressSequence(0..<1, description: "outer", total: 1, now: clock.now) {
                let bar = ProgressBar(total: 2, description: "inner", now: clock.now)
                clock.pass(.seconds(1))
                bar.advance()
                bar.advance()
                bar.close()
            }
        }
        #expect(shown.contains { lines($0).count == 2 && lines($0)[1].hasPrefix("  inner:  50%") })
        #expect(shown.contains { lines($0).count == 2 && lines($0)[1].hasPrefix("  inner: 100%") })
        #expect(Set(shown.map(\.id)).count == 1)
    }

    @Test func loopsAfterEachOtherHaveDisplaysOfTheirOwn() {
        let shown = messages {
            for _ in progress(0..<2) {}
            for _ in progress(0..<2) {}
        }
        #expect(shown.filter { $0.kind == .displayData }.count == 2)
    }

    @Test func loopsOfOtherTasksHaveDisplaysOfTheirOwn() async {
        let transport = RecordingTransport()
        await Display.$transport.withValue(transport) {
            for _ in progress(0..<1) {
                await withTaskGroup(of: Void.self) { group in
                    for _ in 0..<3 { group.addTask { for _ in progress(0..<2) {} } }
                }
            }
        }
        #expect(transport.messages.filter { $0.kind == .displayData }.count == 4)
    }
}
