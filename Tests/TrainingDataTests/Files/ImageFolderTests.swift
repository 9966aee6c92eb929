import Tensors
import Testing
import TrainingData

@Suite struct ImageFolderTests {
    let folder = TemporaryFolder()

    @Test func foldersAreClassesInTheOrderOfTheirNames() throws {
        folder.write("dog/b.png", png(2, 1, channels: 3, [255, 0, 51, 0, 102, 255]))
        folder.write("dog/a.PNG", png(2, 1, channels: 1, [0, 255]))
        folder.write("cat/x.png", png(2, 1, channels: 4, [51, 51, 51, 0, 255, 255, 255, 9]))
        folder.write("cat/notes.txt", [1])
        folder.write("read.me", [1])
        let data = try Datasets.imageFolder(folder.path)
        #expect(data.classNames == ["cat", "dog"] && data.labels == [0, 1, 1])
        #expect(data.inputs.shape == [3, 3, 1, 2])
        func close(_ tensor: Tensor, _ expected: [Double]) -> Bool {
            zip(tensor.scalars(), expected).allSatisfy { ($0 - $1).magnitude < 1e-6 }
        }
        #expect(close(data.inputs[0], [0.2, 1, 0.2, 1, 0.2, 1]))
        #expect(close(data.inputs[1], [0, 1, 0, 1, 0, 1]))
        #expect(close(data.inputs[2], [1, 0, 0, 0.4, 0.2, 1]))
        let grey = try Datasets.imageFolder(folder.path, channels: 1)
        #expect(close(grey.inputs[2], [0.299 + 0.114 * 0.2, 0.587 * 0.4 + 0.114]))
    }

    @Test func imagesAreScaledWhereASizeIsGiven() throws {
        folder.write("a/1.png", png(4, 2, channels: 1, [0, 0, 255, 255, 0, 0, 255, 255]))
        folder.write("a/2.png", png(1, 1, channels: 1, [51]))
        #expect(
            dataError { try Datasets.imageFolder(folder.path) }?.problem.contains("1×1 pixels, other images 2×4")
                == true)
        let data = try Datasets.imageFolder(folder.path, size: [2, 2], channels: 1)
        let first = data.inputs[0].scalars()
        #expect(first[0] == first[2] && (first[0] + first[1] - 1).magnitude < 1e-6 && first[0] < 0.2)
        #expect(data.inputs[1].scalars().allSatisfy { ($0 - 0.2).magnitude < 1e-6 })
        let same = try Datasets.image(folder.path + "/a/1.png", size: [2, 4], channels: 1)
        #expect(same.scalars() == [0, 0, 1, 1, 0, 0, 1, 1])
    }

    @Test func whatIsMissingOrDamagedIsNamed() {
        #expect(dataError { try Datasets.imageFolder(folder.path) }?.problem.contains("has no folders") == true)
        folder.write("a/readme", [])
        #expect(dataError { try Datasets.imageFolder(folder.path) }?.problem == "has no PNG images")
        let whole = png(9, 9, channels: 3, (0..<243).map { UInt8($0) })
        folder.write("a/1.png", Array(whole.dropLast(30)))
        let error = dataError { try Datasets.imageFolder(folder.path) }
        #expect(error?.path == folder.path + "/a/1.png")
        #expect(error?.problem.contains("is no PNG image that can be read") == true)
        #expect(dataError { try Datasets.imageFolder(folder.path + "/none") }?.problem.contains("No such file") == true)
    }

    @Test func picturesThatClaimToFillTheMemoryAreRefused() {
        var bytes = png(1, 1, channels: 1, [0])
        // Width and height stand from byte 16 on; their checksum after the rest of the header.
        for (offset, byte) in [0, 1, 0, 0, 0, 1, 0, 0].enumerated() { bytes[16 + offset] = UInt8(byte) }
        let sum = crc(Array(bytes[12..<29]))
        for offset in 0..<4 { bytes[29 + offset] = UInt8(truncatingIfNeeded: sum >> (24 - 8 * UInt32(offset))) }
        let error = dataError { try Datasets.image(folder.write("a.png", bytes)) }
        #expect(error?.problem.contains("65536 by 65536 pixels are too many") == true)
    }

    private func crc(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(~0 as UInt32) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum & 1 == 1 ? sum >> 1 ^ 0xedb8_8320 : sum >> 1 }
        }
    }
}
