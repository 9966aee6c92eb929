internal import Tensors

/// A function of two truth values.
public enum Gate: String, Sendable, Hashable, CaseIterable {
    case and, or, nand, nor, xor, xnor

    func output(_ a: Bool, _ b: Bool) -> Bool {
        switch self {
        case .and: a && b
        case .or: a || b
        case .nand: !(a && b)
        case .nor: !(a || b)
        case .xor: a != b
        case .xnor: a == b
        }
    }
}

extension Datasets {
    /// The four rows of a gate's truth table: inputs (0, 0), (0, 1), (1, 0), (1, 1), of shape [4, 2], and the output, 0 or
    /// 1, as the label.
    ///
    /// All but `.xor` and `.xnor` can be told apart by a straight line.
    public static func gate(_ gate: Gate) -> LabelledData {
        let pairs = [(false, false), (false, true), (true, false), (true, true)]
        return LabelledData(
            inputs: Tensor([[0, 0], [0, 1], [1, 0], [1, 1]]), labels: pairs.map { gate.output($0, $1) ? 1 : 0 })
    }

    /// The truth table of the exclusive or; see `gate(_:)`.
    public static func xor() -> LabelledData { gate(.xor) }
}
