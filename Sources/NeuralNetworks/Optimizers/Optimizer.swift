public import Tensors

/// Changes parameters so that a loss falls, by the gradients that `backward()` has left in them.
///
/// ```swift
/// let optimizer = Adam(model, learningRate: 1e-3)
/// for (x, labels) in batches {
///     optimizer.zeroGrad()
///     softmaxCrossEntropy(logits: model(x), labels: labels).backward()
///     optimizer.step()
/// }
/// ```
open class Optimizer {
    /// The parameters that `step()` changes.
    public let parameters: [Parameter]
    /// The factor of each step.
    public var learningRate: Double
    /// Steps taken so far.
    public private(set) var stepCount = 0

    public init(_ parameters: [Parameter], learningRate: Double) {
        precondition(!parameters.isEmpty, "\(type(of: self)): there are no parameters to optimize")
        precondition(
            learningRate >= 0 && learningRate.isFinite,
            "\(type(of: self)): a learning rate of \(learningRate) is neither zero nor positive")
        self.parameters = parameters
        self.learningRate = learningRate
    }

    /// Forgets the gradients, so that the next `backward()` starts from zero.
    public func zeroGrad() {
        for parameter in parameters { parameter.grad = nil }
    }

    /// One step along the gradients. Parameters without a gradient stay as they are.
    public func step() {
        stepCount += 1
        noGradient {
            for (index, parameter) in parameters.enumerated() {
                guard let gradient = parameter.grad else { continue }
                parameter.step(to: updated(parameter.value, gradient, index: index))
            }
        }
    }

    /// The value that the parameter at `index` takes after this step.
    open func updated(_ value: Tensor, _ gradient: Tensor, index: Int) -> Tensor {
        fatalError("\(type(of: self)) does not override updated(_:_:index:)")
    }
}
