public import Tensors

/// (x - μ) / √(σ² + epsilon) · weight + bias for each channel (Ioffe and Szegedy, "Batch normalization", 2015).
///
/// In training μ and σ² are those of the batch, and the running ones move towards them by `momentum`; in evaluation they are
/// the running ones.
///
/// - Parameters: `weight` (ones) and `bias` (zeros), [channels]. Buffers: `running_mean`, `running_var` (of unbiased
///   variances) and `num_batches_tracked`.
public class BatchNorm: Module {
    @OptionalParameter public final var weight: Tensor?
    @OptionalParameter public final var bias: Tensor?
    @Buffer public final var runningMean: Tensor
    @Buffer public final var runningVariance: Tensor
    @Buffer public final var batchesTracked: Tensor
    public final let epsilon: Double
    /// How far the running values move towards each batch's.
    public final let momentum: Double
    private let dtype: DType

    fileprivate init(channels: Int?, epsilon: Double, momentum: Double, affine: Bool, dtype: DType) {
        Self.require(channels ?? 1 > 0, "\(channels ?? 0) channels; a positive number is wanted")
        Self.require((0...1).contains(momentum), "a momentum of \(momentum); a fraction in 0...1 is wanted")
        self.epsilon = epsilon
        self.momentum = momentum
        self.dtype = dtype
        _weight = OptionalParameter(affine ? Parameter() : nil)
        _bias = OptionalParameter(affine ? Parameter() : nil)
        _runningMean = Buffer()
        _runningVariance = Buffer()
        _batchesTracked = Buffer(wrappedValue: Tensor(0, dtype: .int64))
        super.init()
        if let channels { initialize(channels) }
    }

    private func initialize(_ channels: Int) {
        $weight?.value = .ones([channels], dtype: dtype)
        $bias?.value = .zeros([channels], dtype: dtype)
        runningMean = .zeros([channels], dtype: dtype)
        runningVariance = .ones([channels], dtype: dtype)
    }

    public final override var publishedNames: [String: String] {
        [
            "runningMean": "running_mean", "runningVariance": "running_var",
            "batchesTracked": "num_batches_tracked",
        ]
    }

    /// The numbers of axes that an input may have.
    fileprivate var ranks: ClosedRange<Int> { 2...8 }

    public final override func forward(_ input: Tensor) -> Tensor { forward(input, rectified: false) }

    final override func output(for input: Tensor, followedBy next: Module) -> Tensor? {
        next is ReLU && forwardHooks.isEmpty && next.forwardHooks.isEmpty ? rectified(input) : nil
    }

    /// The ReLU of this module's output, in one pass.
    package final func rectified(_ input: Tensor) -> Tensor {
        if !forwardHooks.isEmpty { return self(input).relu() }
        return withinForward {
            checkBatch(input)
            return forward(input, rectified: true)
        }
    }

    private func forward(_ input: Tensor, rectified: Bool) -> Tensor {
        if !$runningMean.isInitialized && ranks.contains(input.rank) { initialize(input.shape[1]) }
        check(input, axis: 1, has: $runningMean.isInitialized ? runningMean.count : 1, "channels", rank: ranks)
        if !isTraining {
            return input.batchNormalized(
                weight: weight, bias: bias, epsilon: epsilon, moments: (runningMean, runningVariance),
                rectified: rectified
            ).output
        }
        let samples = input.count / input.shape[1]
        if samples < 2 {
            failure("the input has shape \(input.shape), one number a channel; a batch in training wants two or more")
        }
        let (output, mean, variance) = input.batchNormalized(
            weight: weight, bias: bias, epsilon: epsilon, rectified: rectified)
        noGradient { track(mean, variance * (Double(samples) / Double(samples - 1))) }
        return output
    }

    private func track(_ mean: Tensor, _ variance: Tensor) {
        func move(_ old: Tensor, _ new: Tensor) -> Tensor {
            (old * (1 - momentum) + new * momentum).cast(to: old.dtype)
        }
        runningMean = move(runningMean, mean)
        runningVariance = move(runningVariance, variance)
        batchesTracked = batchesTracked + 1
    }

    public final override var layerDescription: String {
        "\(type(of: self))(\($runningMean.isInitialized ? "\(runningMean.count)" : "?"))"
    }
}

/// Batch normalization of features [batch, channels], or of sequences [batch, channels, length].
public final class BatchNorm1D: BatchNorm {
    /// - Parameters:
    ///   - channels: By the first input unless they are given.
    ///   - affine: Whether there are weight and bias.
    public init(
        _ channels: Int? = nil, epsilon: Double = 1e-5, momentum: Double = 0.1, affine: Bool = true,
        dtype: DType = .float32
    ) {
        super.init(channels: channels, epsilon: epsilon, momentum: momentum, affine: affine, dtype: dtype)
    }

    fileprivate override var ranks: ClosedRange<Int> { 2...3 }
}

/// Batch normalization of images [batch, channels, height, width].
public final class BatchNorm2D: BatchNorm {
    /// - Parameters:
    ///   - channels: By the first input unless they are given.
    ///   - affine: Whether there are weight and bias.
    public init(
        _ channels: Int? = nil, epsilon: Double = 1e-5, momentum: Double = 0.1, affine: Bool = true,
        dtype: DType = .float32
    ) {
        super.init(channels: channels, epsilon: epsilon, momentum: momentum, affine: affine, dtype: dtype)
    }

    fileprivate override var ranks: ClosedRange<Int> { 4...4 }
}
