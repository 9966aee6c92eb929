public import Tensors

/// Subtracts the mean and divides by the standard deviation, z = (x - μ) / σ, feature for feature.
///
/// ```swift
/// let scaler = StandardScaler(fitting: train.inputs)
/// let (x, z) = (scaler.transform(train.inputs), scaler.transform(test.inputs))
/// ```
///
/// Mean and standard deviation are those of the samples that it was made of (divided by their number, not one less), and
/// a feature that is the same in all of them is only centred, as in scikit-learn's class of the same name.
public struct StandardScaler: Sendable {
    /// μ, in float64; of the features' shape, or [channels, 1, …].
    public let mean: Tensor
    /// σ, in float64; 1 where the feature is the same in all samples.
    public let standardDeviation: Tensor

    /// - Parameters:
    ///   - inputs: [samples, …], at least one sample.
    ///   - perChannel: Whether the inputs are images [samples, channels, …] and one mean and one deviation are taken for
    ///     each channel, over all its pixels.
    public init(fitting inputs: Tensor, perChannel: Bool = false) {
        let wide = checkedSamples(inputs, perChannel, "StandardScaler")
        let axes = [0] + (perChannel ? Array(2..<inputs.rank) : [])
        let mean = wide.mean(axes: axes, keepDims: true)
        let deviation = (wide - mean).squared().mean(axes: axes, keepDims: true).sqrt()
        // What rounding leaves of a constant is no deviation.
        let noise = mean.abs() * 1e-15
        self.mean = mean.squeezing(axis: 0)
        standardDeviation = deviation.replacing(where: deviation.lessThanOrEqualTo(noise), with: 1).squeezing(axis: 0)
    }

    /// (x - μ) / σ, in the inputs' type; integers give float32.
    public func transform(_ inputs: Tensor) -> Tensor {
        let (x, shift, factor) = operands(inputs, mean, standardDeviation, "StandardScaler")
        return (x - shift) / factor
    }

    /// x σ + μ, which undoes `transform(_:)`.
    public func inverseTransform(_ inputs: Tensor) -> Tensor {
        let (x, shift, factor) = operands(inputs, mean, standardDeviation, "StandardScaler")
        return x * factor + shift
    }
}

/// Moves and stretches each feature so that it goes from 0 to 1 in the samples that it was made of.
public struct MinMaxScaler: Sendable {
    /// The least of each feature, in float64.
    public let minimum: Tensor
    /// The largest less the least, in float64; 1 where the feature is the same in all samples.
    public let range: Tensor

    /// - Parameter inputs: [samples, …], at least one sample.
    public init(fitting inputs: Tensor) {
        let wide = checkedSamples(inputs, false, "MinMaxScaler")
        minimum = wide.min(axis: 0)
        let range = wide.max(axis: 0) - minimum
        self.range = range.replacing(where: range.equalTo(0), with: 1)
    }

    /// (x - minimum) / range, in the inputs' type; integers give float32.
    public func transform(_ inputs: Tensor) -> Tensor {
        let (x, shift, factor) = operands(inputs, minimum, range, "MinMaxScaler")
        return (x - shift) / factor
    }

    /// x · range + minimum, which undoes `transform(_:)`.
    public func inverseTransform(_ inputs: Tensor) -> Tensor {
        let (x, shift, factor) = operands(inputs, minimum, range, "MinMaxScaler")
        return x * factor + shift
    }
}

private func checkedSamples(_ inputs: Tensor, _ perChannel: Bool, _ scaler: String) -> Tensor {
    if inputs.rank < 1 || inputs.count == 0 {
        shapeError(scaler, "inputs \(inputs.shape); at least one sample is wanted")
    }
    if perChannel && inputs.rank < 3 {
        shapeError(scaler, "inputs \(inputs.shape) per channel; [samples, channels, …] is wanted")
    }
    return inputs.detach().cast(to: .float64)
}

/// Inputs with what they are moved and stretched by, in the inputs' type; float32 for integers.
private func operands(
    _ inputs: Tensor, _ shift: Tensor, _ factor: Tensor, _ scaler: String
) -> (inputs: Tensor, shift: Tensor, factor: Tensor) {
    let fits =
        inputs.rank == shift.rank + 1
        && zip(inputs.shape.dropFirst(), shift.shape).allSatisfy { $0 == $1 || $1 == 1 }
    if !fits {
        shapeError(scaler, "inputs \(inputs.shape) after fitting to features of shape \(shift.shape)")
    }
    let dtype = inputs.dtype.isFloatingPoint ? inputs.dtype : .float32
    return (inputs.cast(to: dtype), shift.cast(to: dtype), factor.cast(to: dtype))
}
