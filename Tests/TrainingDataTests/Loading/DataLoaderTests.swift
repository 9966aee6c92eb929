import Glibc
import Synchronization
import Tensors
import Testing
import TrainingData

@Suite(.serialized) struct DataLoaderTests {
    let data = LabelledData(inputs: Tensor.arange(10).reshape(10, 1), labels: Array(0..<10))

    @Test(arguments: [0, 1, 3, 100])
    func batchesCoverEverySampleOnceAndKeepPairs(prefetch: Int) {
        var seen: [Int] = []
        var sizes: [Int] = []
        for (inputs, labels) in data.batches(of: 4, generator: RandomGenerator(seed: 2), prefetch: prefetch) {
            #expect(inputs.array(of: Int.self) == labels)
            sizes.append(labels.count)
            seen += labels
        }
        #expect(sizes == [4, 4, 2])
        #expect(seen.sorted() == Array(0..<10))
        #expect(seen != Array(0..<10))
    }

    @Test func everyPassHasItsOwnOrder() {
        let batches = data.batches(of: 10, generator: RandomGenerator(seed: 2))
        #expect(batches.map(\.labels) != batches.map(\.labels))
        #expect(data.batches(of: 3, shuffle: false).flatMap(\.labels) == Array(0..<10))
        #expect(data.batches(of: 3, dropsLast: true).map(\.labels.count) == [3, 3, 3])
        #expect(data.batches(of: 3).count == 4)
    }

    @Test func seedAloneDecidesHoweverFarIsPrefetched() {
        let images = Tensor.uniform([50, 6, 6], generator: RandomGenerator(seed: 1))
        let data = LabelledData(inputs: images, labels: Array(0..<50))
        func passes(_ prefetch: Int) -> [[Double]] {
            let generator = RandomGenerator(seed: 9)
            let loader = data.batches(
                of: 8, generator: generator, prefetch: prefetch,
                augmenting: [RandomCrop(padding: 1), RandomHorizontalFlip(), GaussianNoise(standardDeviation: 0.1)])
            let first = loader.map { $0.inputs.scalars() }
            // A loop that is left early must not disturb the next one either.
            for _ in loader { break }
            return first + loader.map { $0.inputs.scalars() }
        }
        let expected = passes(0)
        #expect(expected.count == 14)
        #expect(expected[0] != expected[7])
        for prefetch in [1, 2, 7, 40] { #expect(passes(prefetch) == expected) }
    }

    @Test func transformsRunOnAnotherThreadAndNoMoreAheadThanAllowed() {
        let state = Mutex((begun: 0, threads: Set<pthread_t>()))
        let loader = data.batches(of: 1, prefetch: 2) { batch, _ in
            state.withLock {
                $0.begun += 1
                $0.threads.insert(pthread_self())
            }
            return batch
        }
        var taken = 0
        for _ in loader {
            taken += 1
            usleep(3000)
            // Those taken, two that are ready, and at most one at hand.
            #expect(state.withLock { $0.begun } <= taken + 3)
        }
        #expect(taken == 10)
        #expect(state.withLock { $0.threads.count == 1 && !$0.threads.contains(pthread_self()) })
    }

    @Test func leavingALoopEarlyLeavesNoThread() {
        let before = threadCount()
        for _ in 0..<50 {
            for _ in data.batches(of: 1, prefetch: 2) { break }
            // One that is never asked for anything.
            _ = data.batches(of: 1, prefetch: 2).makeIterator()
        }
        var patience = 2000
        while threadCount() > before && patience > 0 {
            usleep(1000)
            patience -= 1
        }
        #expect(threadCount() <= before)
    }

    @Test func prefetchingOverlapsWithTheLoop() {
        let loader = { (prefetch: Int) in
            self.data.batches(of: 1, prefetch: prefetch) { batch, _ in
                usleep(4000)
                return batch
            }
        }
        func time(_ prefetch: Int) -> Duration {
            ContinuousClock().measure { for _ in loader(prefetch) { usleep(4000) } }
        }
        // The least of some rounds, as other work goes on beside.
        let together = (0..<5).map { _ in time(2) }.min()!
        let alone = (0..<3).map { _ in time(0) }.min()!
        #expect(together < alone * 0.75)
    }

    @Test func aSetOfOnesOwnLoadsAndSplits() {
        struct Words: Dataset {
            var words: [String]
            var count: Int { words.count }
            subscript(indices: [Int]) -> Words { Words(words: indices.map { words[$0] }) }
            var batch: [String] { words.map { $0.uppercased() } }
        }
        let words = Words(words: ["a", "b", "c", "d", "e"])
        #expect(words.batches(of: 2, shuffle: false, prefetch: 1).map { $0 } == [["A", "B"], ["C", "D"], ["E"]])
        let (train, test) = words.split(test: 2)
        #expect((train.words + test.words).sorted() == words.words)
        #expect(words[1...2].words == ["b", "c"])
    }

    @Test func mistakesAreNamed() async {
        expectMessage(
            ["batches(of: 0)", "at least one sample"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = LabelledData(inputs: .zeros([2, 1]), labels: [0, 1]).batches(of: 0)
            })
        expectMessage(
            ["batches(of: 4)", "the data set is empty"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                for _ in LabelledData(inputs: .zeros([0, 1]), labels: []).batches(of: 4) {}
            })
        expectMessage(
            ["batches(of: 4)", "2 samples"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                for _ in LabelledData(inputs: .zeros([2, 1]), labels: [0, 1]).batches(of: 4, dropsLast: true) {}
            })
        expectMessage(
            ["LabelledData", "labels[1] is 2", "0..<2"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = LabelledData(inputs: .zeros([2, 1]), labels: [0, 2], classNames: ["a", "b"])
            })
        expectMessage(
            ["sample 5 is asked for, there are 2"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = LabelledData(inputs: .zeros([2, 1]), labels: [0, 1])[[5]]
            })
    }

    private func threadCount() -> Int {
        guard let directory = opendir("/proc/self/task") else { return -1 }
        defer { closedir(directory) }
        var count = 0
        while readdir(directory) != nil { count += 1 }
        return count
    }
}
