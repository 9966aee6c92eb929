public import Tensors

/// One step of a recurrent network, for loops of your own: `RNNCell`, `LSTMCell` or `GRUCell`.
///
/// - Input: [batch, inputs] and the state, [batch, hidden], zeros unless it is given. Output: the next state.
public class RecurrentCellLayer: Module {
    public final let inputs: Int
    public final let hidden: Int
    private let cell: RecurrentCell
    private let weights: Weights

    private struct Weights: PromotesContents {
        let weights: RecurrentWeights
        var promotedContents: [(name: String, value: Any)] { weights.named("") }
    }

    init(
        _ cell: RecurrentCell, _ inputs: Int, _ hidden: Int, _ bias: Bool, _ dtype: DType, _ generator: RandomGenerator
    ) {
        Self.require(inputs > 0 && hidden > 0, "(\(inputs), \(hidden)): both sizes must be positive")
        (self.inputs, self.hidden, self.cell) = (inputs, hidden, cell)
        weights = Weights(
            weights: RecurrentWeights(cell, inputs: inputs, hidden: hidden, bias: bias, dtype, generator))
        super.init()
    }

    /// The `hidden` of the state after one step from zeros.
    public final override func forward(_ input: Tensor) -> Tensor { next(input, nil).hidden }

    /// The state after one step from `state`.
    public final func callAsFunction(_ input: Tensor, _ state: RecurrentState?) -> RecurrentState {
        withinForward {
            let result = next(input, state)
            observed(input, result.hidden)
            return result
        }
    }

    private func next(_ input: Tensor, _ state: RecurrentState?) -> RecurrentState {
        check(input, axis: 1, has: inputs, "features", rank: 2...2)
        let wanted: Shape = [input.shape[0], hidden]
        for given in [state?.hidden, state?.cell] {
            if let given, given.shape != wanted { failure("the state has shape \(given.shape); \(wanted) is wanted") }
        }
        let weights = weights.weights
        let zeros = Tensor.zeros(wanted, dtype: weights.hidden.value.dtype)
        let before = RecurrentState(
            hidden: state?.hidden ?? zeros, cell: cell == .lstm ? state?.cell ?? zeros : nil)
        let course = RecurrentCourse(cell, givesCells: cell == .lstm)
        let states = weights.run(course, over: input.expandingDims(axis: 1), from: before).squeezing(axis: 1)
        if cell != .lstm { return RecurrentState(hidden: states) }
        let parts = states.split(into: 2, axis: 1)
        return RecurrentState(hidden: parts[0], cell: parts[1])
    }

    public final override var layerDescription: String { "\(type(of: self))(\(inputs) → \(hidden))" }
}
