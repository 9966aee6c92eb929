internal import Glibc

/// `value` with at most `count` significant digits: `0.333333`, `1e-07`.
package func significantDigits(_ value: Double, count: Int) -> String {
    formatted(value, "%.*g", digits: count)
}

/// `value` with that many digits behind the point.
func decimals(_ value: Double, count: Int) -> String {
    formatted(value, "%.*f", digits: count)
}

/// How many digits behind the point show all the values of a column with about six digits, so that their points stand
/// below each other; nothing where the values differ so much that the small ones would have no digits left.
func commonDecimals(of values: [Double]) -> Int? {
    let sizes = values.filter(\.isFinite).map(\.magnitude)
    guard let largest = sizes.max() else { return nil }
    let texts = sizes.map { significantDigits($0, count: 6) }
    guard !texts.contains(where: { $0.contains("e") }) else { return nil }
    let needed = texts.map { text in text.firstIndex(of: ".").map { text[$0...].count - 1 } ?? 0 }.max() ?? 0
    let digitsInFront = max(1, decimals(largest, count: 0).count)
    let count = min(needed, max(0, 6 - digitsInFront))
    guard count < needed else { return count }
    // What is rounded away must not be most of a value.
    let smallest = sizes.filter { $0 > 0 }.min() ?? 1
    return smallest * pow(10, Double(count)) >= 10 ? count : nil
}

private func formatted(_ value: Double, _ format: String, digits: Int) -> String {
    guard !value.isNaN else { return "nan" }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 352) { buffer in
        let length = withVaList([Int32(digits), value]) { vsnprintf(buffer.baseAddress!, buffer.count, format, $0) }
        return String(decoding: UnsafeRawBufferPointer(buffer).prefix(Int(length)), as: UTF8.self)
    }
}
