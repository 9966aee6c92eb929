public import Tensors

/// How the loss changes with the learning rate; see `findLearningRate(_:from:to:steps:_:)`.
public struct LearningRateSearch: Sendable, CustomStringConvertible {
    /// The rates tried, each larger than the one before by the same factor.
    public let rates: [Double]
    /// The smoothed losses after a step with each.
    public let losses: [Double]

    /// The rate at which the loss falls fastest on the logarithmic scale: a good one to train with.
    public var suggestion: Double {
        if rates.count < 3 { return rates.first ?? .nan }
        let lowest = losses.indices.min { losses[$0] < losses[$1] }!
        let falling = 1..<Swift.max(2, Swift.min(lowest + 1, rates.count - 1))
        let steepest = falling.min { losses[$0 + 1] - losses[$0 - 1] < losses[$1 + 1] - losses[$1 - 1] }!
        return rates[steepest]
    }

    public var description: String {
        "LearningRateSearch(\(rates.count) rates from \(rates.first ?? .nan) to \(rates.last ?? .nan), "
            + "suggestion \(suggestion))"
    }
}

/// Trains with larger and larger learning rates and watches the loss: at first it hardly changes, then it falls, and at
/// last, where the rates are too large, it grows (Smith, "Cyclical learning rates for training neural networks", 2017).
///
/// ```swift
/// let search = findLearningRate(optimizer) { softmaxCrossEntropy(logits: model(x), labels: labels) }
/// optimizer.learningRate = search.suggestion
/// ```
///
/// The parameters and the optimizer are then as they were before; buffers, such as running means, are those of `model` if it
/// is given.
///
/// - Parameters:
///   - steps: How many rates to try. The search ends early where the loss is not finite or four times the least one.
///   - smoothing: The weight of the losses before in each smoothed one.
///   - loss: The loss of the next batch.
public func findLearningRate(
    _ optimizer: Optimizer, of model: Module? = nil, from first: Double = 1e-7, to last: Double = 10, steps: Int = 100,
    smoothing: Double = 0.9, loss: () -> Tensor
) -> LearningRateSearch {
    if !(first > 0 && last > first && last.isFinite) || steps < 2 {
        fatalError(
            "findLearningRate: \(steps) rates from \(first) to \(last); two or more are wanted, positive and in order")
    }
    let values = optimizer.parameters.map { $0.value.detach() }
    let gradients = optimizer.parameters.map(\.grad)
    let buffers = model?.namedBuffers.map { ($0.buffer, $0.buffer.wrappedValue) } ?? []
    let (state, groups) = (optimizer.state, optimizer.groups)
    defer {
        for (parameter, (value, gradient)) in zip(optimizer.parameters, zip(values, gradients)) {
            parameter.value = value
            parameter.grad = gradient
        }
        for (buffer, value) in buffers { buffer.wrappedValue = value }
        for (index, group) in groups.enumerated() { optimizer.setLearningRate(group.learningRate!, ofGroup: index) }
        // It is the optimizer's own state, so that it fits.
        try! optimizer.load(state: state)
    }
    var rates: [Double] = []
    var losses: [Double] = []
    var average = 0.0
    for step in 0..<steps {
        let rate = first * pow(last / first, Double(step) / Double(steps - 1))
        optimizer.learningRate = rate
        optimizer.zeroGrad()
        let value = loss()
        value.backward()
        optimizer.step()
        average = smoothing * average + (1 - smoothing) * value.item()
        let smoothed = average / (1 - pow(smoothing, step + 1))
        if !smoothed.isFinite || smoothed > 4 * (losses.min() ?? .infinity) { break }
        rates.append(rate)
        losses.append(smoothed)
    }
    return LearningRateSearch(rates: rates, losses: losses)
}
