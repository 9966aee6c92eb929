import Figures
import Foundation
import Testing

@Suite struct LegendTests {
    private func legendHidesData(_ figure: Figure, _ series: [[Double]]) throws -> Bool {
        let layout = figure.layoutOfAxes()
        let legend = try #require(layout.legend)
        return series.contains { values in
            let places = values.enumerated().map { layout.frame.place(Double($0), $1) }
            return zip(places, places.dropFirst()).contains { legend.rect.meetsSegment(from: $0, to: $1) }
        }
    }

    private static let shapes: [[Double]] = [
        (0..<20).map { exp(-Double($0) / 4) },
        (0..<20).map { -exp(-Double($0) / 4) },
        (0..<20).map { exp(Double($0) / 4) },
        (0..<20).map { Double($0) },
        [1, 1, 1, 1, 0, 0, 0],
        (0..<50).map { sin(Double($0)) },
    ]

    @Test(arguments: shapes)
    func itHidesNoData(values: [Double]) throws {
        #expect(try !legendHidesData(plot(["a series": values]), [values]))
    }

    @Test func itStandsInsideWhereThereIsRoomAndOutsideElsewhere() throws {
        let falling = (0..<20).map { exp(-Double($0) / 4) }
        let roomy = plot(["a": falling]).layoutOfAxes()
        #expect(roomy.legend.map { $0.rect.maxX < roomy.frame.rect.maxX } == true)
        #expect(roomy.legend?.isOutside == false)

        let noise = (0..<400).map { Double($0 % 2) }
        let full = plot(["a": noise]).layoutOfAxes()
        #expect(full.legend.map { $0.rect.x > full.frame.rect.maxX && $0.rect.maxX <= 600 } == true)
    }

    @Test func thereIsNoneWithoutLabels() { #expect(plot([1, 2, 3]).layoutOfAxes().legend == nil) }

    @Test func manySeriesAreListedAsFarAsTheyFit() throws {
        var figure = Figure()
        for index in 0..<300 { figure.plot([Double(index), Double(-index)], label: "series \(index)") }
        let legend = try #require(figure.layoutOfAxes().legend)
        #expect(legend.rect.maxY < 360)
        #expect(legend.entries.last?.text == "… and \(301 - legend.entries.count) more")
    }
}
