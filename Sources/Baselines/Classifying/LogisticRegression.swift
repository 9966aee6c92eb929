public import Tensors

/// Classes from a linear function of the features: for two classes p = σ(x · w + b), for more softmax(x Wᵀ + b).
///
/// The weights are where
///
///     C Σ cross-entropy + ½ |W|²
///
/// is least; the bias is not kept small. It is found by L-BFGS.
public struct LogisticRegression: Classifier {
    public let classes: [Int]
    /// [1, features] for two classes, where it speaks for the second one, else [classes, features]; float64.
    public let weights: Tensor
    /// [1] or [classes]; float64.
    public let bias: Tensor
    /// Whether the least value was found within the steps allowed.
    public let hasConverged: Bool

    /// - Parameters:
    ///   - inputs: [samples, features]. Features should be of about the same size: see ``StandardScaler``.
    ///   - labels: The class of each sample; at least two classes.
    ///   - c: What fitting the samples weighs against small weights.
    ///   - tolerance: How small every derivative, divided by the number of samples, must become.
    ///   - maxSteps: When to stop at the latest.
    public init(
        fitting inputs: Tensor, labels: [Int], c: Double = 1, tolerance: Double = 1e-8, maxSteps: Int = 1000
    ) {
        let samples = ClassifiedRows(inputs, labels, "LogisticRegression")
        samples.requireTwoClasses("LogisticRegression")
        if !(c > 0 && c.isFinite) || !(tolerance > 0) {
            shapeError("LogisticRegression", "c is \(c), tolerance \(tolerance); both must be positive")
        }
        let x = samples.matrix.tensor
        let (count, features) = (samples.matrix.rows, samples.matrix.columns)
        let outputs = samples.classes.count == 2 ? 1 : samples.classes.count
        let targets =
            outputs == 1
            ? Tensor(samples.positions, shape: [count, 1], dtype: .float64)
            : Tensor.oneHot(samples.positions, classes: outputs, dtype: .float64)
        func split(_ parameters: [Double]) -> (weights: Tensor, bias: Tensor) {
            let all = Tensor(parameters, shape: [outputs, features + 1], dtype: .float64)
            return (all[.all, 0..<features], all[.all, features])
        }
        // Both are divided by C and by the number of samples, so that the tolerance means the same for all.
        let penalty = 1 / (c * Double(count))
        let (parameters, converged) = minimized(
            [Double](repeating: 0, count: outputs * (features + 1)), tolerance: tolerance, maxSteps: maxSteps
        ) { parameters in
            let (weights, bias) = split(parameters)
            let logits = x.matmul(weights.transposed()) + bias
            let (loss, probabilities): (Tensor, Tensor)
            if outputs == 1 {
                loss = (logits.softplus() - targets * logits).sum()
                probabilities = logits.sigmoid()
            } else {
                let logarithms = logits.logSoftmax()
                loss = -(targets * logarithms).sum()
                probabilities = logarithms.exp()
            }
            let difference = (probabilities - targets) / Double(count)
            let slope = difference.transposed().matmul(x) + weights * penalty
            let gradient = Tensor.concatenated([slope, difference.sum(axis: 0).reshape(outputs, 1)], axis: 1)
            let value = loss.item() / Double(count) + 0.5 * penalty * weights.squared().sum().item()
            return (value, gradient.scalars())
        }
        classes = samples.classes
        hasConverged = converged
        let (weights, bias) = split(parameters)
        self.weights = weights
        // A number added to all biases changes nothing.
        self.bias = outputs == 1 ? bias : bias - bias.mean()
    }

    private func logits(_ inputs: Tensor) -> Tensor {
        Matrix(inputs, features: weights.shape[1], "LogisticRegression").tensor.matmul(weights.transposed()) + bias
    }

    public func predict(_ inputs: Tensor) -> [Int] {
        let logits = logits(inputs)
        if classes.count == 2 { return logits.scalars().map { classes[$0 > 0 ? 1 : 0] } }
        return logits.argmax(axis: 1).array(of: Int.self).map { classes[$0] }
    }

    /// The probability of each class, [samples, classes] in float64.
    public func predictProbabilities(_ inputs: Tensor) -> Tensor {
        let logits = logits(inputs)
        if classes.count > 2 { return logits.softmax() }
        return Tensor.concatenated([(-logits).sigmoid(), logits.sigmoid()], axis: 1)
    }
}
