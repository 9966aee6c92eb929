internal import Glibc
internal import Tensors

extension Datasets {
    /// Points of a curve with noise: inputs x [count, 1] drawn evenly from `range`, in ascending order, and targets
    /// y = f(x) + noise [count, 1], in float32.
    ///
    /// ```swift
    /// let data = Datasets.curve(count: 60, in: -3...3, noise: 0.1) { x in x * x * x - 2 * x }
    /// ```
    ///
    /// - Parameters:
    ///   - noise: The standard deviation of what is added to y.
    ///   - function: y for each x; a sine of one period unless it is given.
    public static func curve(
        count: Int = 100, in range: ClosedRange<Double> = -1...1, noise: Double = 0.1, seed: UInt64 = 0,
        _ function: ((Double) -> Double)? = nil
    ) -> RegressionData {
        checkSizes("curve", count, classes: 1)
        checkNoise(noise, "curve")
        let generator = RandomGenerator(seed: seed)
        let (low, high) = (range.lowerBound, range.upperBound)
        let period = function ?? { Glibc.sin(2 * .pi * ($0 - low) / Swift.max(high - low, 1e-300)) }
        let xs = (0..<count).map { _ in generator.uniform(low, high) }.sorted()
        let ys = xs.map { period($0) + noise * generator.normal() }
        return RegressionData(inputs: Tensor(xs, shape: [count, 1]), targets: Tensor(ys, shape: [count, 1]))
    }

    /// Samples of a linear function with noise: y = w · x + b + noise, with x from the standard normal distribution.
    ///
    /// - Parameters:
    ///   - weights: w, which has a number for each feature.
    ///   - bias: b.
    ///   - noise: The standard deviation of what is added to y.
    /// - Returns: Inputs [count, features] and targets [count, 1] in float32.
    public static func linear(
        count: Int = 100, weights: [Double] = [2], bias: Double = 0, noise: Double = 0.1, seed: UInt64 = 0
    ) -> RegressionData {
        checkSizes("linear", count, classes: 1)
        checkNoise(noise, "linear")
        if weights.isEmpty { shapeError("linear", "there are no weights; one for each feature is wanted") }
        let generator = RandomGenerator(seed: seed)
        let x = Tensor.normal([count, weights.count], dtype: .float64, generator: generator)
        let w = Tensor(weights, shape: [weights.count, 1], dtype: .float64)
        let y =
            x.matmul(w) + bias
            + Tensor.normal(
                [count, 1], standardDeviation: noise, dtype: .float64, generator: generator)
        return RegressionData(inputs: x.cast(to: .float32), targets: y.cast(to: .float32))
    }
}
