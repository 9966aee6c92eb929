internal import CKernels

/// Comparisons give 1 where they hold and 0 where they do not, in the type of their operands. They are not recorded.
extension Tensor {
    /// 1 where an element equals its partner, else 0.
    public func equalTo(_ other: Tensor) -> Tensor { compared(SL_EQUAL, other) }

    /// 1 where an element equals `value`, else 0.
    public func equalTo(_ value: some TensorScalar) -> Tensor { compared(SL_EQUAL, scalar(value.tensorValue)) }

    /// 1 where an element differs from its partner, else 0.
    public func notEqualTo(_ other: Tensor) -> Tensor { compared(SL_NOT_EQUAL, other) }

    /// 1 where an element differs from `value`, else 0.
    public func notEqualTo(_ value: some TensorScalar) -> Tensor { compared(SL_NOT_EQUAL, scalar(value.tensorValue)) }

    /// 1 where an element is less than its partner, else 0.
    public func lessThan(_ other: Tensor) -> Tensor { compared(SL_LESS, other) }

    /// 1 where an element is less than `value`, else 0.
    public func lessThan(_ value: some TensorScalar) -> Tensor { compared(SL_LESS, scalar(value.tensorValue)) }

    /// 1 where an element is at most its partner, else 0.
    public func lessThanOrEqualTo(_ other: Tensor) -> Tensor { compared(SL_LESS_EQUAL, other) }

    /// 1 where an element is at most `value`, else 0.
    public func lessThanOrEqualTo(_ value: some TensorScalar) -> Tensor {
        compared(SL_LESS_EQUAL, scalar(value.tensorValue))
    }

    /// 1 where an element is greater than its partner, else 0.
    public func greaterThan(_ other: Tensor) -> Tensor { compared(SL_GREATER, other) }

    /// 1 where an element is greater than `value`, else 0.
    public func greaterThan(_ value: some TensorScalar) -> Tensor { compared(SL_GREATER, scalar(value.tensorValue)) }

    /// 1 where an element is at least its partner, else 0.
    public func greaterThanOrEqualTo(_ other: Tensor) -> Tensor { compared(SL_GREATER_EQUAL, other) }

    /// 1 where an element is at least `value`, else 0.
    public func greaterThanOrEqualTo(_ value: some TensorScalar) -> Tensor {
        compared(SL_GREATER_EQUAL, scalar(value.tensorValue))
    }

    private func compared(_ kernel: sl_binary_op, _ other: Tensor) -> Tensor {
        .combined(kernel, detach(), other.detach(), by: Comparison.shared)
    }
}

/// Never recorded: its operands are detached.
private final class Comparison: Operation, @unchecked Sendable {
    static let shared = Comparison()
    override var name: String { "comparison" }
}
