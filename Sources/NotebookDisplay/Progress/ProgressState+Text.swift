extension ProgressState {
    /// The share of the total that is done, from 0 to 1, when the total is known.
    var fraction: Double? {
        guard let total else { return nil }
        return total == 0 ? 1 : min(max(Double(count) / Double(total), 0), 1)
    }

    /// `45%`, rounded down so that 100% means done.
    var percentage: String? { fraction.map { "\(Int($0 * 100))%" } }

    /// `45/100`, or the bare count.
    var steps: String { total.map { "\(grouped(count))/\(grouped($0))" } ?? grouped(count) }

    /// What there is to say about time: `00:03, 14.2 it/s, 00:04 left` or `00:03, 14.2 it/s, stopped`.
    func timing(at time: Duration) -> [String] {
        let elapsed = ((end?.time ?? time) - start).seconds
        var parts = [clockText(elapsed)]
        if count > 0 && elapsed > 0 {
            let rate = Double(count) / elapsed
            parts.append(rateText(rate, unit: unit))
            if let total, end == nil, total > count { parts.append(clockText(Double(total - count) / rate) + " left") }
        }
        if isStopped { parts.append("stopped") }
        return parts
    }

    /// `Training  45%|████▌     | 45/100 [00:03, 14.2 it/s, 00:04 left] loss 0.12`
    package func plainText(at time: Duration) -> String {
        var text = description.isEmpty ? "" : description + ": "
        if let percentage, let fraction {
            text += String(repeating: " ", count: max(0, 4 - percentage.count)) + percentage
            text += "|" + blockBar(fraction, width: 24) + "| "
        }
        text += steps + " [" + timing(at: time).joined(separator: ", ") + "]"
        return postfix.isEmpty ? text : text + " " + postfix
    }
}

/// A bar of `width` character cells, filled in eighths of a cell.
package func blockBar(_ fraction: Double, width: Int) -> String {
    let eighths = Int(fraction * Double(width * 8))
    let parts = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let partial = parts[eighths % 8]
    let full = eighths / 8
    return String(repeating: "█", count: full) + partial
        + String(repeating: " ", count: width - full - (partial.isEmpty ? 0 : 1))
}

/// `00:07`, `12:30` or `2:05:00`.
func clockText(_ seconds: Double) -> String {
    guard seconds.isFinite, seconds < 1e9 else { return "--:--" }
    let whole = Int(seconds.rounded())
    let parts = whole < 3600 ? [whole / 60, whole % 60] : [whole / 3600, whole / 60 % 60, whole % 60]
    return parts.enumerated().map { index, part in
        index == 0 && whole >= 3600 ? "\(part)" : (part < 10 ? "0\(part)" : "\(part)")
    }.joined(separator: ":")
}

/// `14.2 it/s`, or `3.10 s/it` where steps take longer than a second.
func rateText(_ rate: Double, unit: String) -> String {
    rate >= 1 ? "\(threeDigits(rate)) \(unit)/s" : "\(threeDigits(1 / rate)) s/\(unit)"
}

/// `value` with about three significant digits and no exponent: `0.31`, `14.2`, `1,530`.
private func threeDigits(_ value: Double) -> String {
    guard value.isFinite, value < 1e15 else { return "∞" }
    if value >= 100 { return grouped(Int(value.rounded())) }
    let decimals = value >= 10 ? 1 : 2
    let scale = decimals == 1 ? 10 : 100
    let scaled = Int((value * Double(scale)).rounded())
    let fraction = String(scaled % scale)
    return "\(scaled / scale)." + String(repeating: "0", count: decimals - fraction.count) + fraction
}

extension Duration {
    var seconds: Double { Double(components.seconds) + Double(components.attoseconds) * 1e-18 }
}
