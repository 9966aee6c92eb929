internal import CKernels

/// One step of a recurrent network.
package enum RecurrentCell: Sendable {
    case tanh, relu, lstm, gru

    /// How many times as wide as the state the sums are.
    package var gates: Int {
        switch self {
        case .tanh, .relu: 1
        case .lstm: 4
        case .gru: 3
        }
    }

    fileprivate var kernel: sl_recurrent_cell {
        switch self {
        case .tanh: SL_RNN_TANH
        case .relu: SL_RNN_RELU
        case .lstm: SL_LSTM
        case .gru: SL_GRU
        }
    }

    /// The next state and cell.
    ///
    /// - Parameters:
    ///   - x: W_ih x + b_ih, [batch, gates · hidden], in PyTorch's order of the gates: i, f, g, o or r, z, n.
    ///   - h: W_hh h + b_hh, likewise.
    fileprivate func step(_ x: Tensor, _ h: Tensor, _ hidden: Tensor, _ cell: Tensor?) -> (Tensor, Tensor?) {
        switch self {
        case .tanh: return ((x + h).tanh(), nil)
        case .relu: return ((x + h).relu(), nil)
        case .lstm:
            let parts = (x + h).split(into: 4, axis: 1)
            let next = parts[1].sigmoid() * cell! + parts[0].sigmoid() * parts[2].tanh()
            return (parts[3].sigmoid() * next.tanh(), next)
        case .gru:
            let (xs, hs) = (x.split(into: 3, axis: 1), h.split(into: 3, axis: 1))
            let update = (xs[1] + hs[1]).sigmoid()
            let new = (xs[2] + (xs[0] + hs[0]).sigmoid() * hs[2]).tanh()
            return (new + update * (hidden - new), nil)
        }
    }
}

/// What a recurrent layer does in one direction, but for the numbers.
package struct RecurrentCourse: Sendable {
    package var cell: RecurrentCell
    /// Whether it goes from the last step to the first.
    package var isReversed = false
    /// Whether the output holds the cells of an LSTM beside the states: [batch, steps, 2 · hidden].
    package var givesCells = false
    /// How many steps of each sample count. In the others the output is zeros, and the state stays.
    package var lengths: [Int]?

    package init(_ cell: RecurrentCell, isReversed: Bool = false, givesCells: Bool = false, lengths: [Int]? = nil) {
        (self.cell, self.isReversed, self.givesCells, self.lengths) = (cell, isReversed, givesCells, lengths)
    }
}

/// All steps of a recurrent layer in one direction.
///
/// Inputs: x [batch, steps, inputs], W_ih, W_hh, the first state [batch, hidden], that of an LSTM's cell, and, if there are
/// biases, b_ih and b_hh.
final class Recurrent: FusedOperation, @unchecked Sendable {
    private let course: RecurrentCourse
    /// [batch · steps, gates · hidden]
    private let gates: Tensor
    /// The state before each step: [batch, steps, hidden].
    private let before: Tensor
    /// The cell after each step, or a GRU's sums of the last gate with the state: [batch, steps, hidden].
    private let memory: Tensor?

    init(_ course: RecurrentCourse, gates: Tensor, before: Tensor, memory: Tensor?) {
        (self.course, self.gates, self.before, self.memory) = (course, gates, before, memory)
    }
    override var name: String { "recurrent" }

    override func composed(_ inputs: [Tensor]) -> Tensor {
        let (x, weight) = (inputs[0], inputs[2])
        let biases = inputs.dropFirst(course.cell == .lstm ? 5 : 4)
        let sums = x.linear(weight: inputs[1], bias: biases.first)
        var (hidden, cell) = (inputs[3], course.cell == .lstm ? inputs[4] : nil)
        var outputs: [Tensor] = []
        let steps = 0..<x.shape[1]
        for step in course.isReversed ? Array(steps.reversed()) : Array(steps) {
            var (next, nextCell) = course.cell.step(
                sums.selected(axis: 1, step), hidden.linear(weight: weight, bias: biases.last), hidden, cell)
            var output = course.givesCells ? Tensor.concatenated([next, nextCell!], axis: 1) : next
            if let lengths = course.lengths {
                let counts = Tensor(lengths.map { step < $0 }, shape: [lengths.count, 1])
                output = output.replacing(where: .!counts, with: 0.0)
                next = .where(counts, next, hidden)
                nextCell = nextCell.map { .where(counts, $0, cell!) }
            }
            (hidden, cell) = (next, nextCell)
            outputs.append(output)
        }
        return .stacked(course.isReversed ? outputs.reversed() : outputs, axis: 1)
    }

