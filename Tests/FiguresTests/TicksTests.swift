import Figures
import Testing

@Suite struct TicksTests {
    @Test(arguments: [
        (0.0...1, 6), (-0.03...2.31, 6), (0...19, 9), (1e-7...3e-7, 5), (-5e8...3e9, 7), (0.997...0.9991, 6),
        (1e-300...3e-300, 5), (-1e300...1e300, 5),
    ])
    func valuesAreRoundAndInside(range: ClosedRange<Double>, maximum: Int) {
        let ticks = Ticks(in: range, atMost: maximum)
        let span = range.upperBound - range.lowerBound
        #expect((2...maximum).contains(ticks.values.count))
        #expect(ticks.labels.count == ticks.values.count)
        for value in ticks.values {
            #expect(value >= range.lowerBound - span * 1e-6 && value <= range.upperBound + span * 1e-6)
            let multiple = value / ticks.step
            #expect(abs(multiple - multiple.rounded()) < 1e-6)
        }
        var mantissa = ticks.step
        while mantissa < 0.9999 { mantissa *= 10 }
        while mantissa >= 9.9999 { mantissa /= 10 }
        #expect([1, 2, 2.5, 5].contains { abs($0 - mantissa) < 1e-3 })
    }

    @Test func labelsSayTheValuesExactly() {
        #expect(Ticks(in: 0...1, atMost: 6).labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
        #expect(Ticks(in: -1...1, atMost: 5).labels == ["−1.0", "−0.5", "0.0", "0.5", "1.0"])
        #expect(Ticks(in: 0...1, atMost: 5).labels == ["0.00", "0.25", "0.50", "0.75", "1.00"])
        #expect(Ticks(in: 0...60_000, atMost: 4).labels == ["0", "20,000", "40,000", "60,000"])
        #expect(Ticks(in: 0...60_000, atMost: 4).values == [0, 20_000, 40_000, 60_000])
        #expect(Ticks(in: 0...1, atMost: 6).values == [0, 0.2, 0.4, 0.6, 0.8, 1])
    }

    @Test func wholeNumbersStayWhole() {
        #expect(Ticks(in: -0.1...4.1, atMost: 20, wholeNumbers: true).values == [0, 1, 2, 3, 4])
        #expect(Ticks(in: 0...10, atMost: 5, wholeNumbers: true).values == [0, 5, 10])
    }

    @Test func powersOfTenAndCommonPartsAreWrittenOnce() {
        let tiny = Ticks(in: 1e-7...3e-7, atMost: 5)
        #expect(tiny.labels.first == "1.0" && tiny.note == "×10⁻⁷")
        let huge = Ticks(in: 0...3e9, atMost: 4)
        #expect(huge.labels == ["0", "1", "2", "3"] && huge.note == "×10⁹")
        let offset = Ticks(in: 1_000_000.001...1_000_000.003, atMost: 5)
        #expect(offset.note == "+1,000,000")
        #expect(Set(offset.labels).count == offset.labels.count)
    }

    @Test func degenerateRangesHaveNoTicks() {
        #expect(Ticks(in: 0...0, atMost: 5).values.isEmpty)
        #expect(Ticks(in: -Double.infinity...Double.infinity, atMost: 5).values.isEmpty)
    }
}
