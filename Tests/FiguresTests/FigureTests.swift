import Figures
import Foundation
import NotebookDisplay
import Testing

@Suite struct FigureTests {
    private let losses = (0..<20).map { 2.2 * exp(-Double($0) / 4) + 0.05 }

    @Test func thePictureHasTwiceTheSizeAtWhichItIsShown() throws {
        let figure = plot(losses)
        let bundle = figure.mimeBundle
        guard case .binary(let png) = bundle[.png] else {
            Issue.record("no picture")
            return
        }
        let raster = try Raster(png)
        #expect(raster.width == 1200 && raster.height == 720)
        #expect(bundle[.png, metadata: "width"] == .number(600) && bundle[.png, metadata: "height"] == .number(360))
        #expect(bundle.plainText?.contains("20 points, 2.25 → ") == true)
    }

    @Test func aLineIsDrawnWhereItsValuesAre() throws {
        let figure = plot([0, 10], [0, 1])
        let layout = figure.layoutOfAxes()
        let raster = try Raster(figure.png())
        for share in [0.1, 0.5, 0.9] {
            let place = layout.frame.place(share * 10, share)
            #expect(raster.count(of: Raster.blue, in: Rect(x: place.x - 1, y: place.y - 1, width: 2, height: 2)) > 4)
        }
        let away = layout.frame.place(2, 0.8)
        #expect(raster.count(of: Raster.blue, in: Rect(x: away.x - 5, y: away.y - 5, width: 10, height: 10)) == 0)
    }

    @Test func everySeriesHasAColourOfItsOwn() throws {
        let raster = try Raster(plot(["a": [1, 2], "b": [2, 1]]).png())
        #expect(raster.count(of: Raster.blue) > 500)
        #expect(raster.count(of: Raster.vermilion) > 500)
    }

    @Test func titleAndLabelsLeaveInk() throws {
        let bare = try Raster(plot(losses).png())
        let labelled = try Raster(plot(losses, title: "Loss", xLabel: "epoch", yLabel: "cross-entropy").png())
        let ink = SIMD3(0x26, 0x26, 0x26)
        #expect(labelled.count(of: ink) > bare.count(of: ink) + 200)
    }

    @Test func savedFilesAreThePicture() throws {
        let path = NSTemporaryDirectory() + "figure-\(UUID().uuidString).png"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let figure = plot(losses, title: "Loss")
        try figure.save(path)
        #expect(try [UInt8](Data(contentsOf: URL(fileURLWithPath: path))) == figure.png())
        #expect(figure.png(scale: 1).count < figure.png().count)
    }

    @Test func savingElsewhereSaysWhatIsWrong() throws {
        let error = #expect(throws: FigureError.self) { try plot([1]).save("loss.bmp") }
        #expect("\(try #require(error))".contains("must end in .png"))
        let missing = #expect(throws: FigureError.self) { try plot([1]).save("/nowhere/at/all/loss.png") }
        #expect("\(try #require(missing))".contains("No such file or directory"))
    }

    @Test func numbersOfAllKindsAreDrawnAlike() {
        let expected = plot([1.0, 2, 3]).png()
        #expect(plot([1, 2, 3] as [Int]).png() == expected)
        #expect(plot([1, 2, 3] as [Float]).png() == expected)
        #expect(plot(1...3).png() == expected)
        #expect(plot(stride(from: 1.0, through: 3, by: 1)).png() == expected)
        #expect(plot([0, 1, 2], [1, 2, 3]).png() == expected)
    }

    @Test func severalAxesShareAFigure() throws {
        var figure = Figure(rows: 1, columns: 2, width: 600, height: 300)
        figure[0, 1].plot([1, 2, 3])
        figure.title = "Two"
        let raster = try Raster(figure.png())
        #expect(raster.count(of: Raster.blue, in: Rect(x: 0, y: 0, width: 300, height: 300)) == 0)
        #expect(raster.count(of: Raster.blue, in: Rect(x: 300, y: 0, width: 300, height: 300)) > 300)
    }
}

