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

/// One step of a recurrent network: its equations, for the sums of products with input and state.
enum RecurrentCell: Sendable {
    case tanh, relu, lstm, gru

    /// How many times as wide as the state the sums are.
    var gates: Int {
        switch self {
        case .tanh, .relu: 1
        case .lstm: 4
        case .gru: 3
        }
    }

    /// The next state.
    ///
    /// - Parameters:
    ///   - x: W_ih x + b_ih, [batch, gates · hidden], in PyTorch's order of the gates: i, f, g, o or r, z, n.
    ///   - h: W_hh h + b_hh, likewise.
    func step(_ x: Tensor, _ h: Tensor, _ state: RecurrentState) -> RecurrentState {
        switch self {
        case .tanh: return RecurrentState(hidden: (x + h).tanh())
        case .relu: return RecurrentState(hidden: (x + h).relu())
        case .lstm:
            let parts = (x + h).split(into: 4, axis: 1)
            let (input, forget, output) = (parts[0].sigmoid(), parts[1].sigmoid(), parts[3].sigmoid())
            let cell = forget * state.cell! + input * parts[2].tanh()
            return RecurrentState(hidden: output * cell.tanh(), cell: cell)
        case .gru:
            let (xs, hs) = (x.split(into: 3, axis: 1), h.split(into: 3, axis: 1))
            let reset = (xs[0] + hs[0]).sigmoid()
            let update = (xs[1] + hs[1]).sigmoid()
            let new = (xs[2] + reset * hs[2]).tanh()
            return RecurrentState(hidden: new + update * (state.hidden - new))
        }
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

    /// The parameters with PyTorch's names, which end in `suffix`.
    func named(_ suffix: String) -> [(name: String, value: Any)] {
        let all: [(String, Parameter?)] = [
            ("weight_ih", inputs), ("weight_hh", hidden), ("bias_ih", inputBias), ("bias_hh", hiddenBias),
        ]
        return all.compactMap { name, parameter in parameter.map { (name + suffix, $0) } }
    }
}
