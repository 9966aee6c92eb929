internal import NeuralNetworks
public import Tensors
public import TrainingData

/// Numbers from a linear function of the features, y = x W + b, with the least Σ (y - ŷ)²; of several such the shortest W.
public struct LinearRegression: Sendable {
    /// W, [features, outputs] in float64.
    public let weights: Tensor
    /// b, [outputs] in float64.
    public let bias: Tensor
    private let isSingle: Bool

    /// - Parameters:
    ///   - inputs: [samples, features].
    ///   - targets: [samples] or [samples, outputs].
    public init(fitting inputs: Tensor, targets: Tensor) {
        let x = Matrix(inputs, "LinearRegression").tensor
        if !(1...2).contains(targets.rank) || targets.shape[0] != x.shape[0] {
            shapeError(
                "LinearRegression",
                "\(x.shape[0]) samples and targets \(targets.shape); [samples] or [samples, outputs] is wanted")
        }
        if x.shape[0] == 0 { shapeError("LinearRegression", "there are no samples to fit to") }
        let y = targets.detach().cast(to: .float64).reshape(x.shape[0], -1)
        let (center, middle) = (x.mean(axis: 0, keepDims: true), y.mean(axis: 0, keepDims: true))
        weights = leastSquares(x - center, y - middle)
        bias = (middle - center.matmul(weights)).squeezing(axis: 0)
        isSingle = targets.rank == 1
    }

    public init(fitting data: RegressionData) { self.init(fitting: data.inputs, targets: data.targets) }

    /// The number or numbers of each row of [samples, features], shaped as the targets were.
    public func predict(_ inputs: Tensor) -> Tensor {
        let x = Matrix(inputs, features: weights.shape[0], "LinearRegression").tensor
        let y = x.matmul(weights) + bias
        return isSingle ? y.squeezing(axis: 1) : y
    }

    /// R² of the predictions; see `rSquared(of:targets:)`.
    public func score(_ inputs: Tensor, targets: Tensor) -> Double { rSquared(of: predict(inputs), targets: targets) }
}
