final class Reshape: Operation, @unchecked Sendable {
    static let shared = Reshape()
    override var name: String { "reshape" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.reshape(pass.input(0).shape))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent.reshape(pass.output.shape)
    }
}

final class Alias: Operation, @unchecked Sendable {
    static let shared = Alias()
    override var name: String { "alias" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient)
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent
    }
}

final class Transpose: Operation, @unchecked Sendable {
    let order: [Int]
    init(order: [Int]) { self.order = order }
    override var name: String { "transpose" }

    override func backward(_ pass: BackwardPass) {
        var inverse = order
        for (position, axis) in order.enumerated() { inverse[axis] = position }
        pass.add(to: 0, pass.gradient.transposed(inverse))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent.transposed(order)
    }
}

final class Broadcast: Operation, @unchecked Sendable {
    static let shared = Broadcast()
    override var name: String { "broadcast" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient)
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent
    }
}

extension Tensor {
    /// The same elements in row-major order under another shape. One length may be -1: it follows from the others.
    ///
    /// A packed tensor's result is a view; others are copied.
    public func reshape(_ lengths: Int...) -> Tensor { reshape(Shape(lengths)) }

    /// The same elements in row-major order under another shape. One length may be -1: it follows from the others.
    public func reshape(_ shape: Shape) -> Tensor {
        let target = resolved(shape)
        if target == self.shape { return self }
        if node.isPacked { return view(shape: target, strides: target.packedStrides, by: Reshape.shared) }
        let copy = packed
        return Tensor(copy.node.storage, target, dtype, by: Reshape.shared, self)
    }

    private func resolved(_ shape: Shape) -> Shape {
        // A product that overflows is told by the count of elements.
        if !shape.contains(-1) { _ = shape.elementCount }
        let count = self.count
        var target = shape
        var known = 1
        var open: Int?
        for axis in 0..<shape.rank {
            if shape[axis] == -1 && open == nil {
                open = axis
            } else if shape[axis] < 0 {
                shapeError("reshape", "\(self.shape) to \(shape): lengths are positive, and at most one is -1")
            } else {
                known &*= shape[axis]
            }
        }
        if let open, known > 0, count % known == 0 {
            target[open] = count / known
            known *= target[open]
        }
        if known != count || (open != nil && target[open!] == -1) {
            shapeError("reshape", "\(self.shape) has \(count) elements, they do not fit \(shape)")
        }
        return target
    }

    /// The axes in reverse order, a view: the transpose of a matrix.
    public func transposed() -> Tensor { transposed(Array((0..<rank).reversed())) }

    /// The axes in the order given, a view: `x.transposed([0, 2, 1])` swaps the last two of three.
    public func transposed(_ order: [Int]) -> Tensor {
        let order = order.map { normalized(axis: $0, rank: rank, "transpose") }
        if order.sorted() != Array(0..<rank) {
            shapeError("transpose", "\(order) does not name each of the \(rank) axes of \(shape) once")
        }
        var shape = self.shape
        var strides = node.strides
        for (position, axis) in order.enumerated() {
            shape.lengths[position] = self.shape.lengths[axis]
            strides.lengths[position] = node.strides.lengths[axis]
        }
        return view(shape: shape, strides: strides, by: Transpose(order: order))
    }

    /// Two axes swapped, a view: NumPy's `swapaxes`.
    public func swappingAxes(_ a: Int, _ b: Int) -> Tensor {
        let (a, b) = (normalized(axis: a, rank: rank, "swappingAxes"), normalized(axis: b, rank: rank, "swappingAxes"))
        if a == b { return self }
        var order = Array(0..<rank)
        order.swapAt(a, b)
        return transposed(order)
    }

    /// One axis moved to another place, the others in their order, a view: NumPy's `moveaxis`.
    public func movingAxis(_ source: Int, to destination: Int) -> Tensor {
        let source = normalized(axis: source, rank: rank, "movingAxis")
        let destination = normalized(axis: destination, rank: rank, "movingAxis")
        if source == destination { return self }
        var order = Array(0..<rank)
        order.insert(order.remove(at: source), at: destination)
        return transposed(order)
    }

    /// The axis in the last place, a view.
    func movingToEnd(axis: Int) -> Tensor { movingAxis(axis, to: rank - 1) }

    /// The last two axes swapped, a view: the transpose of each matrix of a batch.
    var matrixTransposed: Tensor {
        var order = Array(0..<rank)
        order.swapAt(rank - 1, rank - 2)
        return transposed(order)
    }

    /// A view that repeats axes of length one, and adds axes in front, to look like `shape`.
    public func broadcast(to shape: Shape) -> Tensor {
        if shape == self.shape { return self }
        Tensor.checkLengths(shape)
        if Shape.broadcast(self.shape, shape, "broadcast") != shape {
            shapeError("broadcast", "\(self.shape) does not stretch to \(shape)")
        }
        return view(shape: shape, strides: self.shape.stretched(node.strides, to: shape), by: Broadcast.shared)
    }

    /// A view with an axis of length one at `axis`.
    public func expandingDims(axis: Int) -> Tensor {
        let axis = normalized(axis: axis, rank: rank + 1, "expandingDims")
        var shape = self.shape
        var strides = node.strides
        shape.insert(1, at: axis)
        strides.insert(0, at: axis)
        return view(shape: shape, strides: strides, by: Reshape.shared)
    }

    /// A view without `axis`, whose length must be one.
    public func squeezing(axis: Int) -> Tensor {
        let axis = normalized(axis: axis, rank: rank, "squeezing")
        if shape[axis] != 1 { shapeError("squeezing", "axis \(axis) of \(shape) has length \(shape[axis]), not 1") }
        var shape = self.shape
        var strides = node.strides
        shape.remove(at: axis)
        strides.remove(at: axis)
        return view(shape: shape, strides: strides, by: Reshape.shared)
    }

    /// A view without the axes of length one.
    public func squeezing() -> Tensor {
        var result = self
        for axis in (0..<rank).reversed() where shape[axis] == 1 { result = result.squeezing(axis: axis) }
        return result
    }

    /// The axes from `start` on as one, a view of a packed tensor: `flattened(from: 1)` keeps a batch apart.
    public func flattened(from start: Int = 0) -> Tensor {
        if rank == 0 { return reshape([1]) }
        let start = normalized(axis: start, rank: rank, "flatten")
        return reshape(Shape(Array(shape[..<start]) + [shape[start...].reduce(1, *)]))
    }

    /// The same tensor as a node of its own, so that a gradient can be asked for at this place.
    func alias() -> Tensor {
        view(shape: shape, strides: node.strides, by: Alias.shared)
    }
}
