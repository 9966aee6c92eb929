public import Tensors

/// The perceptron: 1 where w · x + b > 0, else 0, with a learning rule of its own instead of gradients (Rosenblatt, "The
/// perceptron: a probabilistic model for information storage and organization in the brain", 1958). With several classes the
/// one with the largest sum wins.
///
/// ```swift
/// let gate = Perceptron(2)
/// gate.fit(Tensor([[0, 0], [0, 1], [1, 0], [1, 1]]), labels: [0, 0, 0, 1])
/// gate.predict(x)  // [0, 0, 0, 1]
/// ```
///
/// - Input: [batch, inputs]. Output: [batch, 1] of 0 or 1, or with classes [batch, classes], 1 at the one that wins.
/// - Parameters: `weight` [1 or classes, inputs] and `bias` [1 or classes], zeros.
public final class Perceptron: Module {
    @Parameter public var weight: Tensor
    @Parameter public var bias: Tensor

    /// How many classes there are; 2 for a single unit.
    public var classes: Int { weight.shape[0] == 1 ? 2 : weight.shape[0] }

    /// - Parameter classes: 2 for a single unit with a threshold, more for a unit each.
    public init(_ inputs: Int, classes: Int = 2) {
        Perceptron.require(
            inputs > 0 && classes >= 2, "(\(inputs), classes: \(classes)): 1 and 2 are the least numbers")
        let units = classes == 2 ? 1 : classes
        weight = .zeros([units, inputs])
        bias = .zeros([units])
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        check(input, axis: 1, has: weight.shape[1], "features", rank: 2...2)
        if weight.shape[0] == 1 { return sums(input).step() }
        return .oneHot(sums(input).argmax(axis: 1), classes: classes)
    }

    /// The class of each sample.
    public func predict(_ input: Tensor) -> [Int] {
        let output = self(input)
        return weight.shape[0] == 1 ? output.array(of: Int.self) : output.argmax(axis: 1).array(of: Int.self)
    }

    /// Learns from one sample after the other: where the prediction ŷ is not the label a, w ← w + λ (a - ŷ) x and
    /// b ← b + λ (a - ŷ); with several classes the label's unit gets + λ x, the predicted one's - λ x.
    ///
    /// Where a line (or a plane) separates the classes, the mistakes come to an end (Novikoff 1962).
    ///
    /// - Parameters:
    ///   - input: [batch, inputs].
    ///   - labels: One class for each sample.
    ///   - learningRate: λ.
    ///   - epochs: The most passes through the samples; the last one is the first without a mistake.
    /// - Returns: The number of mistakes in each pass.
    @discardableResult
    public func fit(_ input: Tensor, labels: [Int], learningRate: Double = 1, epochs: Int = 100) -> [Int] {
        withinForward {
            check(input, axis: 1, has: weight.shape[1], "features", rank: 2...2)
            if labels.count != input.shape[0] { failure("\(labels.count) labels for an input of \(input.shape)") }
            for (index, label) in labels.enumerated() where !(0..<classes).contains(label) {
                failure("labels[\(index)] is \(label); with \(classes) classes it must be 0..<\(classes)")
            }
            return noGradient { learn(input.detach().cast(to: weight.dtype), labels, learningRate, epochs) }
        }
    }

    private func learn(_ input: Tensor, _ labels: [Int], _ rate: Double, _ epochs: Int) -> [Int] {
        var (weights, offsets) = (weight.detach(), bias.detach())
        var mistakes: [Int] = []
        for _ in 0..<epochs {
            var count = 0
            for (index, label) in labels.enumerated() {
                let x = input[index]
                let sums = weights.matmul(x) + offsets
                let predicted = weights.shape[0] == 1 ? sums.step().item(as: Int.self) : sums.argmax()
                if predicted == label { continue }
                count += 1
                var moves =
                    weights.shape[0] == 1 ? [(0, Double(label - predicted))] : [(label, 1.0), (predicted, -1.0)]
                while let (unit, sign) = moves.popLast() {
                    weights[unit] = weights[unit] + x * (sign * rate)
                    offsets[unit] = offsets[unit] + sign * rate
                }
            }
            mistakes.append(count)
            if count == 0 { break }
        }
        (weight, bias) = (weights, offsets)
        return mistakes
    }

    private func sums(_ input: Tensor) -> Tensor { input.detach().linear(weight: weight.detach(), bias: bias.detach()) }

    public override var layerDescription: String { "Perceptron(\(weight.shape[1]), \(classes) classes)" }
}
