public import Tensors

/// A stack of recurrent layers over sequences: `RNN`, `LSTM` or `GRU`.
///
/// - Input: [batch, steps, inputs]. Output: [batch, steps, directions · hidden], the states of the last layer at each step,
///   those of the two directions side by side.
/// - Parameters: for each layer k `weight_ih_lk` [gates · hidden, inputs], `weight_hh_lk` [gates · hidden, hidden],
///   `bias_ih_lk` and `bias_hh_lk`, and with `_reverse` those of the other direction; drawn evenly from ±1/√hidden, as
///   PyTorch does.
public class RecurrentLayer: Module {
    public final let inputs: Int
    public final let hidden: Int
    public final let layers: Int
    public final let isBidirectional: Bool
    /// The probability of the dropout between the layers.
    public final let dropout: Double
    private let cell: RecurrentCell
    private let stack: Stack
    private let generator: RandomGenerator

    /// The weights by layer and direction.
    private struct Stack: PromotesContents {
        let weights: [[RecurrentWeights]]
        var promotedContents: [(name: String, value: Any)] {
            weights.enumerated().flatMap { layer, directions in
                directions.enumerated().flatMap { direction, weights in
                    weights.named("_l\(layer)\(direction == 0 ? "" : "_reverse")")
                }
            }
        }
    }

    init(
        _ cell: RecurrentCell, _ inputs: Int, _ hidden: Int, _ layers: Int, _ isBidirectional: Bool, _ dropout: Double,
        _ bias: Bool, _ dtype: DType, _ generator: RandomGenerator
    ) {
        Self.require(
            inputs > 0 && hidden > 0 && layers > 0,
            "(\(inputs), \(hidden), layers: \(layers)): all sizes must be positive")
        Self.require((0..<1).contains(dropout), "a dropout of \(dropout); a probability in 0..<1 is wanted")
        (self.inputs, self.hidden, self.layers) = (inputs, hidden, layers)
        (self.isBidirectional, self.dropout, self.cell, self.generator) = (isBidirectional, dropout, cell, generator)
        let directions = isBidirectional ? 2 : 1
        stack = Stack(
            weights: (0..<layers).map { layer in
                (0..<directions).map { _ in
                    RecurrentWeights(
                        cell, inputs: layer == 0 ? inputs : directions * hidden, hidden: hidden, bias: bias, dtype,
                        generator)
                }
            })
        super.init()
    }

    public final override func forward(_ input: Tensor) -> Tensor { unrolled(input, nil, nil).output }

    /// The outputs of all steps and the last state of each layer and direction.
    ///
    /// - Parameters:
    ///   - input: [batch, steps, inputs].
    ///   - state: What to begin with, [layers · directions, batch, hidden]; zeros unless it is given.
    ///   - lengths: How many steps of each sample count. After them its outputs are zeros and its state stays; the other
    ///     direction begins at the last of them. PyTorch's packed sequences.
    public final func unroll(
        _ input: Tensor, from state: RecurrentState? = nil, lengths: [Int]? = nil
    ) -> (output: Tensor, state: RecurrentState) {
        withinForward {
            let result = unrolled(input, state, lengths)
            observed(input, result.output)
            return result
        }
    }

    private func unrolled(
        _ input: Tensor, _ state: RecurrentState?, _ lengths: [Int]?
    ) -> (output: Tensor, state: RecurrentState) {
        check(input, axis: 2, has: inputs, "features", rank: 3...3)
        if input.count == 0 { failure("the input has shape \(input.shape): a batch without elements") }
        let (batch, steps) = (input.shape[0], input.shape[1])
        let directions = isBidirectional ? 2 : 1
        let dtype = stack.weights[0][0].hidden.value.dtype
        let wanted: Shape = [layers * directions, batch, hidden]
        for given in [state?.hidden, state?.cell] {
            if let given, given.shape != wanted { failure("the state has shape \(given.shape); \(wanted) is wanted") }
        }
        if state != nil && (state?.cell != nil) != (cell == .lstm) {
            failure("the state has \(state?.cell == nil ? "no cell" : "a cell"), which only an LSTM has")
        }
        if let lengths, lengths.count != batch || lengths.contains(where: { !(1...steps).contains($0) }) {
            failure("the lengths are \(lengths); \(batch) numbers in 1...\(steps) are wanted")
        }
        // Where each sample's steps count, if not everywhere: [batch, 1] for each step.
        let masks = lengths.map { lengths in
            (0..<steps).map { step in Tensor(lengths.map { step < $0 }, shape: [batch, 1]) }
        }
        var sequence = input
        var last: [RecurrentState] = []
        for (layer, weights) in stack.weights.enumerated() {
            if layer > 0 && dropout > 0 && isTraining {
                let kept = Tensor.uniform(sequence.shape, generator: generator) .>= dropout
                sequence = sequence * kept.cast(to: sequence.dtype) * (1 / (1 - dropout))
            }
            let outputs = weights.enumerated().map { direction, weights in
                let place = layer * directions + direction
                let zeros = Tensor.zeros([batch, hidden], dtype: dtype)
                let start = RecurrentState(
                    hidden: state?.hidden[place] ?? zeros,
                    cell: cell == .lstm ? state?.cell?[place] ?? zeros : nil)
                let (output, end) = run(sequence, weights, start, masks, backwards: direction == 1)
                last.append(end)
                return output
            }
            sequence = outputs.count == 1 ? outputs[0] : .concatenated(outputs, axis: 2)
        }
        let end = RecurrentState(
            hidden: .stacked(last.map(\.hidden)), cell: cell == .lstm ? .stacked(last.map { $0.cell! }) : nil)
        return (sequence, end)
    }

    /// One layer in one direction: its states at all steps, [batch, steps, hidden], and the last one.
    private func run(
        _ sequence: Tensor, _ weights: RecurrentWeights, _ start: RecurrentState, _ masks: [Tensor]?, backwards: Bool
    ) -> (Tensor, RecurrentState) {
        let steps = sequence.shape[1]
        // The products with the inputs of all steps at once.
        let projected = sequence.linear(weight: weights.inputs.value, bias: weights.inputBias?.value)
        let (hiddenWeight, hiddenBias) = (weights.hidden.value, weights.hiddenBias?.value)
        var state = start
        var outputs: [Tensor] = []
        for count in 0..<steps {
            let step = backwards ? steps - 1 - count : count
            let sums = state.hidden.linear(weight: hiddenWeight, bias: hiddenBias)
            var next = cell.step(projected.selected(axis: 1, step), sums, state)
            var output = next.hidden
            if let mask = masks?[step] {
                output = output.replacing(where: .!mask, with: 0.0)
                next.hidden = .where(mask, next.hidden, state.hidden)
                next.cell = next.cell.map { .where(mask, $0, state.cell!) }
            }
            state = next
            outputs.append(output)
        }
        return (.stacked(backwards ? outputs.reversed() : outputs, axis: 1), state)
    }

    public final override var layerDescription: String {
        "\(type(of: self))(\(inputs) → \(hidden)\(layers == 1 ? "" : ", \(layers) layers")"
            + "\(isBidirectional ? ", bidirectional" : ""))"
    }
}
