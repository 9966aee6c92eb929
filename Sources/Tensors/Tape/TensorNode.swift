internal import CKernels

/// What a `Tensor` stands for: elements seen through a layout, and, when recorded, the operation that made them.
///
/// The recorded nodes are the tape. Inputs are older than their results, so descending `id` is a topological order.
///
/// No access to a property of a node runs code that could access the same one, so the run-time's checks for that, a tenth of
/// a small operation's time, are off.
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
    @exclusivity(unchecked) var input0: TensorNode?
    @exclusivity(unchecked) var input1: TensorNode?
    @exclusivity(unchecked) var moreInputs: [TensorNode]

    /// What `backward()` has accumulated, on leaves.
    @exclusivity(unchecked) var accumulated: TensorNode?
    /// The gradient that the backward pass `pass` has summed so far.
    @exclusivity(unchecked) var adjoint: TensorNode?
    @exclusivity(unchecked) var pass: UInt64 = 0

    /// What few nodes have: tangents of forward mode, hooks, a wish to keep the gradient.
    @exclusivity(unchecked) var extras: NodeExtras? {
        didSet { holdsNodes = true }
    }
    /// Whether `extras` holds tangents.
    @exclusivity(unchecked) var hasTangents = false
    /// Whether the node has inputs or extras.
    @exclusivity(unchecked) private var holdsNodes: Bool

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
        holdsNodes = false
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
        holdsNodes = true
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
        if holdsNodes { releaseInputs() }
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
        take(&input0, &next, &waiting)
        take(&input1, &next, &waiting)
        if !moreInputs.isEmpty {
            var inputs: [TensorNode?] = moreInputs
            moreInputs = []
            for index in inputs.indices { take(&inputs[index], &next, &waiting) }
        }
        if let extras { takeOthers(extras, &next, &waiting) }
    }

    private func takeOthers(_ extras: NodeExtras, _ next: inout TensorNode?, _ waiting: inout [TensorNode]) {
        take(&accumulated, &next, &waiting)
        var tangents: [TensorNode?] = extras.tangents.map(\.value)
        extras.tangents = []
        for index in tangents.indices { take(&tangents[index], &next, &waiting) }
    }

    /// Lets go of what others hold as well; what dies with this node, and may hold more, is kept for its turn.
    @inline(__always)
    private func take(_ slot: inout TensorNode?, _ next: inout TensorNode?, _ waiting: inout [TensorNode]) {
        guard slot?.holdsNodes == true else { return }
        if !isKnownUniquelyReferenced(&slot) {
            slot = nil
        } else if next == nil {
            swap(&next, &slot)
        } else {
            waiting.append(slot!)
            slot = nil
        }
    }
}
