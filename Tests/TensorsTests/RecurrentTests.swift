import Tensors
import Testing

/// The kernels at sizes that do not divide into vectors, tiles and blocks of samples, beside the equations step by step.
@Suite struct RecurrentTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var course: RecurrentCourse
        var shape: (batch: Int, steps: Int, inputs: Int, hidden: Int) = (35, 4, 5, 37)
        var dtype = DType.float32
        var testDescription: String { "\(course) \(shape) \(dtype)" }
    }

    static let cases: [Case] = [
        Case(course: RecurrentCourse(.tanh)),
        Case(course: RecurrentCourse(.relu, isReversed: true)),
        Case(course: RecurrentCourse(.lstm)),
        Case(course: RecurrentCourse(.lstm, isReversed: true, givesCells: true), shape: (3, 2, 4, 16), dtype: .float64),
        Case(
            course: RecurrentCourse(.lstm, givesCells: true, lengths: (0..<35).map { 1 + $0 % 4 }),
            shape: (35, 4, 5, 67)),
        Case(course: RecurrentCourse(.gru), shape: (1, 3, 2, 130)),
        Case(course: RecurrentCourse(.gru, isReversed: true, lengths: (0..<35).map { 1 + $0 % 4 })),
    ]

    @Test(arguments: cases)
    func kernelsComputeTheEquations(test: Case) {
        let generator = RandomGenerator(seed: 4)
        let (batch, steps, inputs, hidden) = test.shape
        let rows = test.course.cell.gates * hidden
        let shapes: [Shape] = [
            [batch, steps, inputs], [rows, inputs], [rows, hidden], [batch, hidden], [batch, hidden], [rows], [rows],
        ]
        let values = shapes.map { Tensor.normal($0, dtype: test.dtype, generator: generator) * 0.3 }
        func outcome(_ function: ([Tensor]) -> Tensor) -> [Tensor] {
            let leaves = values.map { $0.requiringGrad() }
            let output = function(leaves)
            (output * Tensor.normal(output.shape, dtype: test.dtype, generator: RandomGenerator(seed: 5))).sum()
                .backward()
            return [output] + leaves.compactMap(\.grad)
        }
        let isLSTM = test.course.cell == .lstm
        let found = outcome { x in
            x[0].recurrent(
                test.course, weights: (x[1], x[2]), biases: (x[5], x[6]), from: x[3], cell: isLSTM ? x[4] : nil)
        }
        let expected = outcome { equations(test.course, $0) }
        #expect(found.count == (isLSTM ? 8 : 7))
        for (a, b) in zip(found, expected) {
            #expect(a.shape == b.shape)
            let difference = (a - b).abs().max().item()
            #expect(difference <= (test.dtype == .float32 ? 2e-5 : 1e-13) * Swift.max(1, b.abs().max().item()))
        }
        let unrecorded = noGradient { [values] in
            values[0].recurrent(
                test.course, weights: (values[1], values[2]), biases: (values[5], values[6]), from: values[3],
                cell: isLSTM ? values[4] : nil)
        }
        #expect(unrecorded.scalars() == found[0].scalars())
    }

    private func equations(_ course: RecurrentCourse, _ x: [Tensor]) -> Tensor {
        var (h, c) = (x[3], x[4])
        var outputs: [Tensor?] = Array(repeating: nil, count: x[0].shape[1])
        for step in course.isReversed ? Array(outputs.indices.reversed()) : Array(outputs.indices) {
            let a = x[0].selected(axis: 1, step).matmul(x[1].transposed()) + x[5]
            let b = h.matmul(x[2].transposed()) + x[6]
            var (nextH, nextC) = (h, c)
            switch course.cell {
            case .tanh: nextH = (a + b).tanh()
            case .relu: nextH = (a + b).relu()
            case .lstm:
                let gates = (a + b).split(into: 4, axis: 1)
                nextC = gates[1].sigmoid() * c + gates[0].sigmoid() * gates[2].tanh()
                nextH = gates[3].sigmoid() * nextC.tanh()
            case .gru:
                let (a, b) = (a.split(into: 3, axis: 1), b.split(into: 3, axis: 1))
                let z = (a[1] + b[1]).sigmoid()
                nextH = (1 - z) * (a[2] + (a[0] + b[0]).sigmoid() * b[2]).tanh() + z * h
            }
            let lengths = course.lengths ?? Array(repeating: outputs.count, count: h.shape[0])
            let counts = Tensor(lengths.map { step < $0 }, shape: [lengths.count, 1])
            (h, c) = (.where(counts, nextH, h), .where(counts, nextC, c))
            let output = course.givesCells ? Tensor.concatenated([h, c], axis: 1) : h
            outputs[step] = output * counts.cast(to: output.dtype)
        }
        return .stacked(outputs.map { $0! }, axis: 1)
    }
}
