internal import CKernels

final class Sum: Operation, @unchecked Sendable {
    let keptShape: Shape
    init(keptShape: Shape) { self.keptShape = keptShape }
    override var name: String { "sum" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.reshape(keptShape).broadcast(to: pass.input(0).shape))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent.sum(axes: reducedAxes(pass.input(0).shape, to: keptShape)).reshape(pass.output.shape)
    }
}

/// The axes that a reduction of `shape` to `kept` has summed or searched; those of length one make no difference.
private func reducedAxes(_ shape: Shape, to kept: Shape) -> [Int] {
    (0..<shape.rank).filter { kept[$0] != shape[$0] }
}

final class Extreme: Operation, @unchecked Sendable {
    let keptShape: Shape
    let largest: Bool
    init(keptShape: Shape, largest: Bool) {
        self.keptShape = keptShape
        self.largest = largest
    }
    override var name: String { largest ? "max" : "min" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.reshape(keptShape) * weights(pass.evaluation))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        let axes = reducedAxes(pass.input(0).shape, to: keptShape)
        return (pass.tangent * weights(pass.evaluation)).sum(axes: axes).reshape(pass.output.shape)
    }

    /// What part of the output each element is: 1 / k for k equal extremes, else 0.
    private func weights(_ point: Evaluation) -> Tensor {
        let input = point.input(0).detach()
        let hits = input.equalTo(point.output.detach().reshape(keptShape)).cast(to: input.dtype)
        return hits / hits.sum(axes: reducedAxes(input.shape, to: keptShape), keepDims: true)
    }
}

extension Tensor {
    /// The sum over `axes` (over all of them if `nil`); that of integers and bools is int64.
    ///
    /// - Parameter keepDims: Leave the summed axes in the shape, with length one, so that the result broadcasts.
    public func sum(axes: [Int]? = nil, keepDims: Bool = false) -> Tensor { sum(axes, keepDims, "sum") }

    /// The sum, for an operation that messages call `name`.
    private func sum(_ axes: [Int]?, _ keepDims: Bool, _ name: String) -> Tensor {
        let (mask, kept, shape) = reducing(axes, keepDims, name)
        let storage = reduced(SL_SUM, mask, kept)
        return Tensor(storage, shape, dtype.isFloatingPoint ? dtype : .int64, by: Sum(keptShape: kept), self)
    }

    /// The sum over one axis.
    public func sum(axis: Int, keepDims: Bool = false) -> Tensor { sum(axes: [axis], keepDims: keepDims) }

    /// The mean over `axes` (over all of them if `nil`); that of integers and bools is float32, that of nothing NaN.
    public func mean(axes: [Int]? = nil, keepDims: Bool = false) -> Tensor {
        if !dtype.isFloatingPoint { return floating.mean(axes: axes, keepDims: keepDims) }
        let sum = sum(axes, keepDims, "mean")
        return sum.count == 0 ? sum : sum * (Double(sum.count) / Double(count))
    }

    /// The mean over one axis.
    public func mean(axis: Int, keepDims: Bool = false) -> Tensor { mean(axes: [axis], keepDims: keepDims) }

    /// The variance over `axes`: Σ (x - mean)² / (n - correction).
    ///
    /// - Parameter correction: 0, as in NumPy, for the mean squared deviation; 1 for the unbiased estimate.
    public func variance(axes: [Int]? = nil, keepDims: Bool = false, correction: Int = 0) -> Tensor {
        if !dtype.isFloatingPoint {
            return floating.variance(axes: axes, keepDims: keepDims, correction: correction)
        }
        let deviation = self - mean(axes: axes, keepDims: true)
        let sum = deviation.squared().sum(axes: axes, keepDims: keepDims)
        let samples = sum.count == 0 ? 0 : count / sum.count
        return sum / Double(samples - correction)
    }

    /// The standard deviation over `axes` (over all of them if `nil`): the square root of the variance.
    ///
    /// - Parameter correction: As for `variance`: NumPy's 0, not PyTorch's 1.
    public func standardDeviation(axes: [Int]? = nil, keepDims: Bool = false, correction: Int = 0) -> Tensor {
        variance(axes: axes, keepDims: keepDims, correction: correction).sqrt()
    }

    /// The standard deviation over one axis.
    public func standardDeviation(axis: Int, keepDims: Bool = false, correction: Int = 0) -> Tensor {
        standardDeviation(axes: [axis], keepDims: keepDims, correction: correction)
    }

    /// The variance over one axis.
    public func variance(axis: Int, keepDims: Bool = false, correction: Int = 0) -> Tensor {
        variance(axes: [axis], keepDims: keepDims, correction: correction)
    }

    /// The largest element over `axes` (over all of them if `nil`). Equal largest elements share the gradient evenly.
    public func max(axes: [Int]? = nil, keepDims: Bool = false) -> Tensor {
        extreme(axes, keepDims, largest: true)
    }

    /// The largest element over one axis.
    public func max(axis: Int, keepDims: Bool = false) -> Tensor { max(axes: [axis], keepDims: keepDims) }

    /// The smallest element over `axes` (over all of them if `nil`). Equal smallest elements share the gradient evenly.
    public func min(axes: [Int]? = nil, keepDims: Bool = false) -> Tensor {
        extreme(axes, keepDims, largest: false)
    }

    /// The smallest element over one axis.
    public func min(axis: Int, keepDims: Bool = false) -> Tensor { min(axes: [axis], keepDims: keepDims) }

    /// The gradient of a broadcast operand: summed over the axes that stretched `shape` to this tensor's.
    func summed(to shape: Shape) -> Tensor {
        let added = rank - shape.rank
        var axes: [Int] = []
        for axis in 0..<rank where axis < added || (shape[axis - added] == 1 && self.shape[axis] != 1) {
            axes.append(axis)
        }
        return sum(axes: axes, keepDims: true).reshape(shape)
    }

    private func extreme(_ axes: [Int]?, _ keepDims: Bool, largest: Bool) -> Tensor {
        let name = largest ? "max" : "min"
        let (mask, kept, shape) = reducing(axes, keepDims, name)
        if count == 0 && shape.elementCount > 0 {
            shapeError(name, "shape \(self.shape) has no elements to choose from")
        }
        let reduced = Tensor(
            reduced(largest ? SL_MAX : SL_MIN, mask, kept), shape, dtype.isFloatingPoint ? dtype : .int64)
        if !dtype.isFloatingPoint { return reduced.cast(to: dtype) }
        return Tensor(reduced.node.storage, shape, dtype, by: Extreme(keptShape: kept, largest: largest), self)
    }
}
