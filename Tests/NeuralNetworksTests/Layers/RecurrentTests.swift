import NeuralNetworks
import Tensors
import Testing

@Suite struct RecurrentTests {
    /// Output and last states, as PyTorch returns them.
    func states(_ lengths: [Int]? = nil) -> (RecurrentLayer, [Tensor]) -> [Tensor] {
        { layer, inputs in
            let (output, state) = layer.unroll(inputs[0], lengths: lengths)
            return [output, state.hidden] + (state.cell.map { [$0] } ?? [])
        }
    }

    @Test func theyAreThoseOfPyTorch() throws {
        func expect(_ name: String, _ make: (_ layers: Int, _ bidirectional: Bool) -> RecurrentLayer) throws {
            try expectGolden(name, in: "recurrent", make(1, false), states())
            try expectGolden("\(name) two layers both ways", in: "recurrent", make(2, true), states())
            try expectGolden("\(name) lengths", in: "recurrent", make(1, true), states([2, 4, 1]))
        }
        try expect("rnn") { RNN(3, 2, layers: $0, bidirectional: $1) }
        try expect("lstm") { LSTM(3, 2, layers: $0, bidirectional: $1) }
        try expect("gru") { GRU(3, 2, layers: $0, bidirectional: $1) }
        try expectGolden("rnn relu", in: "recurrent", RNN(3, 2, activation: .relu, bias: false), states())
    }

    @Test func cellsGoTheSameWayStepByStep() throws {
        let generator = RandomGenerator(seed: 6)
        let x = Tensor.normal([2, 4, 3], generator: generator)
        let pairs: [(RecurrentLayer, RecurrentCellLayer)] = [
            (RNN(3, 2), RNNCell(3, 2)), (LSTM(3, 2), LSTMCell(3, 2)), (GRU(3, 2), GRUCell(3, 2)),
        ]
        for (layer, cell) in pairs {
            let names = cell.state.map(\.name)
            #expect(names == ["weight_ih", "weight_hh", "bias_ih", "bias_hh"])
            try cell.load(state: layer.state.map { (String($0.name.dropLast("_l0".count)), $0.value) })
            var state: RecurrentState?
            for step in 0..<4 { state = cell(x[.all, step], state) }
            let last = layer.unroll(x).state
            expectClose(state?.hidden, last.hidden[0])
            if let memory = last.cell { expectClose(state?.cell, memory[0]) }
            try checkGradients(of: cell, at: [x[.all, 0]]) { cell, inputs in cell(inputs[0]) }
        }
    }

    @Test func aStateContinuesASequence() {
        let generator = RandomGenerator(seed: 6)
        let x = Tensor.normal([2, 6, 3], generator: generator)
        for layer in [RNN(3, 4, layers: 2), LSTM(3, 4, layers: 2), GRU(3, 4, layers: 2)] as [RecurrentLayer] {
            let (whole, end) = layer.unroll(x)
            let (first, middle) = layer.unroll(x[.all, 0..<2])
            let (second, last) = layer.unroll(x[.all, 2..<6], from: middle)
            expectClose(.concatenated([first, second], axis: 1), whole)
            expectClose(last.hidden, end.hidden)
            expectClose(layer(x), whole)
        }
    }

    @Test func paddingDoesNotCount() {
        let generator = RandomGenerator(seed: 6)
        let x = Tensor.normal([2, 5, 3], generator: generator)
        var other = x
        other[0, 3...] = 100
        let layer = GRU(3, 4, layers: 2, bidirectional: true, generator: generator)
        let (a, b) = (layer.unroll(x, lengths: [3, 5]), layer.unroll(other, lengths: [3, 5]))
        #expect(a.output.scalars() == b.output.scalars())
        #expect(a.output[0, 3...].scalars().allSatisfy { $0 == 0 })
        expectClose(a.state.hidden[.all, 0], layer.unroll(x[0..<1, 0..<3]).state.hidden[.all, 0])
    }

    @Test func theyLearnToRememberTheFirstStep() {
        let generator = RandomGenerator(seed: 6)
        let x = Tensor.normal([8, 5, 2], generator: generator)
        let first = x[.all, 0]
        for layer in [
            RNN(2, 12, generator: generator), LSTM(2, 12, generator: generator), GRU(2, 12, generator: generator),
        ] as [RecurrentLayer] {
            let model = Sequential(layer, Linear(12, 2, generator: generator))
            expectOverfitting(model, goal: 0.05) { meanSquaredError(model(x)[.all, -1], first) }
        }
    }

    @Test func inputsThatDoNotFitAreRefusedByName() async {
        expectMessage(
            ["1 (LSTM(4 → 2))", "[2, 3, 5]", "5 features on axis 2; 4 are wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Sequential(Linear(3, 5), LSTM(4, 2))(Tensor.ones([2, 3, 3]))
            })
        expectMessage(
            ["GRU(4 → 2)", "the lengths are [3, 4]", "2 numbers in 1...3 are wanted"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = GRU(4, 2).unroll(Tensor.ones([2, 3, 4]), lengths: [3, 4])
            })
        expectMessage(
            ["LSTM(4 → 2)", "no cell"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = LSTM(4, 2).unroll(Tensor.ones([2, 3, 4]), from: RecurrentState(hidden: .zeros([1, 2, 2])))
            })
    }
}
