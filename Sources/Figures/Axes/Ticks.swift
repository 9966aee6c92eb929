internal import Glibc

/// Round numbers along an axis and how they are written.
package struct Ticks: Hashable, Sendable {
    package var values: [Double] = []
    package var labels: [String] = []
    /// What the labels leave out, written once at the axis' end: `×10⁻⁵`, or `+1000000`.
    package var note: String?
    /// The distance of neighbouring ticks.
    package var step = 0.0

    /// The ticks within `range` at multiples of 1, 2, 2.5 or 5 times a power of ten.
    ///
    /// - Parameters:
    ///   - maximum: How many there may be; at least two are given where the range allows it.
    ///   - wholeNumbers: Whether only whole numbers make sense, as for epochs.
    package init(in range: ClosedRange<Double>, atMost maximum: Int, wholeNumbers: Bool = false) {
        let span = range.upperBound - range.lowerBound
        guard span > 0, span.isFinite else { return }
        let least = span / Double(max(maximum, 1))
        var exponent = Int(log10(least).rounded(.down))
        var found = false
        while !found {
            for factor in [1, 2, 2.5, 5] {
                if wholeNumbers && (exponent < 0 || (factor == 2.5 && exponent == 0)) { continue }
                let size = Ticks.scaled(factor, exponent)
                guard Ticks.count(in: range, step: size) <= max(maximum, 2) else { continue }
                place(in: range, factor: factor, exponent: exponent)
                found = true
                break
            }
            exponent += 1
        }
    }

    /// `factor * 10^exponent` with a single rounding, so that 3 steps of 0.1 give the `Double` that `0.3` means.
    private static func scaled(_ factor: Double, _ exponent: Int) -> Double {
        exponent < 0 && exponent >= -300 ? factor / pow(10, Double(-exponent)) : factor * pow(10, Double(exponent))
    }

    private static func count(in range: ClosedRange<Double>, step: Double) -> Int {
        let (first, last) = indices(in: range, step: step)
        let count = last - first + 1
        return count < 1_000 ? Int(max(count, 0)) : 1_000
    }

    /// The multiples of `step` at the ends of `range`; one that lies outside by rounding only still counts.
    private static func indices(in range: ClosedRange<Double>, step: Double) -> (first: Double, last: Double) {
        let tolerance = 1e-9
        return (
            (range.lowerBound / step - tolerance).rounded(.up), (range.upperBound / step + tolerance).rounded(.down)
        )
    }

    private mutating func place(in range: ClosedRange<Double>, factor: Double, exponent: Int) {
        step = Ticks.scaled(factor, exponent)
        let (first, last) = Ticks.indices(in: range, step: step)
        guard last >= first else { return }
        values = (0...Int(last - first)).map { offset in
            let index = first + Double(offset)
            return index == 0 ? 0 : Ticks.scaled(factor * index, exponent)
        }
        label(lastDigit: factor == 2.5 ? exponent - 1 : exponent)
    }

    /// - Parameter lastDigit: The power of ten of the last digit that the values need.
    private mutating func label(lastDigit: Int) {
        let largest = values.map(abs).max() ?? 0
        guard largest > 0 else {
            labels = values.map { _ in "0" }
            return
        }
        let firstDigit = Int(log10(largest).rounded(.down))
        if firstDigit - lastDigit > 5 {
            // The labels would differ only in their last digits: write the common part once.
            let unit = pow(10, Double(lastDigit + 3))
            let base = ((values.first ?? 0) / unit).rounded(.down) * unit
            var rest = self
            rest.values = values.map { $0 - base }
            rest.label(lastDigit: lastDigit)
            labels = rest.labels
            note = [
                rest.note,
                (base < 0 ? "−" : "+")
                    + decimalText(abs(base), decimals: base == base.rounded() ? 0 : -(lastDigit + 3)),
            ]
            .compactMap { $0 }.joined(separator: " ")
        } else if firstDigit >= 6 || firstDigit < -3 {
            labels = values.map { decimalText(Ticks.scaled($0, -firstDigit), decimals: max(0, firstDigit - lastDigit)) }
            note = "×10" + superscript(firstDigit)
        } else {
            labels = values.map { decimalText($0, decimals: max(0, -lastDigit)) }
        }
    }
}
