extension Tensor: CustomStringConvertible, CustomDebugStringConvertible {
    /// The elements in NumPy's layout: aligned, with at most four decimals, and with "..." in place of the middle of a
    /// tensor of more than 1000 elements.
    public var description: String {
        if count == 0 { return "[]" }
        let edge = count > 1000 ? 3 : Int.max
        return TensorPrinter(format: ElementFormat(corners(edge)), edge: edge, rank: rank).text(packed.detach())
    }

    /// The elements with shape and type: `Tensor([1, 2], shape: [2], dtype: float32)`.
    public var debugDescription: String {
        let lines = description.split(separator: "\n", omittingEmptySubsequences: false)
        let body = lines.joined(separator: "\n       ")
        let tape = operationName.map { ", operation: \($0)" } ?? (requiresGrad ? ", requiresGrad" : "")
        return "Tensor(\(body), shape: \(shape), dtype: \(dtype)\(tape))"
    }

    /// The elements that are shown.
    private func corners(_ edge: Int) -> Tensor {
        var corner = detach()
        if edge == Int.max { return corner }
        for axis in 0..<rank where shape[axis] > 2 * edge {
            let head = corner.sliced(axis: axis, from: 0, to: edge)
            let tail = corner.sliced(axis: axis, from: shape[axis] - edge, to: shape[axis])
            corner = .concatenated([head, tail], axis: axis)
        }
        return corner
    }
}

/// Writes a tensor in rows and brackets, at most `2 * edge` entries an axis.
struct TensorPrinter {
    let format: ElementFormat
    let edge: Int
    let rank: Int

    private static var lineWidth: Int { 100 }

    func text(_ tensor: Tensor, indent: Int = 1) -> String {
        if tensor.rank == 0 { return format.texts(tensor)[0] }
        let length = tensor.shape[0]
        let cut = edge < Int.max && length > 2 * edge
        let indices = cut ? Array(0..<edge) + Array((length - edge)..<length) : Array(0..<length)
        var parts: [String]
        if tensor.rank == 1 {
            let texts = format.texts(cut ? tensor[indices] : tensor)
            parts = texts.map(format.aligned)
        } else {
            parts = indices.map { text(tensor.selected(axis: 0, $0), indent: indent + 1) }
        }
        if cut { parts.insert("...", at: edge) }
        if tensor.rank == 1 { return "[" + wrapped(parts, indent: indent) + "]" }
        let separator = String(repeating: "\n", count: tensor.rank - 1) + String(repeating: " ", count: indent)
        return "[" + parts.joined(separator: separator) + "]"
    }

    /// Breaks a long row, leaving room for the closing brackets.
    private func wrapped(_ parts: [String], indent: Int) -> String {
        var text = ""
        var column = indent
        for (index, part) in parts.enumerated() {
            if index > 0 {
                if column + 1 + part.utf8.count > TensorPrinter.lineWidth - rank {
                    text = text.withoutTrailingBlanks + "\n" + String(repeating: " ", count: indent)
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

extension String {
    fileprivate var withoutTrailingBlanks: String {
        String(self[..<(lastIndex { $0 != " " }.map { index(after: $0) } ?? startIndex)])
    }
}
