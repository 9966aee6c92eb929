import NotebookDisplay
import Synchronization
import Testing

private func html(_ message: DisplayMessage?) -> String {
    if case .text(let text) = message?.bundle[.html] { text } else { "" }
}

@Suite struct ProgressTests {
    @Test func oneDisplayIsUpdatedInPlaceAtMostTenTimesASecond() throws {
        let clock = TestClock()
        let shown = messages {
            let bar = ProgressBar(total: 1000, description: "Training", now: clock.now)
            for _ in 0..<1000 {
                clock.pass(.milliseconds(2))
                bar.advance()
            }
            bar.close()
        }
        #expect(shown[0].kind == .displayData)
        #expect(shown.dropFirst().allSatisfy { $0.kind == .updateDisplayData && $0.id == shown[0].id })
        #expect((15...22).contains(shown.count))
        let last = try #require(shown.last)
        #expect(!last.isIntermediate && shown.dropLast().allSatisfy { $0.isIntermediate })
        #expect(last.bundle.plainText == "Training: 100%|████████████████████████| 1,000/1,000 [00:02, 500 it/s]")
    }

    @Test func rateRemainingTimeAndPostfixAreTold() {
        let clock = TestClock()
        let shown = messages {
            let bar = ProgressBar(total: 100, description: "", now: clock.now)
            clock.pass(.seconds(30))
            bar.advance(by: 25, postfix: "loss 0.12")
            withExtendedLifetime(bar) {}
        }
        #expect(
            shown[1].bundle.plainText
                == " 25%|██████                  | 25/100 [00:30, 1.20 s/it, 01:30 left] loss 0.12")
        #expect(html(shown[1]).contains("width:25%"))
    }

    @Test func withoutATotalItCounts() {
        let clock = TestClock()
        let shown = messages {
            let bar = ProgressBar(total: nil, description: "reading", now: clock.now)
            clock.pass(.seconds(4000))
            bar.advance(by: 80_000)
            bar.close()
        }
        #expect(shown.last?.bundle.plainText == "reading: 80,000 [1:06:40, 20.0 it/s]")
    }

    @Test func textIsEscapedInHTML() {
        let shown = messages { ProgressBar(total: 1, description: "<b>&\"").close() }
        #expect(html(shown.last).contains("&lt;b&gt;&amp;&quot;") && !html(shown.last).contains("<b>"))
    }

    @Test(arguments: [(0, 5), (7, 5), (-3, 5), (3, 0), (3, -1), (Int.max, Int.max)])
    func oddCountsAndTotalsAreSurvived(count: Int, total: Int) {
        let shown = messages {
            let bar = ProgressBar(total: total)
            bar.advance(by: count)
            bar.close()
        }
        #expect(shown.last?.bundle.plainText?.isEmpty == false)
    }

    @Test func aSequenceIsFollowedToItsEnd() {
        var sum = 0
        let shown = messages { for number in progress(1...10, description: "sum") { sum += number } }
        #expect(sum == 55)
        #expect(shown.last?.bundle.plainText?.hasPrefix("sum: 100%") == true)
        #expect(shown.last?.bundle.plainText?.contains("| 10/10 [") == true)
    }

    @Test func aSequenceOfUnknownLengthIsCounted() {
        let shown = messages {
            for _ in progress(sequence(first: 1) { $0 < 64 ? $0 * 2 : nil }) {}
        }
        #expect(shown.last?.bundle.plainText?.hasPrefix("7 [") == true)
    }

    @Test func aTotalThatWasTooLowIsForgotten() {
        let shown = messages {
            for _ in progress(sequence(first: 1) { $0 < 64 ? $0 * 2 : nil }, total: 3) {}
        }
        #expect(shown.last?.bundle.plainText?.hasPrefix("7 [") == true)
    }

    @Test func reachingTheTotalShowsAtOnce() {
        let bar = Mutex<ProgressBar?>(nil)
        let shown = messages {
            bar.withLock { $0 = ProgressBar(total: 3) }
            for _ in 0..<3 { bar.withLock { $0?.advance() } }
        }
        #expect(shown.count == 2)
        #expect(shown.last?.bundle.plainText?.contains("| 3/3 [") == true)
    }

    @Test func leavingALoopSaysThatAndWhereItStopped() throws {
        let shown = messages {
            for number in progress(0..<10) where number == 4 { break }
        }
        let last = try #require(shown.last)
        #expect(last.bundle.plainText?.contains("| 4/10 [") == true)
        #expect(last.bundle.plainText?.hasSuffix(", stopped]") == true)
        #expect(html(last).contains("--jp-warn-color1") && !last.isIntermediate)
    }

    @Test func anErrorInTheBodySaysThatTheLoopStopped() throws {
        struct Failure: Error {}
        let transport = RecordingTransport()
        #expect(throws: Failure.self) {
            try Display.$transport.withValue(transport) {
                for number in progress(sequence(first: 1) { $0 + 1 }) where number == 3 { throw Failure() }
            }
        }
        #expect(transport.messages.last?.bundle.plainText?.hasPrefix("2 [") == true)
        #expect(transport.messages.last?.bundle.plainText?.hasSuffix("stopped]") == true)
    }

    @Test func aFinishedLoopIsNotStopped() {
        let shown = messages { for _ in progress(0..<3) {} }
        #expect(shown.last?.bundle.plainText?.contains("stopped") == false)
        #expect(html(shown.last).contains("--jp-success-color1"))
    }

    @Test func aTotalThatWasTooHighIsCorrectedAtTheEnd() {
        let shown = messages { for _ in progress(0..<7, total: 100) {} }
        #expect(shown.last?.bundle.plainText?.contains("100%|") == true)
        #expect(shown.last?.bundle.plainText?.contains("| 7/7 [") == true)
    }

    @Test func aBarThatIsClosedBeforeItsTotalSaysSo() {
        let shown = messages {
            let bar = ProgressBar(total: 10)
            bar.advance(by: 3)
            bar.close()
        }
        #expect(shown.last?.bundle.plainText?.contains("| 3/10 [") == true)
        #expect(shown.last?.bundle.plainText?.contains("stopped") == true)
    }

    @Test func severalThreadsMayAdvanceOneBar() async {
        let transport = RecordingTransport()
        await Display.$transport.withValue(transport) {
            let bar = ProgressBar(total: 4000)
            await withTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { for _ in 0..<1000 { bar.advance() } } }
            }
            bar.close()
        }
        #expect(transport.messages.last?.bundle.plainText?.contains("4,000/4,000") == true)
    }
}