    override func fusedBackward(_ pass: BackwardPass) {
        let (x, weight, hidden) = (pass.input(0), pass.input(2).packed, pass.input(3))
        let isLSTM = course.cell == .lstm
        let cell = isLSTM ? pass.input(4).packed : nil
        let width = hidden.shape[1]
        let rows = x.shape[0] * x.shape[1]
        // A GRU's last gate has two sums, that with the state in front.
        let shape: Shape = [rows, course.cell == .gru ? 4 * width : gates.shape[1]]
        let sums = Tensor(Tensor.storage(shape, x.dtype), shape, x.dtype)
        let firstHidden = Tensor(Tensor.storage(hidden.shape, x.dtype), hidden.shape, x.dtype)
        let firstCell = Tensor(Tensor.storage(hidden.shape, x.dtype), hidden.shape, x.dtype)
        let gradient = pass.gradient.packed
        course.withKernel(x, weight, nil) { layer in
            sl_recurrent_gradient(
                layer, cell?.node.address, gates.node.address, before.node.address, memory?.node.address,
                gradient.node.address, sums.node.address, firstHidden.node.address, firstCell.node.address)
        }
        let ofInputs = course.cell == .gru ? sums.sliced(axis: 1, from: width, to: 4 * width) : sums
        pass.add(to: 0, ofInputs.matmul(pass.input(1)).reshape(x.shape))
        pass.add(to: 1, ofInputs.transposed().matmul(x.reshape([rows, x.shape[2]])))
        func inGatesOrder(_ gradient: Tensor) -> Tensor {
            course.cell == .gru
                ? .concatenated([gradient.sliced(axis: 0, from: width, to: 3 * width), gradient[0..<width]]) : gradient
        }
        let ofStates = course.cell == .gru ? sums.sliced(axis: 1, from: 0, to: 3 * width) : sums
        pass.add(to: 2, inGatesOrder(ofStates.transposed().matmul(before.reshape([rows, width]))))
        pass.add(to: 3, firstHidden)
        if isLSTM { pass.add(to: 4, firstCell) }
        let biases = isLSTM ? 5 : 4
        if pass.inputCount == biases || !(pass.needsGradient(biases) || pass.needsGradient(biases + 1)) { return }
        let total = sums.sum(axis: 0)
        pass.add(to: biases, course.cell == .gru ? total.sliced(axis: 0, from: width, to: 4 * width) : total)
        pass.add(
            to: biases + 1, course.cell == .gru ? inGatesOrder(total.sliced(axis: 0, from: 0, to: 3 * width)) : total)
    }
}

extension RecurrentCourse {
    fileprivate func withKernel<Result>(
        _ x: Tensor, _ weight: Tensor, _ bias: Tensor?, _ body: (UnsafePointer<sl_recurrent>) -> Result
    ) -> Result {
        func call(_ lengths: UnsafePointer<Int>?) -> Result {
            var layer = sl_recurrent(
                dtype: x.dtype.kernel, cell: cell.kernel, batch: x.shape[0], steps: x.shape[1],
                hidden: weight.shape[1], is_reversed: isReversed ? 1 : 0, gives_cells: givesCells ? 1 : 0,
                lengths: lengths, weight: weight.node.address, bias: bias?.node.address)
            return body(&layer)
        }
        return lengths?.withUnsafeBufferPointer { call($0.baseAddress) } ?? call(nil)
    }
}

extension Tensor {
    /// The states of a recurrent layer at all steps, [batch, steps, hidden], with an LSTM's cells beside them if they are
    /// asked for.
    ///
    /// - Precondition: shapes as in `Recurrent`; both biases or none.
    package func recurrent(
        _ course: RecurrentCourse, weights: (inputs: Tensor, hidden: Tensor), biases: (inputs: Tensor, hidden: Tensor)?,
        from hidden: Tensor, cell: Tensor?
    ) -> Tensor {
        let isLSTM = course.cell == .lstm
        var inputs = [self, weights.inputs, weights.hidden, hidden]
        if isLSTM { inputs.append(cell!) }
        if let biases { inputs += [biases.inputs, biases.hidden] }
        let dtype = inputs.reduce(weights.hidden.dtype) { DType.promoted($0, $1.dtype) }
        inputs = inputs.map { $0.cast(to: dtype) }
        let values = inputs.map { $0.detach().packed }

        let width = weights.hidden.shape[1]
        // The gates in the place of their sums with the inputs.
        var bias = biases == nil ? nil : values[values.count - 2]
        let hiddenBias = biases == nil ? nil : values[values.count - 1]
        var newBias: Tensor?
        if let first = bias, let second = hiddenBias {
            if course.cell == .gru {
                newBias = second.sliced(axis: 0, from: 2 * width, to: 3 * width)
                let others = second.sliced(axis: 0, from: 0, to: 2 * width)
                bias = first + others.embedded(in: first.shape, axis: 0, start: 0)
            } else {
                bias = first + second
            }
        }
        let rows = shape[0] * shape[1]
        let gates = noGradient { values[0].reshape([rows, shape[2]]).linear(weight: values[1], bias: bias) }
        let stateShape: Shape = [shape[0], shape[1], width]
        let isRecorded =
            inputs.contains { $0.node.hasTangents || ($0.requiresGrad && sl_gradient_enabled() != 0) }
        func empty(_ isWanted: Bool) -> Tensor? {
            isWanted ? Tensor(Tensor.storage(stateShape, dtype), stateShape, dtype) : nil
        }
        let before = empty(isRecorded)
        let memory = empty(isRecorded && (isLSTM || course.cell == .gru))
        let result: Shape = [shape[0], shape[1], course.givesCells ? 2 * width : width]
        let storage = Tensor.storage(result, dtype)
        course.withKernel(values[0], values[2], newBias) { layer in
            sl_recurrent_forward(
                layer, values[3].node.address, isLSTM ? values[4].node.address : nil, gates.node.address,
                before?.node.address, memory?.node.address, storage.memory)
        }
        return Tensor(
            storage, result, dtype, by: Recurrent(course, gates: gates, before: before!, memory: memory), inputs: inputs
        )
    }
}
