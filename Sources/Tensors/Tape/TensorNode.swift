internal import CKernels

/// What a `Tensor` stands for: elements seen through a layout, and, when recorded, the operation that made them.
///
/// The recorded nodes are the tape. Inputs are older than their results, so descending `id` is a topological order.
public final class TensorNode: @unchecked Sendable {
    /// Only `isKnownUniquelyReferenced` wants it to be a variable.
    final var storage: Storage
    /// Position of the first element in the storage, in elements.
    let offset: Int
    let shape: Shape
    /// Distance between neighbours along each axis, in elements.
    let strides: Shape
    let isPacked: Bool
    let dtype: DType
    let id: UInt64
    let requiresGradient: Bool

    let operation: Operation?
    var input0: TensorNode?
    var input1: TensorNode?
    var moreInputs: [TensorNode]

    /// What `backward()` has accumulated, on leaves.
    var accumulated: TensorNode?
    /// The gradient that the backward pass `pass` has summed so far.
    var adjoint: TensorNode?
    var pass: UInt64 = 0

    /// What few nodes have: tangents of forward mode, hooks, a wish to keep the gradient.
    var extras: NodeExtras?
    /// Whether `extras` holds tangents.
    var hasTangents = false

    /// A leaf.
    init(
        storage: Storage, offset: Int, shape: Shape, strides: Shape, isPacked: Bool, dtype: DType,
        requiresGradient: Bool = false
    ) {
        self.storage = storage
        self.offset = offset
        self.shape = shape
        self.strides = strides
        self.isPacked = isPacked
        self.dtype = dtype
        self.requiresGradient = requiresGradient
        id = sl_next_id()
        operation = nil
        moreInputs = []
    }

    /// The recorded result of `operation`.
    init(
        storage: Storage, offset: Int, shape: Shape, strides: Shape, isPacked: Bool, dtype: DType,
        operation: Operation, _ input0: TensorNode, _ input1: TensorNode? = nil, more: [TensorNode] = []
    ) {
        self.storage = storage
        self.offset = offset
        self.shape = shape
        self.strides = strides
        self.isPacked = isPacked
        self.dtype = dtype
        requiresGradient = true
        id = sl_next_id()
        self.operation = operation
        self.input0 = input0
        self.input1 = input1
        moreInputs = more
    }

    /// The recorded result of `operation` on any number of inputs.
    convenience init(
        storage: Storage, offset: Int, shape: Shape, strides: Shape, isPacked: Bool, dtype: DType,
        operation: Operation, _ inputs: [TensorNode]
    ) {
        self.init(
            storage: storage, offset: offset, shape: shape, strides: strides, isPacked: isPacked, dtype: dtype,
            operation: operation, inputs[0], inputs.count > 1 ? inputs[1] : nil, more: Array(inputs.dropFirst(2)))
    }

    /// The inputs in the order the operation took them.
    func input(_ index: Int) -> TensorNode {
        switch index {
        case 0: input0!
        case 1: input1!
        default: moreInputs[index - 2]
        }
    }

    var inputCount: Int {
        (input0 == nil ? 0 : 1) + (input1 == nil ? 0 : 1) + moreInputs.count
    }

    /// The first element.
    @inline(__always) var address: UnsafeMutableRawPointer {
        storage.memory + offset &* dtype.size
    }

    deinit {
        if operation != nil { releaseInputs() }
    }

    /// Lets go of a long chain of nodes one by one, where the compiler's releases would recurse once per node.
    private func releaseInputs() {
        var next: TensorNode?
        var waiting: [TensorNode] = []
        takeInputs(&next, &waiting)
        while let node = next ?? waiting.popLast() {
            next = nil
            node.takeInputs(&next, &waiting)
        }
    }

    private func takeInputs(_ next: inout TensorNode?, _ waiting: inout [TensorNode]) {
        func take(_ slot: inout TensorNode?) {
            guard slot?.operation != nil, isKnownUniquelyReferenced(&slot) else { return }
            if next == nil {
                swap(&next, &slot)
            } else {
                waiting.append(slot!)
                slot = nil
            }
        }
        take(&input0)
        take(&input1)
        if moreInputs.isEmpty { return }
        var inputs: [TensorNode?] = moreInputs
        moreInputs = []
        for index in inputs.indices { take(&inputs[index]) }
    }
}
