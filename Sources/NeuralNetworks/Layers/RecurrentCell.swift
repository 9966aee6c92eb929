public import Tensors

/// What a recurrent layer hands on from step to step.
public struct RecurrentState: Sendable {
    /// [layers · directions, batch, hidden]; of a cell [batch, hidden].
    public var hidden: Tensor
    /// The memory of an LSTM, of the same shape.
    public var cell: Tensor?

    public init(hidden: Tensor, cell: Tensor? = nil) {
        self.hidden = hidden
        self.cell = cell
    }
}

/// The weights of one layer in one direction.
struct RecurrentWeights {
    let inputs: Parameter
    let hidden: Parameter
    let inputBias: Parameter?
    let hiddenBias: Parameter?

    init(_ cell: RecurrentCell, inputs: Int, hidden: Int, bias: Bool, _ dtype: DType, _ generator: RandomGenerator) {
        let initializer = Initializer.fanInUniform(hidden)
        func parameter(_ shape: Shape) -> Parameter {
            Parameter(initializer(shape, dtype: dtype, generator: generator))
        }
        let rows = cell.gates * hidden
        self.inputs = parameter([rows, inputs])
        self.hidden = parameter([rows, hidden])
        inputBias = bias ? parameter([rows]) : nil
        hiddenBias = bias ? parameter([rows]) : nil
    }

    /// The layer's states at all steps of `sequence`; see `Tensor.recurrent`.
    func run(_ course: RecurrentCourse, over sequence: Tensor, from start: RecurrentState) -> Tensor {
        let biases = inputBias.flatMap { input in hiddenBias.map { (input.value, $0.value) } }
        return sequence.recurrent(
            course, weights: (inputs.value, hidden.value), biases: biases, from: start.hidden, cell: start.cell)
    }

    /// The parameters with PyTorch's names, which end in `suffix`.
    func named(_ suffix: String) -> [(name: String, value: Any)] {
        let all: [(String, Parameter?)] = [
            ("weight_ih", inputs), ("weight_hh", hidden), ("bias_ih", inputBias), ("bias_hh", hiddenBias),
        ]
        return all.compactMap { name, parameter in parameter.map { (name + suffix, $0) } }
    }
}
