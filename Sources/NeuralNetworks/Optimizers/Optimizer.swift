public import Tensors

/// What an optimizer goes by when it changes a parameter.
public struct OptimizerSettings: Sendable {
    /// The factor of the step.
    public let learningRate: Double
    /// The factor of the weights that is added to the gradients, or in AdamW taken from the weights.
    public let weightDecay: Double
    /// The part of its direction that the step keeps.
    public let momentum: Double
    /// The steps of this parameter so far, this one included.
    public let step: Int

    func step(_ rule: OptimizerStep.Rule, epsilon: Double = 0, rateDividedBy divisor: Double = 1) -> OptimizerStep {
        OptimizerStep(
            rule, rate: learningRate / divisor, decay: weightDecay, momentum: momentum, epsilon: epsilon, step: step)
    }
}

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
///
/// Groups of parameters can have settings of their own:
///
/// ```swift
/// let optimizer = SGD(
///     [ParameterGroup(model.head), ParameterGroup(model.body, learningRate: 1e-4, weightDecay: 0)], learningRate: 0.1)
/// ```
open class Optimizer {
    /// The parameters that `step()` changes, group after group.
    public let parameters: [Parameter]
    /// The groups with their settings, which may be changed at any time.
    public private(set) var groups: [ParameterGroup]
    /// Steps taken so far.
    public internal(set) var stepCount = 0
    /// Keeps gradients small in each step; the parameters' `grad` stays as it is. See also `clipGradients(toNorm:)`.
    public var gradientClipping: GradientClipping?

    /// What the optimizer remembers of each parameter, in the order of `slotNames`; empty before its first step.
    package var slots: [[Tensor]]
    package var steps: [Int]
    private let groupOfParameter: [Int]

    /// - Parameters:
    ///   - parameters: A model, parameters, or groups of them.
    ///   - learningRate: The factor of the steps, for groups without one of their own; likewise `weightDecay` and `momentum`.
    ///   - momentum: `nil` for an optimizer that knows none.
    public init(
        _ parameters: some ParameterSource, learningRate: Double, weightDecay: Double = 0, momentum: Double? = nil
    ) {
        let name = "\(Self.self)"
        var groups = parameters.parameterGroups
        for index in groups.indices {
            if momentum == nil && groups[index].momentum != nil { fatalError("\(name) has no momentum") }
            groups[index].learningRate = groups[index].learningRate ?? learningRate
            groups[index].weightDecay = groups[index].weightDecay ?? weightDecay
            groups[index].momentum = groups[index].momentum ?? momentum ?? 0
            Optimizer.check(groups[index].learningRate!, "learning rate", name)
            Optimizer.check(groups[index].weightDecay!, "weight decay", name)
            Optimizer.checkFraction(groups[index].momentum!, "momentum", name)
        }
        let all = groups.flatMap(\.parameters)
        if all.isEmpty { fatalError("\(name): there are no parameters to optimize") }
        if Set(all.map(ObjectIdentifier.init)).count != all.count {
            fatalError("\(name): a parameter comes twice in the groups, so each step would change it twice")
        }
        self.parameters = all
        self.groups = groups
        groupOfParameter = groups.enumerated().flatMap { index, group in group.parameters.map { _ in index } }
        slots = Array(repeating: [], count: all.count)
        steps = Array(repeating: 0, count: all.count)
    }

    /// Stops where a setting is negative or not finite.
    static func check(_ value: Double, _ what: String, _ optimizer: String) {
        if !(value >= 0 && value.isFinite) {
            fatalError("\(optimizer): a \(what) of \(value) is neither zero nor positive")
        }
    }

    /// Stops where a decay rate is not in 0..<1.
    static func checkFraction(_ value: Double, _ what: String, _ optimizer: String) {
        if !(0..<1).contains(value) { fatalError("\(optimizer): \(what) is \(value); a fraction in 0..<1 is wanted") }
    }

    /// The factor of each step. With groups it is the first one's; setting it sets that of all.
    public var learningRate: Double {
        get { groups[0].learningRate! }
        set { for index in groups.indices { setLearningRate(newValue, ofGroup: index) } }
    }

    /// Sets the factor of one group's steps.
    public func setLearningRate(_ rate: Double, ofGroup index: Int) {
        Optimizer.check(rate, "learning rate", "\(Self.self)")
        groups[index].learningRate = rate
    }

    /// Sets the weight decay of one group.
    public func setWeightDecay(_ decay: Double, ofGroup index: Int) {
        Optimizer.check(decay, "weight decay", "\(Self.self)")
        groups[index].weightDecay = decay
    }

    /// The part of their direction that steps keep, in Adam and its kin called β₁. With groups it is the first one's;
    /// setting it sets that of all.
    public var momentum: Double {
        get { groups[0].momentum! }
        set { for index in groups.indices { setMomentum(newValue, ofGroup: index) } }
    }

    /// Sets the momentum of one group.
    public func setMomentum(_ momentum: Double, ofGroup index: Int) {
        Optimizer.checkFraction(momentum, "momentum", "\(Self.self)")
        groups[index].momentum = momentum
    }

    /// Forgets the gradients, so that the next `backward()` starts from zero.
    public func zeroGrad() {
        for parameter in parameters { parameter.grad = nil }
    }

    /// One step along the gradients. Parameters without a gradient, and frozen ones, stay as they are.
    public func step() {
        stepCount += 1
        noGradient {
            let scale = gradientClipping?.scale(parameters) ?? 1
            for (index, parameter) in parameters.enumerated() {
                guard var gradient = parameter.grad, !parameter.isFrozen else { continue }
                if let gradientClipping { gradient = gradientClipping.clipped(gradient, scale) }
                let group = groups[groupOfParameter[index]]
                steps[index] += 1
                let settings = OptimizerSettings(
                    learningRate: group.learningRate!, weightDecay: group.weightDecay!, momentum: group.momentum!,
                    step: steps[index])
                parameter.step(to: updated(parameter.value, gradient, index: index, settings: settings))
            }
        }
    }

    /// The names of what the optimizer remembers of each parameter, such as `exp_avg`: PyTorch's.
    open var slotNames: [String] { [] }

    /// What the optimizer remembers of the parameter at `index`, made of zeros in its first step.
    package func slots(_ index: Int, like value: Tensor) -> [Tensor] {
        if slots[index].isEmpty { slots[index] = slotNames.map { _ in value.zerosLike() } }
        return slots[index]
    }

    /// The value that the parameter at `index` takes after this step.
    open func updated(_ value: Tensor, _ gradient: Tensor, index: Int, settings: OptimizerSettings) -> Tensor {
        fatalError("\(type(of: self)) does not override updated(_:_:index:settings:)")
    }
}
