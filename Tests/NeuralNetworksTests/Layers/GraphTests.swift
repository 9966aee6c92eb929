import NeuralNetworks
import Tensors
import Testing

@Suite struct GraphTests {
    let edges = [(0, 1), (1, 2), (2, 0), (3, 4)]

    @Test func convolutionIsThatOfPyTorch() throws {
        let adjacency = SparseMatrix.normalizedAdjacency(nodes: 5, edges: edges)
        try expectGolden("graph convolution", in: "others", GraphConvolution(3, 2)) { layer, x in
            [layer(x[0], adjacency: adjacency)]
        }
    }

    @Test func passingMessagesIsThatOfPyTorch() throws {
        let edges = [(0, 1), (2, 1), (1, 0), (3, 1), (2, 3)]
        for (name, aggregation) in [("sum", MessagePassing.Aggregation.sum), ("mean", .mean)] {
            let layer = MessagePassing(message: Linear(6, 2), update: Linear(5, 3), aggregation: aggregation)
            try expectGolden("message passing \(name)", in: "others", layer) { [$0($1[0], edges: edges)] }
        }
    }

    @Test func theNormalizedAdjacencyCountsEachNodeAsItsNeighbour() {
        let adjacency = SparseMatrix.normalizedAdjacency(nodes: 3, edges: [(0, 1), (1, 0), (0, 1)])
        expectClose(adjacency.dense, Tensor([[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]]))
        let directed = SparseMatrix.normalizedAdjacency(nodes: 2, edges: [(0, 1)], directed: true)
        #expect(directed.dense[0, 1].item() == 0 && directed.dense[1, 0].item() > 0)
    }

    @Test func aGraphNetworkOverfits() {
        let generator = RandomGenerator(seed: 4)
        final class Network: Module {
            let first: GraphConvolution
            let passing: MessagePassing
            let last: GraphConvolution
            let adjacency = SparseMatrix.normalizedAdjacency(nodes: 5, edges: [(0, 1), (1, 2), (2, 0), (3, 4)])
            init(_ generator: RandomGenerator) {
                first = GraphConvolution(5, 8, generator: generator)
                passing = MessagePassing(
                    message: Linear(16, 8, generator: generator), update: Linear(16, 8, generator: generator))
                last = GraphConvolution(8, 2, generator: generator)
                super.init()
            }
            override func forward(_ input: Tensor) -> Tensor {
                let hidden = passing(first(input, adjacency: adjacency).relu(), edges: [(0, 3), (3, 1), (4, 2)])
                return last(hidden.tanh(), adjacency: adjacency)
            }
        }
        let model = Network(generator)
        expectOverfitting(model) { softmaxCrossEntropy(logits: model(.eye(5)), labels: [0, 0, 0, 1, 1]) }
    }

    @Test func graphsThatDoNotFitAreRefused() async {
        expectMessage(
            ["GraphConvolution(3 → 2)", "[4, 4] for 5 nodes"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                let adjacency = SparseMatrix.normalizedAdjacency(nodes: 4, edges: [(0, 1)])
                _ = GraphConvolution(3, 2)(Tensor.ones([5, 3]), adjacency: adjacency)
            })
        expectMessage(
            ["edges[1] is (2, 4)", "0..<4"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = SparseMatrix.normalizedAdjacency(nodes: 4, edges: [(0, 1), (2, 4)])
            })
    }
}
