internal import Glibc
internal import NotebookDisplay

/// `value` with the given number of decimals, a true minus sign, and the digits of large numbers in groups of three.
package func decimalText(_ value: Double, decimals: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return plainNumber(value) }
    let decimals = min(max(decimals, 0), 15)
    let scaled = (abs(value) * pow(10, Double(decimals))).rounded()
    guard let digits = Int(exactly: scaled) else { return plainNumber(value) }
    let scale = (0..<decimals).reduce(1) { product, _ in product * 10 }
    let whole = digits / scale
    var text = whole >= 10_000 ? grouped(whole) : String(whole)
    if decimals > 0 {
        let fraction = String(digits % scale)
        text += "." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }
    return value < 0 && digits != 0 ? "−" + text : text
}

/// `value` without trailing zeros: `1000000`, `0.5`, `1e+20`.
func plainNumber(_ value: Double) -> String {
    if let integer = Int64(exactly: value), abs(integer) < 1_000_000_000_000_000 { return String(integer) }
    return "\(value)"
}

/// `value` with about `digits` significant digits, for tables and captions: `0.00312`, `14.2`, `3.1e−07`.
package func shortNumber(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : (value < 0 ? "−∞" : "∞") }
    guard value != 0 else { return "0" }
    var exponent = Int(log10(abs(value)).rounded(.down))
    // A subnormal number's power of ten would overflow below.
    guard exponent > -300 else { return "0" }
    var mantissa = value / pow(10, Double(exponent))
    if abs((mantissa * pow(10, Double(digits - 1))).rounded()) >= pow(10, Double(digits)) {
        mantissa /= 10
        exponent += 1
    }
    if exponent < -4 || exponent > 5 {
        let sign = exponent < 0 ? "−" : "+"
        return decimalText(mantissa, decimals: digits - 1) + "e" + sign + (abs(exponent) < 10 ? "0" : "")
            + "\(abs(exponent))"
    }
    return decimalText(value, decimals: max(0, digits - 1 - exponent))
}

/// `number` in raised digits: `⁻⁵`.
func superscript(_ number: Int) -> String {
    let raised: [Character: Character] = [
        "-": "⁻", "0": "⁰", "1": "¹", "2": "²", "3": "³", "4": "⁴", "5": "⁵", "6": "⁶", "7": "⁷", "8": "⁸", "9": "⁹",
    ]
    return String(String(number).compactMap { raised[$0] })
}
