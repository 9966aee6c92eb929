internal import CKernels

final class Product: Operation, @unchecked Sendable {
    let axes: [Int]
    let keptShape: Shape
    init(axes: [Int], keptShape: Shape) {
        self.axes = axes
        self.keptShape = keptShape
    }
    override var name: String { "product" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.reshape(keptShape) * others(pass.evaluation))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        (pass.tangent * others(pass.evaluation)).sum(axes: axes).reshape(pass.output.shape)
    }

    /// For each element the product of all others: its derivative.
    private func others(_ point: Evaluation) -> Tensor {
        let input = point.input(0)
        let hasZero = input.detach().equalTo(0).any().item(as: Bool.self)
        return hasZero ? input.productsOfOthers(axes) : point.output.reshape(keptShape) / input
    }
}

extension Tensor {
    /// The product over `axes` (over all of them if `nil`); that of integers and bools is int64, that of nothing 1.
    public func product(axes: [Int]? = nil, keepDims: Bool = false) -> Tensor {
        let (mask, kept, shape) = reducing(axes, keepDims, "product")
        let storage = reduced(SL_PRODUCT, mask, kept)
        let reducedAxes = (0..<rank).filter { mask >> UInt32($0) & 1 == 1 }
        return Tensor(
            storage, shape, dtype.isFloatingPoint ? dtype : .int64, by: Product(axes: reducedAxes, keptShape: kept),
            self)
    }

    /// The product over one axis.
    public func product(axis: Int, keepDims: Bool = false) -> Tensor { product(axes: [axis], keepDims: keepDims) }

    /// For each element the product of all others over `axes`, without a division, which a zero would not survive.
    fileprivate func productsOfOthers(_ axes: [Int]) -> Tensor {
        let kept = (0..<rank).filter { !axes.contains($0) }
        let order = kept + axes
        let moved = transposed(order)
        let length = axes.reduce(1) { $0 * shape[$1] }
        let rows = moved.reshape(Shape(kept.map { shape[$0] } + [length]))
        let others = rows.withOnesOnDiagonal().product(axis: -1).reshape(moved.shape)
        var inverse = order
        for (position, axis) in order.enumerated() { inverse[axis] = position }
        return others.transposed(inverse)
    }

    /// Each row of length n repeated n times, with a 1 in place of another element in each: [..., n] → [..., n, n].
    func withOnesOnDiagonal() -> Tensor {
        let length = shape[rank - 1]
        return .where(.eye(length, dtype: .bool), 1, expandingDims(axis: rank - 1))
    }
}