@Suite struct OddDataTests {
    @Test(
        arguments: [
            [], [.nan], [.infinity, -.infinity], [1], [1, 1, 1], [0, 0], [.nan, 1, .infinity, 2], [1e308, -1e308],
            [.leastNonzeroMagnitude, 0], [1e300, 1e300, -1e300], [1, 1 + .ulpOfOne], [-1e-300, 1e-300],
            [1e15, 1e15 + 1],
        ] as [[Double]])
    func itIsDrawnWithoutACrash(values: [Double]) throws {
        let raster = try Raster(plot(values, title: "t", xLabel: "x", yLabel: "y").png())
        #expect(raster.width == 1200)
        let hasBlue = raster.count(of: Raster.blue) > 10
        #expect(hasBlue == values.contains { abs($0) <= 1e300 })
        let line = try Raster(plot(values, values).png())
        #expect(line.width == 1200)
    }

    @Test func unequalLengthsAreSaidInTheFigure() throws {
        let figure = plot([1, 2, 3], [1.0, 2], label: "a")
        #expect(figure.mimeBundle.plainText?.contains("x of \"a\" has 3 values and y has 2") == true)
    }

    @Test(arguments: [0.0, -5, 1, 20, 1e9, .nan, .infinity]) func sizesAreHeldWithinReason(size: Double) throws {
        var figure = plot([1, 2, 3], label: "a", title: "title", xLabel: "x", yLabel: "y")
        figure.height = size
        let raster = try Raster(figure.png(scale: 0.25))
        #expect(raster.height >= 1 && raster.height <= 4_000)
    }

    @Test(arguments: ["", "\u{0}", "a\nb\tc", "学習曲線 🧠 العربية", String(repeating: "long ", count: 10_000), "<b>&</b>"])
    func textsInAnyScriptAreSurvived(text: String) throws {
        let figure = plot([1, 2, 3], label: text, title: text, xLabel: text, yLabel: text)
        #expect(try Raster(figure.png()).width == 1200)
    }

    @Test func aHundredThousandPointsAreQuick() {
        var seed: UInt64 = 1
        let values = (0..<100_000).map { _ in
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(seed >> 33)
        }
        let time = ContinuousClock().measure { _ = plot(values).png() }
        #expect(time < .seconds(20), "\(time)")
    }

    @Test func ofADenseLineTheExtremesAreKept() throws {
        var values = [Double](repeating: 0, count: 100_000)
        values[50_000] = 1
        let figure = plot(values)
        let raster = try Raster(figure.png())
        let peak = figure.layoutOfAxes().frame.place(50_000, 0.9)
        #expect(raster.count(of: Raster.blue, in: Rect(x: peak.x - 2, y: peak.y - 2, width: 4, height: 4)) > 4)
    }
}

@Suite struct ManyDotsTests {
    /// A spread of dots with a seeded generator.
    private func places(_ count: Int) -> [Point] {
        var seed: UInt64 = 7
        func next() -> Double {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Double(seed >> 40) / Double(1 << 24)
        }
        return (0..<count).map { _ in Point(10 + 80 * next(), 10 + 80 * next()) }
    }

    @Test func stampedDotsLookAsDrawnOnes() {
        let centers = places(400)
        let color = Color(hex: 0x0072B2, alpha: 0.6)
        let drawn = Canvas(width: 100, height: 100, background: .white)
        for center in centers { drawn.dot(at: center, radius: 2.6, color: color) }
        let stamped = Canvas(width: 100, height: 100, background: .white)
        stamped.dots(at: centers, radius: 2.6, color: color)
        let differences = zip(drawn.picture().pixels, stamped.picture().pixels).map { abs(Int($0) - Int($1)) }
        #expect(Double(differences.reduce(0, +)) / Double(differences.count) < 2)
        #expect(drawn.picture().pixels.contains { $0 < 100 })
    }

    @Test func aHundredThousandDotsAreQuick() {
        let places = places(100_000)
        let figure = scatter(places.map(\.x), places.map(\.y))
        let time = ContinuousClock().measure { _ = figure.png() }
        #expect(time < .seconds(20), "\(time)")
    }
}
