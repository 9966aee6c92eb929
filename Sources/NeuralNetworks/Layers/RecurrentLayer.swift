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
            let (output, last) = unrolled(input, state, lengths, wantsState: true)
            observed(input, output)
            let end = RecurrentState(
                hidden: .stacked(last.map(\.hidden)), cell: cell == .lstm ? .stacked(last.map { $0.cell! }) : nil)
            return (output, end)
        }
    }

    /// The outputs and, if it is wanted, the last state of each layer and direction.
    private func unrolled(
        _ input: Tensor, _ state: RecurrentState?, _ lengths: [Int]?, wantsState: Bool = false
    ) -> (output: Tensor, last: [RecurrentState]) {
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
                let course = RecurrentCourse(
                    cell, isReversed: direction == 1, givesCells: wantsState && cell == .lstm, lengths: lengths)
                let states = weights.run(course, over: sequence, from: start)
                if wantsState { last.append(end(of: states, course)) }
                return course.givesCells ? states.sliced(axis: 2, from: 0, to: hidden) : states
            }
            sequence = outputs.count == 1 ? outputs[0] : .concatenated(outputs, axis: 2)
        }
        return (sequence, last)
    }

    /// The state after the last step that counts of each sample.
    private func end(of states: Tensor, _ course: RecurrentCourse) -> RecurrentState {
        let steps = states.shape[1]
        let last =
            if let lengths = course.lengths, !course.isReversed {
                states.reshape(-1, states.shape[2])
                    .gathered(rows: lengths.enumerated().map { $0.offset * steps + $0.element - 1 })
            } else {
                states.selected(axis: 1, course.isReversed ? 0 : steps - 1)
            }
        if !course.givesCells { return RecurrentState(hidden: last) }
        let parts = last.split(into: 2, axis: 1)
        return RecurrentState(hidden: parts[0], cell: parts[1])
    }

    public final override var layerDescription: String {
        "\(type(of: self))(\(inputs) → \(hidden)\(layers == 1 ? "" : ", \(layers) layers")"
            + "\(isBidirectional ? ", bidirectional" : ""))"
    }
}
