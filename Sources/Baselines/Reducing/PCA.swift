public import Tensors

/// Principal component analysis: the directions in which samples differ most (Pearson, "On lines and planes of closest fit to
/// systems of points in space", 1901).
///
/// The sign of a component is such that its entry of largest magnitude is positive, as in scikit-learn.
public struct PCA: Sendable {
    /// The directions, at right angles and of length 1, the most important first: [components, features] in float64.
    public let components: Tensor
    /// The variance along each component, divided by one less than the number of samples; float64.
    public let explainedVariance: Tensor
    /// The share that each component has of the whole variance; float64.
    public let explainedVarianceRatio: Tensor
    /// What is subtracted from samples first, [features] in float64.
    public let mean: Tensor

    /// - Parameters:
    ///   - inputs: [samples, features], at least two samples.
    ///   - components: How many components to keep, at most the smaller one of samples and features; all if `nil`.
    public init(fitting inputs: Tensor, components: Int? = nil) {
        let x = Matrix(inputs, "PCA").tensor
        let (samples, features) = (x.shape[0], x.shape[1])
        let most = min(samples, features)
        let kept = components ?? most
        if samples < 2 { shapeError("PCA", "\(samples) samples to fit to; at least 2 are wanted") }
        if !(1...most).contains(kept) {
            shapeError(
                "PCA", "\(kept) components of \(samples) samples with \(features) features; 1...\(most) are wanted")
        }
        let center = x.mean(axis: 0)
        let (_, s, vt) = (x - center).svd()
        let strongest = vt.gathered(at: vt.abs().argmax(axis: 1, keepDims: true), axis: 1)
        let variance = s.squared() / Double(samples - 1)
        let total = variance.sum().item()
        self.components = (vt * strongest.sign())[0..<kept]
        explainedVariance = variance[0..<kept]
        explainedVarianceRatio = variance[0..<kept] / (total > 0 ? total : 1)
        mean = center
    }

    /// The place of each sample along the components, [samples, components] in float64.
    public func transform(_ inputs: Tensor) -> Tensor {
        (Matrix(inputs, features: mean.shape[0], "PCA").tensor - mean).matmul(components.transposed())
    }

    /// The samples, as far as the components tell: [samples, features] in float64.
    public func inverseTransform(_ transformed: Tensor) -> Tensor {
        Matrix(transformed, features: components.shape[0], "PCA").tensor.matmul(components) + mean
    }
}
