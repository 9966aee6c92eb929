public import Tensors

/// A modular network: several expert modules, and a gate that says for each sample how much each of them counts (Jacobs,
/// Jordan, Nowlan and Hinton, "Adaptive mixtures of local experts", 1991):
///
///     y = Σₖ softmax(gate(x))ₖ · expertₖ(x)
///
/// With `selected`, only the experts with the largest weights count, which then add up to one (Shazeer et al.,
/// "Outrageously large neural networks", 2017).
///
/// - Input: [batch, ...]. Output: that of the experts, [batch, ...].
public final class MixtureOfExperts: Module {
    public let experts: [Module]
    /// From the input to one number for each expert, [batch, experts].
    public let gate: Module
    /// How many experts count for each sample; all of them unless it is given.
    public let selected: Int?

    public init(_ experts: [Module], gate: Module, selected: Int? = nil) {
        MixtureOfExperts.require(!experts.isEmpty, "there are no experts")
        MixtureOfExperts.require(
            (1...experts.count).contains(selected ?? 1),
            "\(selected ?? 1) of \(experts.count) experts selected; 1...\(experts.count) is wanted")
        self.experts = experts
        self.gate = gate
        self.selected = selected
        super.init()
    }

    /// How much each expert counts for each sample: [batch, experts].
    public func weights(_ input: Tensor) -> Tensor {
        var scores = gate(input)
        if scores.rank != 2 || scores.shape[1] != experts.count {
            failure("the gate makes \(scores.shape) of an input of \(input.shape); [batch, \(experts.count)] is wanted")
        }
        if let selected, selected < experts.count {
            let best = scores.detach().topK(selected, axis: 1).positions
            let isBest = Tensor.zeros(scores.shape).scattering(Tensor.ones(best.shape), at: best, axis: 1)
            scores = scores.replacing(where: isBest .== 0, with: -Double.infinity)
        }
        return scores.softmax()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        let weights = weights(input)
        var total: Tensor?
        for (index, expert) in experts.enumerated() {
            let output = expert(input)
            if let total, total.shape != output.shape {
                failure("expert \(index) makes \(output.shape), those before it \(total.shape) (shapes must agree)")
            }
            var line = [Int](repeating: 1, count: output.rank)
            line[0] = output.shape[0]
            let share = output * weights[.all, index].reshape(Shape(line))
            total = total.map { $0 + share } ?? share
        }
        return total!
    }

    public override var layerDescription: String {
        "MixtureOfExperts(\(experts.count) experts\(selected.map { ", \($0) selected" } ?? ""))"
    }
}
