import Figures
import Testing

@Suite struct PNGTests {
    /// The types and contents of a file's chunks.
    private func chunks(_ png: [UInt8]) -> [(type: String, data: [UInt8])] {
        var chunks: [(String, [UInt8])] = []
        var position = 8
        while position + 12 <= png.count {
            let length = png[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
            let type = String(decoding: png[position + 4..<position + 8], as: UTF8.self)
            chunks.append((type, Array(png[position + 8..<position + 8 + length])))
            position += 12 + length
        }
        return chunks
    }

    @Test(arguments: [1, 3, 4]) func picturesComeBack(channels: Int) throws {
        let pixels = (0..<5 * 3 * channels).map { UInt8(truncatingIfNeeded: $0 &* 41) }
        let picture = PNGPicture(width: 5, height: 3, channels: channels, pixels: pixels)
        let decoded = try PNGPicture(decoding: picture.encoded())
        #expect(decoded.width == 5 && decoded.height == 3)
        for index in 0..<15 {
            for channel in 0..<(channels == 4 ? 4 : 3) {
                let source = pixels[index * channels + (channels == 1 ? 0 : channel)]
                #expect(decoded.pixels[index * 4 + channel] == source)
            }
        }
    }

    @Test func resolutionAndTextsAreRecorded() throws {
        let picture = PNGPicture(width: 1, height: 1, channels: 1, pixels: [0])
        let chunks = chunks(try picture.encoded(dotsPerInch: 192, texts: [("Title", "Verlust ∇")]))
        let resolution = try #require(chunks.first { $0.type == "pHYs" }).data
        #expect(resolution == [0, 0, 0x1D, 0x87, 0, 0, 0x1D, 0x87, 1])
        let text = try #require(chunks.first { $0.type == "iTXt" }).data
        #expect(String(decoding: text, as: UTF8.self).hasPrefix("Title\0"))
        #expect(String(decoding: text, as: UTF8.self).hasSuffix("Verlust ∇"))
    }

    @Test func errorsOfTheLibraryArriveAsErrors() throws {
        let good = try PNGPicture(width: 9, height: 9, channels: 3, pixels: Array(repeating: 7, count: 243)).encoded()
        #expect(throws: PNGError.self) { try PNGPicture(decoding: []) }
        #expect(throws: PNGError.self) { try PNGPicture(decoding: Array("not a picture at all".utf8)) }
        #expect(throws: PNGError.self) { try PNGPicture(decoding: Array(good.prefix(50))) }
        #expect(throws: PNGError.self) { try PNGPicture(width: 0, height: 0, channels: 1, pixels: []).encoded() }
    }
}
