internal import CKernels

/// -y log σ(x) - (1 - y) log(1 - σ(x)) in one pass, which neither overflows nor takes the logarithm of 0.
final class SigmoidCrossEntropy: SymmetricOperation, @unchecked Sendable {
    static let shared = SigmoidCrossEntropy()
    override var name: String { "sigmoidCrossEntropy" }

    override func derivative(_ index: Int, times v: Tensor, at point: Evaluation) -> Tensor {
        index == 0 ? v * (point.input(0).sigmoid() - point.input(1)) : -v * point.input(0)
    }
}

extension Tensor {
    /// The cross-entropy of the probabilities σ(x) and `targets`, element by element:
    /// max(x, 0) - x y + log(1 + e^-|x|) for the logits x and the targets y. The derivative with respect to x is σ(x) - y.
    package func sigmoidCrossEntropy(_ targets: Tensor) -> Tensor {
        Tensor.combined(SL_SIGMOID_CROSS_ENTROPY, self, targets, by: SigmoidCrossEntropy.shared)
    }
}
