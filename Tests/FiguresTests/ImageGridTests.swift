import Figures
import NotebookDisplay
import Testing

@Suite struct ImageGridTests {
    private func size(_ figure: Figure) throws -> (width: Int, height: Int) {
        let raster = try Raster(figure.png())
        return (raster.width, raster.height)
    }

    @Test func pixelsAreSharpSquaresOfTheirColours() throws {
        let image = ImageData(height: 2, width: 2, values: [0, 1, 1, 0])
        let raster = try Raster(imageGrid([image], cellSize: 40).png())
        // 12 CSS pixels of margin, then 2×2 squares of 20 CSS pixels.
        for (x, y, isWhite) in [(0, 0, false), (1, 0, true), (0, 1, true), (1, 1, false)] {
            for inset in [1, 38] {
                let color = raster[24 + 40 * x + inset, 24 + 40 * y + inset]
                #expect(color == (isWhite ? SIMD3(255, 255, 255) : SIMD3(0, 0, 0)))
            }
        }
    }

    @Test func theRangeIsSharedUnlessAskedOtherwise() throws {
        let images =
            [ImageData(height: 1, width: 1, values: [0]), ImageData(height: 1, width: 1, values: [1])]
            + [ImageData(height: 1, width: 2, values: [0.25, 0.5])]
        func middle(_ range: ImageRange) throws -> Int {
            let raster = try Raster(imageGrid(images, range: range, cellSize: 40).png())
            return raster[raster.width - 24 - 10, raster.height / 2].x
        }
        #expect(abs(try middle(.shared) - 128) <= 1)
        #expect(try middle(.each) == 255)
        #expect(try middle(.fixed(0...0.1)) == 255)
    }

    @Test func zeroIsTheMiddleOfADivergingMap() throws {
        let image = ImageData(height: 1, width: 3, values: [0, 0.2, 1])
        let raster = try Raster(imageGrid([image], colorMap: .coolWarm, cellSize: 60).png())
        let zero = raster[24 + 20, 24 + 20]
        #expect(abs(zero.x - zero.z) <= 2)
        let one = raster[24 + 100, 24 + 20]
        #expect(one == SIMD3(0xB4, 0x04, 0x26))
    }

    @Test func coloursComeInUnitOrByteRange() throws {
        for scale in [Float(1), 255] {
            let image = ImageData(height: 1, width: 1, channels: 3, values: [scale, 0, scale])
            let raster = try Raster(imageGrid([image]).png())
            #expect(raster[raster.width / 2, raster.height / 2] == SIMD3(255, 0, 255))
        }
    }

    @Test func viridisIsThePublishedMap() throws {
        let image = ImageData(height: 1, width: 3, values: [0, 127 / 255, 1])
        let raster = try Raster(imageGrid([image], colorMap: .viridis, cellSize: 60).png())
        #expect(raster[24 + 20, 24 + 20] == SIMD3(0x44, 0x01, 0x54))
        #expect(raster[24 + 60, 24 + 20] == SIMD3(0x21, 0x90, 0x8D))
        #expect(raster[24 + 100, 24 + 20] == SIMD3(0xFD, 0xE7, 0x25))
    }

    @Test func rowsAndColumnsAreAsAsked() throws {
        let images = Array(repeating: ImageData(height: 8, width: 8, values: Array(repeating: 1, count: 64)), count: 16)
        let wide = try size(imageGrid(images, columns: 8))
        let tall = try size(imageGrid(images, columns: 2))
        #expect(wide.width > 2 * wide.height)
        #expect(tall.height > 2 * tall.width)
        #expect(wide.width <= 1280)
        let captioned = try size(imageGrid(images, columns: 8, titles: ["a"], title: "digits"))
        #expect(captioned.height > wide.height)
    }

    @Test func oddImagesAreSurvived() throws {
        let nan = ImageData(height: 1, width: 3, values: [.nan, .infinity, -.infinity])
        let huge = ImageData(height: 1, width: 2, values: [-3e38, 3e38])
        let empty = ImageData(height: 0, width: 5, values: [])
        let colored = ImageData(height: 1, width: 1, channels: 4, values: [.nan, .infinity, -1, .nan])
        let line = ImageData(height: 1, width: 5_000, values: Array(repeating: 0.5, count: 5_000))
        _ = try size(
            imageGrid([nan, huge, empty, colored, line], titles: ["", "学", String(repeating: "x", count: 9_999)]))
        _ = try size(imageGrid([]))
        _ = try size(imageGrid([nan], columns: -1, cellSize: -3))
        _ = try size(imageGrid([nan], columns: 0, range: .fixed(1...1), cellSize: .nan))
    }

    @Test func aHugeImageIsReducedByAveraging() throws {
        let image = ImageData(height: 2_000, width: 2_000, values: (0..<4_000_000).map { Float($0 % 2) })
        let raster = try Raster(imageGrid([image], range: .fixed(0...1)).png())
        #expect(raster.width < 1_000)
        #expect(abs(raster[raster.width / 2, raster.height / 2].x - 128) <= 2)
    }

    @Test func ofTooManyImagesTheFirstAreShown() throws {
        let images = Array(
            repeating: ImageData(height: 8, width: 8, values: Array(repeating: 0, count: 64)), count: 5_000)
        #expect(try size(imageGrid(images)).height < 9_000)
    }
}
