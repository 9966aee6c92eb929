internal import CKernels

/// A grid of numbers with any number of axes, the same type of element throughout, and a memory of how it was made.
///
/// Tensors are values: no operation changes its operands, and a copy stays what it was. Operators broadcast as in
/// NumPy: shapes are compared from the last axis, and an axis of length one stretches to the other's length. Elements
/// lie in row-major order, those of images may lie in another that convolutions prefer; `reshaped`, `transposed` and slices
/// are views that share them.
///
/// ```swift
/// let x = Tensor([[1, 2], [3, 4]], requiresGrad: true)
/// let y = (x * x).sum()
/// y.backward()
/// x.grad!  // [[2, 4], [6, 8]]
/// ```
@frozen
public struct Tensor: Sendable {
    @usableFromInline package internal(set) var node: TensorNode

    @inlinable
    package init(_ node: TensorNode) { self.node = node }

    /// The lengths of the axes.
    public var shape: Shape { node.shape }

    /// The number of axes.
    public var rank: Int { node.shape.rank }

    /// The number of elements.
    public var count: Int { node.shape.elementCount }

    /// The type of the elements.
    public var dtype: DType { node.dtype }

    /// Whether the elements lie side by side in row-major order.
    package var isPacked: Bool { node.isPacked }

    /// The name of the recorded operation that made this tensor; `nil` for leaves.
    public var operationName: String? { node.operation?.name }
}

extension Tensor {
    /// A leaf over `storage`, packed unless there are strides.
    init(_ storage: Storage, _ shape: Shape, _ dtype: DType, strides: Shape? = nil) {
        self.init(
            TensorNode(
                storage: storage, offset: 0, shape: shape, strides: strides ?? shape.packedStrides,
                isPacked: strides.map(shape.isPacked) ?? true, dtype: dtype))
    }

    /// The result of `operation`, packed unless there are strides, recorded if an input asks for it.
    @inline(__always)
    init(
        _ storage: Storage, _ shape: Shape, _ dtype: DType, strides: Shape? = nil,
        by operation: @autoclosure () -> Operation, _ a: Tensor
    ) {
        if a.node.hasTangents {
            self.init(storage, shape, dtype, strides: strides, dualBy: operation(), [a.node])
            return
        }
        let isPacked = strides.map(shape.isPacked) ?? true
        let strides = strides ?? shape.packedStrides
        self.init(
            a.node.requiresGradient && sl_gradient_enabled() != 0
                ? TensorNode(
                    storage: storage, offset: 0, shape: shape, strides: strides, isPacked: isPacked, dtype: dtype,
                    operation: operation(), a.node)
                : TensorNode(
                    storage: storage, offset: 0, shape: shape, strides: strides, isPacked: isPacked, dtype: dtype))
    }

    @inline(__always)
    init(
        _ storage: Storage, _ shape: Shape, _ dtype: DType, strides: Shape? = nil,
        by operation: @autoclosure () -> Operation, _ a: Tensor, _ b: Tensor
    ) {
        if a.node.hasTangents || b.node.hasTangents {
            self.init(storage, shape, dtype, strides: strides, dualBy: operation(), [a.node, b.node])
            return
        }
        let isPacked = strides.map(shape.isPacked) ?? true
        let strides = strides ?? shape.packedStrides
        self.init(
            (a.node.requiresGradient || b.node.requiresGradient) && sl_gradient_enabled() != 0
                ? TensorNode(
                    storage: storage, offset: 0, shape: shape, strides: strides, isPacked: isPacked, dtype: dtype,
                    operation: operation(), a.node, b.node)
                : TensorNode(
                    storage: storage, offset: 0, shape: shape, strides: strides, isPacked: isPacked, dtype: dtype))
    }

    /// - Parameter strides: How the result lies in its memory, if it is not packed.
    init(
        _ storage: Storage, _ shape: Shape, _ dtype: DType, strides: Shape? = nil,
        by operation: @autoclosure () -> Operation, inputs: [Tensor]
    ) {
        if inputs.contains(where: { $0.node.hasTangents }) {
            self.init(storage, shape, dtype, strides: strides, dualBy: operation(), inputs.map(\.node))
            return
        }
        let isPacked = strides.map(shape.isPacked) ?? true
        let strides = strides ?? shape.packedStrides
        self.init(
            inputs.contains { $0.node.requiresGradient } && sl_gradient_enabled() != 0
                ? TensorNode(
                    storage: storage, offset: 0, shape: shape, strides: strides, isPacked: isPacked, dtype: dtype,
                    operation: operation(), inputs[0].node, inputs.count > 1 ? inputs[1].node : nil,
                    more: inputs.dropFirst(2).map(\.node))
                : TensorNode(
                    storage: storage, offset: 0, shape: shape, strides: strides, isPacked: isPacked, dtype: dtype))
    }

    /// The result of `operation` with the tangents that follow from its inputs', recorded if one asks for it.
    @inline(never)
    private init(
        _ storage: Storage, _ shape: Shape, _ dtype: DType, strides: Shape?, dualBy operation: Operation,
        _ inputs: [TensorNode]
    ) {
        self.init(
            dualResult: storage, offset: 0, shape: shape, strides: strides ?? shape.packedStrides,
            isPacked: strides.map(shape.isPacked) ?? true, dtype: dtype, by: operation, inputs)
    }

    private init(
        dualResult storage: Storage, offset: Int, shape: Shape, strides: Shape, isPacked: Bool, dtype: DType,
        by operation: Operation, _ inputs: [TensorNode]
    ) {
        let recorded = inputs.contains { $0.requiresGradient } && sl_gradient_enabled() != 0
        self.init(
            recorded
                ? TensorNode(
                    storage: storage, offset: offset, shape: shape, strides: strides, isPacked: isPacked, dtype: dtype,
                    operation: operation, inputs)
                : TensorNode(
                    storage: storage, offset: offset, shape: shape, strides: strides, isPacked: isPacked, dtype: dtype))
        node.pushTangents(operation, inputs)
    }

    /// The same elements through another layout, recorded as `operation` if this tensor asks for it.
    func view(
        offset: Int? = nil, shape: Shape, strides: Shape, by operation: @autoclosure () -> Operation
    ) -> Tensor {
        let offset = offset ?? node.offset
        let isPacked = shape.isPacked(strides)
        if node.hasTangents {
            return Tensor(
                dualResult: node.storage, offset: offset, shape: shape, strides: strides, isPacked: isPacked,
                dtype: dtype, by: operation(), [node])
        }
        return Tensor(
            node.requiresGradient && sl_gradient_enabled() != 0
                ? TensorNode(
                    storage: node.storage, offset: offset, shape: shape, strides: strides, isPacked: isPacked,
                    dtype: dtype, operation: operation(), node)
                : TensorNode(
                    storage: node.storage, offset: offset, shape: shape, strides: strides, isPacked: isPacked,
                    dtype: dtype))
    }

    /// Memory for a result of `shape`.
    @inline(__always)
    static func storage(_ shape: Shape, _ dtype: DType) -> Storage {
        Storage(byteCount: shape.elementCount * dtype.size)
    }

    /// This tensor, packed in row-major order; not recorded.
    var packed: Tensor {
        if node.isPacked { return self }
        let storage = packedStorage()
        return Tensor(storage, shape, dtype)
    }
}

extension Shape {
    @inline(__always)
    func withLengths<Result>(_ body: (UnsafePointer<Int>) -> Result) -> Result {
        withUnsafePointer(to: lengths) {
            body(UnsafeRawPointer($0).assumingMemoryBound(to: Int.self))
        }
    }
}
