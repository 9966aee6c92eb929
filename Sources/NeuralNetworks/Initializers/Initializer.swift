public import Tensors

/// How the numbers of a new parameter are chosen.
///
/// ```swift
/// model.initialize("*.weight", with: .heNormal())
/// model.initialize("*.bias", with: .zeros)
/// let weight = Initializer.orthogonal()([64, 64])
/// ```
///
/// With the shape [outputs, inputs, k…] of a weight, its fan-in is inputs · k · …, its fan-out outputs · k · ….
public struct Initializer: Sendable {
    /// What it does, for messages.
    public let name: String
    private let make: @Sendable (Shape, DType, RandomGenerator) -> Tensor

    /// An initializer of your own.
    public init(_ name: String, _ make: @escaping @Sendable (Shape, DType, RandomGenerator) -> Tensor) {
        self.name = name
        self.make = make
    }

    /// A tensor of `shape`.
    public func callAsFunction(
        _ shape: Shape, dtype: DType = .float32, generator: RandomGenerator = .default
    ) -> Tensor {
        make(shape, dtype, generator)
    }
}

extension Initializer {
    /// Zeros.
    public static let zeros = constant(0)
    /// Ones.
    public static let ones = constant(1)

    /// The same number everywhere.
    public static func constant(_ value: Double) -> Initializer {
        Initializer("constant \(value)") { shape, dtype, _ in .full(shape, value, dtype: dtype) }
    }

    /// Numbers drawn evenly from low..<high.
    public static func uniform(low: Double = 0, high: Double = 1) -> Initializer {
        Initializer("uniform") { .uniform($0, low: low, high: high, dtype: $1, generator: $2) }
    }

    /// Numbers from the normal distribution.
    public static func normal(mean: Double = 0, standardDeviation: Double = 1) -> Initializer {
        Initializer("normal") {
            .normal($0, mean: mean, standardDeviation: standardDeviation, dtype: $1, generator: $2)
        }
    }

    /// Numbers from the normal distribution, drawn again where they are more than two deviations away from the mean.
    public static func truncatedNormal(mean: Double = 0, standardDeviation: Double = 1) -> Initializer {
        Initializer("truncated normal") {
            .truncatedNormal($0, mean: mean, standardDeviation: standardDeviation, dtype: $1, generator: $2)
        }
    }

    /// Evenly from ±gain √(6 / (fan-in + fan-out)), so that variances stay the same forward and backward (Glorot and
    /// Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010).
    public static func xavierUniform(gain: Double = 1) -> Initializer {
        Initializer("Xavier uniform") { shape, dtype, generator in
            let fans = Fans(shape, "xavierUniform")
            let bound = gain * (6 / Double(fans.input + fans.output)).squareRoot()
            return .uniform(shape, low: -bound, high: bound, dtype: dtype, generator: generator)
        }
    }

    /// Normal with the deviation gain √(2 / (fan-in + fan-out)) (Glorot and Bengio 2010).
    public static func xavierNormal(gain: Double = 1) -> Initializer {
        Initializer("Xavier normal") { shape, dtype, generator in
            let fans = Fans(shape, "xavierNormal")
            let deviation = gain * (2 / Double(fans.input + fans.output)).squareRoot()
            return .normal(shape, standardDeviation: deviation, dtype: dtype, generator: generator)
        }
    }

    /// Which variance He's initializers keep: of the values going forward, or of the gradients going back.
    public enum Fan: Sendable { case fanIn, fanOut }

    /// Evenly from ±gain √(3 / fan), so that variances stay the same through rectifiers (He, Zhang, Ren and Sun, "Delving
    /// deep into rectifiers", 2015). PyTorch's `kaiming_uniform_`.
    public static func heUniform(_ fan: Fan = .fanIn, gain: Gain = .relu) -> Initializer {
        Initializer("He uniform") { shape, dtype, generator in
            let bound = gain.value * (3 / Fans(shape, "heUniform")[fan]).squareRoot()
            return .uniform(shape, low: -bound, high: bound, dtype: dtype, generator: generator)
        }
    }

    /// Normal with the deviation gain / √fan (He, Zhang, Ren and Sun 2015). PyTorch's `kaiming_normal_`.
    public static func heNormal(_ fan: Fan = .fanIn, gain: Gain = .relu) -> Initializer {
        Initializer("He normal") { shape, dtype, generator in
            let deviation = gain.value / Fans(shape, "heNormal")[fan].squareRoot()
            return .normal(shape, standardDeviation: deviation, dtype: dtype, generator: generator)
        }
    }

    /// Rows (or columns, where there are fewer) at right angles and of length `gain`: W Wᵀ = gain² I (Saxe, McClelland and
    /// Ganguli, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks", 2014). Axes after
    /// the first count as one.
    public static func orthogonal(gain: Double = 1) -> Initializer {
        Initializer("orthogonal") { shape, dtype, generator in
            if shape.rank < 2 { shapeError("orthogonal", "shape \(shape); two axes or more are wanted") }
            let rows = shape[0]
            let columns = shape.dropFirst().reduce(1, *)
            let tall: Shape = [Swift.max(rows, columns), Swift.min(rows, columns)]
            let (q, r) = Tensor.normal(tall, dtype: .float64, generator: generator).qr()
            // With the signs of r's diagonal every orthogonal matrix is equally likely.
            let signed = q * Tensor.where(r.diagonal() .< 0, -1.0, Tensor.ones([tall[1]], dtype: .float64))
            let matrix = rows < columns ? signed.transposed() : signed
            return (matrix * gain).reshape(shape).cast(to: dtype)
        }
    }

    /// Evenly from ±1/√fanIn, PyTorch's default for weights and biases of linear and convolutional layers.
    static func fanInUniform(_ fanIn: Int) -> Initializer {
        let bound = 1 / Double(fanIn).squareRoot()
        return uniform(low: -bound, high: bound)
    }
}

/// By how much the activation after a layer shrinks deviations, PyTorch's `calculate_gain`.
public struct Gain: Sendable {
    public let value: Double
    public init(_ value: Double) { self.value = value }

    /// 1, also for sigmoid.
    public static let linear = Gain(1)
    /// 5/3.
    public static let tanh = Gain(5.0 / 3)
    /// √2.
    public static let relu = Gain(2.0.squareRoot())
    /// √(2 / (1 + slope²)).
    public static func leakyReLU(_ slope: Double = 0.01) -> Gain { Gain((2 / (1 + slope * slope)).squareRoot()) }
}

/// How many numbers come into and go out of each unit of a weight.
private struct Fans {
    let input: Int
    let output: Int

    init(_ shape: Shape, _ operation: String) {
        if shape.rank < 2 {
            shapeError(operation, "shape \(shape) has no inputs and outputs ([outputs, inputs, …] is wanted)")
        }
        let field = shape.dropFirst(2).reduce(1, *)
        input = shape[1] * field
        output = shape[0] * field
    }

    subscript(fan: Initializer.Fan) -> Double { Double(fan == .fanIn ? input : output) }
}

extension Module {
    /// Gives the parameters whose names fit `pattern` new values; see `freeze(_:)` for patterns.
    public func initialize(
        _ pattern: String = "*", with initializer: Initializer, generator: RandomGenerator = .default
    ) {
        for (_, parameter) in parameters(matching: [pattern], "initialize") {
            parameter.value = initializer(parameter.value.shape, dtype: parameter.value.dtype, generator: generator)
        }
    }
}
