internal import CKernels

/// How the elements of one tensor are written: the same way for all, with as few digits as show them to four decimals.
///
/// As in NumPy, numbers are scientific where the largest is at least 10⁸, or where one with a fraction is below 10⁻⁴ or
/// a thousandth of the largest. Unlike in NumPy, whole numbers below 10⁸ never are.
struct ElementFormat {
    private let dtype: DType
    private var scientific = false
    private var decimals = 0
    private var width = 0

    private static let maximumDecimals = 4

    init(_ elements: Tensor) {
        dtype = elements.dtype
        if dtype.isFloatingPoint {
            let values = elements.scalars()
            let finite = values.filter { $0.isFinite && $0 != 0 }.map(\.magnitude)
            if let largest = finite.max(), let smallest = finite.min() {
                let whole = values.allSatisfy { !$0.isFinite || $0 == $0.rounded() }
                scientific = largest >= 1e8 || (!whole && (smallest < 1e-4 || largest / smallest > 1000))
            }
            decimals = values.map(neededDecimals).max() ?? 0
        }
        width = texts(elements).map(\.utf8.count).max() ?? 0
    }

    /// The elements, each as long as it needs to be but for the blanks that stand for trailing zeros.
    func texts(_ elements: Tensor) -> [String] {
        switch dtype {
        case .float32, .float64: return elements.scalars().map(text)
        case .int32, .int64, .uint8: return elements.array(of: Int.self).map { "\($0)" }
        case .bool: return elements.array(of: Bool.self).map { "\($0)" }
        }
    }

    func aligned(_ text: String) -> String {
        String(repeating: " ", count: Swift.max(0, width - text.utf8.count)) + text
    }

    private func text(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        let full = ElementFormat.write(value, decimals, scientific)
        if scientific { return full }
        // At least the point stays.
        let kept = full.utf8.count - decimals + neededDecimals(value)
        return full.prefix(kept) + String(repeating: " ", count: full.utf8.count - kept)
    }

    /// The decimals of `value` that are not trailing zeros.
    private func neededDecimals(_ value: Double) -> Int {
        if !value.isFinite { return 0 }
        let text = ElementFormat.write(value, ElementFormat.maximumDecimals, scientific)
        let fraction = text.split(separator: ".")[1].prefix { $0 != "e" }
        return fraction.reversed().drop { $0 == "0" }.count
    }

    private static func write(_ value: Double, _ decimals: Int, _ scientific: Bool) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
            let length = sl_format(buffer.baseAddress!, 400, Int32(decimals), scientific ? 1 : 0, value)
            return String(decoding: UnsafeRawBufferPointer(buffer).prefix(Int(length)), as: UTF8.self)
        }
    }
}
