internal import CKernels

/// A copy of the first input in which the second one stands at the selected places.
final class Assign: Operation, @unchecked Sendable {
    let selection: Selection
    init(selection: Selection) { self.selection = selection }
    override var name: String { "assign" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.assigning(.zeros([], dtype: pass.gradient.dtype), to: selection))
        pass.add(to: 1, selection.elements(of: pass.gradient))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        let value = pass.tangent(of: 1) ?? .zeros([], dtype: pass.output.dtype)
        return pass.fullTangent(of: 0).assigning(value, to: selection)
    }
}

extension Tensor {
    /// A tensor with `value` at the selected places.
    func assigning(_ value: Tensor, to selection: Selection) -> Tensor {
        let storage = packedStorage()
        var result = Tensor(storage, shape, dtype)
        result.write(value.detach(), to: selection)
        return Tensor(storage, shape, dtype, by: Assign(selection: selection), self, value)
    }

    /// Makes this variable a tensor with `value` at the selected places, in its own memory where nobody else sees it.
    mutating func assign(_ value: Tensor, to selection: Selection) {
        let isRecorded = sl_gradient_enabled() != 0 && (node.requiresGradient || value.node.requiresGradient)
        if dtype.isFloatingPoint && (isRecorded || node.hasTangents || value.node.hasTangents) {
            self = assigning(value, to: selection)
            return
        }
        let value = value.detach()
        if node.operation != nil {
            self = detach()
        }
        if !ownsItsElements {
            let (wanted, gradient) = (node.requiresGradient, node.accumulated)
            self = Tensor(packedStorage(), shape, dtype)
            if wanted {
                self = requiringGrad()
                node.accumulated = gradient
            }
        }
        write(value, to: selection)
    }

    /// Whether no other tensor, and no tape, sees the memory.
    private var ownsItsElements: Bool {
        mutating get {
            node.isPacked && isKnownUniquelyReferenced(&node) && isKnownUniquelyReferenced(&node.storage)
        }
    }

    /// Packed memory of its own with the same elements.
    func packedStorage() -> Storage {
        let storage = Tensor.storage(shape, dtype)
        let strides = shape.packedStrides
        copy(to: storage.memory, strides: strides)
        return storage
    }

    /// Copies the elements to memory laid out by `strides`.
    func copy(to target: UnsafeMutableRawPointer, strides: Shape) {
        node.shape.withLengths { dims in
            node.strides.withLengths { own in
                strides.withLengths { strides in
                    sl_copy(dtype.size, Int32(rank), dims, own, strides, node.address, target)
                }
            }
        }
    }

    /// Overwrites the selected elements of this packed tensor, whose memory nobody else sees.
    private mutating func write(_ value: Tensor, to selection: Selection) {
        let value = value.cast(to: dtype)
        if selection.lists.isEmpty {
            let target = noGradient { selection.view(of: detach()) }
            let source = value.fitted(to: target.shape)
            source.copy(to: target.node.address, strides: target.node.strides)
            return
        }
        let places = Tensor(numbers: Array(0..<count), shape, .int64)
        let positions = selection.elements(of: places)
        put(value.fitted(to: positions.shape), at: positions)
    }

    /// out[positions[i]] = values[i], in row-major order, for a packed tensor whose memory nobody else sees.
    mutating func put(_ values: Tensor, at positions: Tensor) {
        let single = values.node.shape.elementCount == 1
        let source = values.packed
        let positions = positions.packed
        sl_put(
            dtype.size, positions.count, positions.node.address.assumingMemoryBound(to: Int64.self),
            source.node.address, single ? 0 : 1, node.address)
        withExtendedLifetime((source, positions)) {}
    }

    /// New elements as large as the selected ones.
    private func fitted(to target: Shape) -> Tensor {
        var value = self
        // Leading axes of length one do not matter, as in NumPy.
        while value.rank > target.rank && value.shape[0] == 1 { value = value.squeezing(axis: 0) }
        if value.shape == target || value.count == 1 && value.rank == 0 && target.rank == 0 { return value }
        let fits =
            value.rank <= target.rank
            && (0..<value.rank).allSatisfy {
                let length = value.shape[value.rank - 1 - $0]
                return length == 1 || length == target[target.rank - 1 - $0]
            }
        if !fits { shapeError("assign", "elements of shape \(shape) do not fill the selected \(target)") }
        return value.broadcast(to: target)
    }
}
