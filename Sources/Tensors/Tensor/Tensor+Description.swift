internal import CKernels

extension Tensor: CustomStringConvertible, CustomDebugStringConvertible {
    /// The elements in NumPy's layout: aligned, and with "..." in place of the middle of a large tensor.
    public var description: String {
        let edge = count > 1000 ? 3 : Int.max
        let shown = visibleScalars(edge)
        return TensorPrinter(format: NumberFormat(shown), edge: edge).text(packed.detach())
    }

    /// The elements with shape and type: `Tensor([1, 2], shape: [2], dtype: float32)`.
    public var debugDescription: String {
        let lines = description.split(separator: "\n", omittingEmptySubsequences: false)
        let body = lines.joined(separator: "\n       ")
        let tape = operationName.map { ", operation: \($0)" } ?? (requiresGrad ? ", requiresGrad" : "")
        return "Tensor(\(body), shape: \(shape), dtype: \(dtype)\(tape))"
    }

    private func visibleScalars(_ edge: Int) -> [Double] {
        if edge == Int.max { return scalars() }
        var corner = detach()
        for axis in 0..<rank where shape[axis] > 2 * edge {
            let head = corner.sliced(axis: axis, from: 0, to: edge)
            let tail = corner.sliced(axis: axis, from: shape[axis] - edge, to: shape[axis])
            corner = .concatenated([head, tail], axis: axis)
        }
        return corner.scalars()
    }
}

/// How the numbers of one tensor are written: the same way for all, with as few digits as show them to four decimals.
struct NumberFormat {
    private(set) var scientific = false
    private(set) var digits = 0
    private(set) var width = 0

    static let maximumDigits = 4

    init(_ values: [Double]) {
        let finite = values.filter { $0.isFinite && $0 != 0 }.map(\.magnitude)
        if let largest = finite.max(), let smallest = finite.min() {
            let whole = values.allSatisfy { !$0.isFinite || $0 == $0.rounded() }
            scientific = largest >= 1e8 || (!whole && (smallest < 1e-4 || largest / smallest > 1e4))
        }
        digits = scientific ? NumberFormat.maximumDigits : (values.map(decimals).max() ?? 0)
        width = values.map { text($0).utf8.count }.max() ?? 0
    }

    /// The decimals of `value` that are not trailing zeros, at most four.
    private func decimals(_ value: Double) -> Int {
        if !value.isFinite { return 0 }
        let text = NumberFormat.write(value, digits: NumberFormat.maximumDigits, scientific: false)
        return text.split(separator: ".")[1].reversed().drop { $0 == "0" }.count
    }

    private static func write(_ value: Double, digits: Int, scientific: Bool) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 400) { buffer in
            let length = sl_format(buffer.baseAddress!, 400, Int32(digits), scientific ? 1 : 0, value)
            return String(decoding: UnsafeRawBufferPointer(buffer).prefix(Int(length)), as: UTF8.self)
        }
    }

    func text(_ value: Double) -> String {
        if value.isNaN { return "nan" }
        if value.isInfinite { return value < 0 ? "-inf" : "inf" }
        let text = NumberFormat.write(value, digits: digits, scientific: scientific)
        return digits == 0 && !scientific ? text + "." : text
    }

    func aligned(_ value: Double) -> String {
        let text = text(value)
        return String(repeating: " ", count: max(0, width - text.utf8.count)) + text
    }
}

/// Writes a tensor in rows and brackets, at most `2 * edge` entries an axis.
struct TensorPrinter {
    let format: NumberFormat
    let edge: Int

    func text(_ tensor: Tensor, indent: Int = 1) -> String {
        if tensor.rank == 0 { return format.text(tensor.item()) }
        let length = tensor.shape[0]
        let cut = length > 2 && edge < Int.max && length > 2 * edge
        let indices = cut ? Array(0..<edge) + Array((length - edge)..<length) : Array(0..<length)
        var parts: [String]
        if tensor.rank == 1 {
            let scalars = tensor.scalars()
            parts = indices.map { format.aligned(scalars[$0]) }
        } else {
            parts = indices.map { text(tensor.selected(axis: 0, $0), indent: indent + 1) }
        }
        if cut { parts.insert("...", at: edge) }
        if tensor.rank == 1 { return "[" + wrapped(parts, indent: indent) + "]" }
        let separator = String(repeating: "\n", count: tensor.rank - 1) + String(repeating: " ", count: indent)
        return "[" + parts.joined(separator: separator) + "]"
    }

    /// Breaks a long row after 100 columns.
    private func wrapped(_ parts: [String], indent: Int) -> String {
        var text = ""
        var column = indent
        for (index, part) in parts.enumerated() {
            if index > 0 {
                if column + part.utf8.count + 1 > 100 {
                    text += "\n" + String(repeating: " ", count: indent)
                    column = indent
                } else {
                    text += " "
                    column += 1
                }
            }
            text += part
            column += part.utf8.count
        }
        return text
    }
}
