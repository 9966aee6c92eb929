/// A time as IPython writes it: `1.04 s`, `312 µs`, `2min 5s`.
package func durationText(_ seconds: Double) -> String {
    if seconds >= 60 { return longDurationText(Int(seconds.rounded())) }
    let units: [(name: String, scale: Double)] = [("s", 1), ("ms", 1e3), ("µs", 1e6), ("ns", 1e9)]
    // A time that rounds to a thousand of a unit is one of the next.
    let unit = units.first { seconds * $0.scale >= 0.9995 } ?? units[3]
    return "\(significantDigits(seconds * unit.scale, count: 3)) \(unit.name)"
}

private func longDurationText(_ seconds: Int) -> String {
    let parts = [(seconds / 86400, "d"), (seconds / 3600 % 24, "h"), (seconds / 60 % 60, "min"), (seconds % 60, "s")]
    return parts.filter { $0.0 > 0 }.map { "\($0.0)\($0.1)" }.joined(separator: " ")
}
