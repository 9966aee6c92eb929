import Tensors
import Testing

@Suite struct ComputationGraphTests {
    @Test func everyNodeIsWalkedInputsFirst() {
        let x = Tensor(2)
        let w1 = Tensor(0.5, requiresGrad: true)
        let w2 = Tensor(3, requiresGrad: true)
        let y = w2 * exp(w1 * x)
        y.backward(retainGradients: true)
        let graph = y.graph(naming: ["x": x, "w1": w1, "w2": w2])
        #expect(graph.map(\.name) == ["x", "w1", "w2", nil, nil, nil])
        #expect(graph.map(\.operation) == [nil, nil, nil, "multiply", "exp", "multiply"])
        #expect(graph.map(\.inputs) == [[], [], [], [1, 0], [3], [2, 4]])
        #expect(graph.map(\.requiresGrad) == [false, true, true, true, true, true])
        #expect(graph.map { $0.value.item() } == [x, w1, w2, w1 * x, exp(w1 * x), y].map { $0.item() })
        let e = exp(w1 * x).item()
        #expect(graph.map { $0.gradient?.item() } == [nil, 2 * 3 * e, e, 3 * e, 3, 1])
        #expect(graph.indices.allSatisfy { graph[$0].id == $0 })
    }

    @Test func sharedNodesComeOnce() {
        let x = Tensor(3, requiresGrad: true)
        let square = x * x
        let graph = (square + square).graph()
        #expect(graph.map(\.operation) == [nil, "multiply", "add"])
        #expect(graph.map(\.inputs) == [[], [0, 0], [1, 1]])
    }

    @Test func longChainsAreWalkedWithoutRecursion() {
        var y = Tensor(0, requiresGrad: true)
        for _ in 0..<50_000 { y = -y }
        #expect(y.graph().count == 50_001)
    }

    @Test func graphsReadAsTables() {
        let x = Tensor([1, 2], requiresGrad: true)
        let y = (x * 2).sum()
        y.backward(retainGradients: true)
        let text = y.graph(naming: ["x": x]).description
        let rows = text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(rows[0] == "node name operation shape value gradient")
        #expect(
            Array(rows[2...]) == [
                "0 x leaf [2] [1. 2.] [2. 2.]", "1 constant [] 2.", "2 multiply(x, 1) [2] [2. 4.] [1. 1.]",
                "3 sum(2) [] 6. 1.",
            ])
    }
}
