public import Tensors

/// Samples with numbers to predict for each.
public struct RegressionData: Dataset, CustomStringConvertible {
    /// The samples, along the first axis.
    public let inputs: Tensor
    /// What is to be predicted, along the first axis.
    public let targets: Tensor

    public init(inputs: Tensor, targets: Tensor) {
        if inputs.rank == 0 || targets.rank == 0 || inputs.shape[0] != targets.shape[0] {
            shapeError(
                "RegressionData",
                "inputs \(inputs.shape) and targets \(targets.shape); both need as many entries along their first axis")
        }
        self.inputs = inputs
        self.targets = targets
    }

    /// The number of samples.
    public var count: Int { inputs.shape[0] }

    public subscript(indices: [Int]) -> RegressionData {
        check(indices)
        return RegressionData(inputs: inputs.gathered(rows: indices), targets: targets.gathered(rows: indices))
    }

    /// The samples in `range`; their tensors are views.
    public subscript(range: Range<Int>) -> RegressionData {
        check(range)
        return RegressionData(inputs: inputs[range], targets: targets[range])
    }

    /// The inputs and targets.
    public var batch: (inputs: Tensor, targets: Tensor) { (inputs, targets) }

    /// The same targets with other inputs, such as standardised ones.
    public func mapInputs(_ transform: (Tensor) throws -> Tensor) rethrows -> RegressionData {
        RegressionData(inputs: try transform(inputs), targets: targets)
    }

    public var description: String {
        "\(count) samples of shape \(Shape(inputs.shape.dropFirst())) with targets of shape "
            + "\(Shape(targets.shape.dropFirst()))"
    }
}
