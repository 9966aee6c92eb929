import Tensors
import Testing
import TrainingData

@Suite struct CIFAR10Tests {
    let folder = TemporaryFolder()

    private func record(_ label: UInt8, _ start: Int) -> [UInt8] {
        [label] + (0..<3072).map { UInt8(truncatingIfNeeded: start + $0 / 7) }
    }

    @Test func recordsLoadBitForBit() throws {
        let first = folder.write("1.bin", record(3, 0) + record(9, 40))
        let second = folder.write("2.bin.gz", gzipped(record(0, 80)))
        let data = try Datasets.cifar10(files: [first, second], dtype: .uint8)
        #expect(data.inputs.shape == [3, 3, 32, 32])
        #expect(data.labels == [3, 9, 0])
        #expect(data.classNames[3] == "cat")
        let expected = record(3, 0).dropFirst() + record(9, 40).dropFirst() + record(0, 80).dropFirst()
        #expect(data.inputs.array(of: UInt8.self) == Array(expected))
        let fractions = try Datasets.cifar10(files: [first, second])
        #expect(fractions.inputs[2, 1, 3, 5].item() == Double(Float(expected[2 * 3072 + 1024 + 101]) / 255))
    }

    @Test func foldersHaveFiveFilesToTrainWith() throws {
        for number in 1...5 { folder.write("data_batch_\(number).bin", record(UInt8(number), number)) }
        folder.write("test_batch.bin", record(0, 9))
        let (train, test) = try Datasets.cifar10(from: folder.path)
        #expect(train.labels == [1, 2, 3, 4, 5] && test.labels == [0])
    }

    @Test func damagedFilesSayWhatIsWrong() {
        func problem(_ bytes: [UInt8]) -> String {
            dataError { try Datasets.cifar10(files: [folder.write("a", bytes)]) }?.problem ?? "none"
        }
        #expect(problem(record(1, 0).dropLast()).contains("has 3072 bytes, which are no whole images"))
        #expect(problem([]).contains("has 0 bytes"))
        #expect(problem(record(1, 0) + record(10, 0)).contains("image 1 has the class 10"))
    }
}
