import NotebookDisplay
import Testing

@Suite struct AsyncProgressTests {
    private struct Failure: Error {}

    private func numbers(_ count: Int) -> AsyncStream<Int> {
        AsyncStream { continuation in
            for number in 0..<count { continuation.yield(number) }
            continuation.finish()
        }
    }

    @Test func aStreamIsCountedToItsEnd() async throws {
        let transport = RecordingTransport()
        var sum = 0
        await Display.$transport.withValue(transport) {
            for await number in progress(numbers(5), description: "reading") { sum += number }
        }
        #expect(sum == 10)
        let last = try #require(transport.messages.last)
        #expect(last.bundle.plainText?.hasPrefix("reading: 5 [") == true && !last.isIntermediate)
        #expect(last.bundle.plainText?.contains("stopped") == false)
    }

    @Test func withATotalItShowsTheShare() async {
        let transport = RecordingTransport()
        await Display.$transport.withValue(transport) {
            for await _ in progress(numbers(5), total: 5) {}
        }
        #expect(transport.messages.last?.bundle.plainText?.contains("| 5/5 [") == true)
    }

    @Test func anErrorOfTheStreamStopsTheBar() async {
        let transport = RecordingTransport()
        let stream = AsyncThrowingStream<Int, any Error> { continuation in
            for number in 0..<3 { continuation.yield(number) }
            continuation.finish(throwing: Failure())
        }
        await #expect(throws: Failure.self) {
            try await Display.$transport.withValue(transport) {
                for try await _ in progress(stream) {}
            }
        }
        #expect(transport.messages.last?.bundle.plainText?.hasPrefix("3 [") == true)
        #expect(transport.messages.last?.bundle.plainText?.hasSuffix("stopped]") == true)
    }

    @Test func leavingTheLoopStopsTheBar() async {
        let transport = RecordingTransport()
        await Display.$transport.withValue(transport) {
            for await number in progress(numbers(5)) where number == 2 { break }
        }
        #expect(transport.messages.last?.bundle.plainText?.hasSuffix("stopped]") == true)
    }

    @Test func loopsNestAcrossSuspensions() async {
        let transport = RecordingTransport()
        await Display.$transport.withValue(transport) {
            for await _ in progress(numbers(2)) {
                await Task.yield()
                for await _ in progress(numbers(2)) { await Task.yield() }
            }
        }
        #expect(transport.messages.filter { $0.kind == .displayData }.count == 1)
    }
}
