import Models
import NeuralNetworks
import Tensors
import Testing
import TrainingData

@Suite struct SmallModelTests {
    @Test func aMultilayerPerceptronHasALayerForEachStep() async {
        let model = MLP([4, 8, 6, 2], activation: Tanh(), dropout: 0.1)
        #expect(model.parameterCount == 5 * 8 + 9 * 6 + 7 * 2)
        #expect(
            model.layers.layers.map { "\(type(of: $0))" } == [
                "Linear", "Tanh", "Dropout", "Linear", "Tanh", "Dropout", "Linear",
            ])
        #expect(model(Tensor.zeros([3, 2, 2])).shape == [3, 2])
        #expect(model.summary(input: Tensor.zeros([1, 4])).rows.count == 7)
        expectMessage(
            ["MLP: sizes [4]"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = MLP([4]) })
    }

    @Test func aMultilayerPerceptronSolvesXOR() {
        let generator = RandomGenerator(seed: 1)
        let model = MLP([2, 8, 1], activation: Tanh(), generator: generator)
        let (x, y) = (Tensor([[0, 0], [0, 1], [1, 0], [1, 1]]), Tensor([[0], [1], [1], [0]]))
        let result = losses(of: model, steps: 200, learningRate: 0.05) {
            binaryCrossEntropy(logits: model(x), targets: y)
        }
        #expect(result.after < 0.05 && result.before > 0.5)
    }

    @Test func anAutoencoderPutsOutWhatItTakes() {
        let generator = RandomGenerator(seed: 1)
        let digits = Datasets.digits().train.inputs[0..<32]
        let model = Autoencoder([64, 32, 8], generator: generator)
        #expect(model.encode(digits).shape == [32, 8])
        #expect(model(digits).shape == [32, 64])
        #expect(model.parameterCount == 65 * 32 + 33 * 8 + 9 * 32 + 33 * 64)
        #expect(model.summary(input: digits).rows.last?.outputShape == [32, 64])
        let mean = digits.mean(axis: 0, keepDims: true)
        let variance = (digits - mean).squared().mean().item()
        let result = losses(of: model, steps: 300) { meanSquaredError(model(digits), digits) }
        #expect(result.after < 0.1 * variance, "\(result.after) of \(variance)")
    }

    @Test func aModularNetworkMixesItsExperts() {
        let generator = RandomGenerator(seed: 1)
        let model = ModularNetwork(inputs: 2, hidden: 8, outputs: 3, experts: 4, generator: generator)
        #expect(model.parameterCount == 4 * (3 * 8 + 9 * 3) + 3 * 4)
        #expect(model.namedParameters[0].name == "mixture.experts.0.layers.0.weight")
        let points = Tensor.normal([12, 2], generator: generator)
        #expect(model.summary(input: points).rows.last?.outputShape == [12, 3])
        let labels = (0..<12).map { $0 % 3 }
        let result = losses(of: model, steps: 400, learningRate: 0.03) {
            softmaxCrossEntropy(logits: model(points), labels: labels)
        }
        #expect(result.after < 0.2 && result.before > 0.9, "\(result)")
    }

    @Test(arguments: [RBFNetwork.Centers.kMeans, .samples])
    func anRBFNetworkTellsMoonsApart(centers: RBFNetwork.Centers) {
        let moons = Datasets.moons(count: 200, noise: 0.1, seed: 1)
        let model = RBFNetwork(
            samples: moons.inputs, units: 16, outputs: 2, centers: centers, generator: RandomGenerator(seed: 1))
        #expect(model.parameterCount == 16 * 2 + 16 + 17 * 2)
        #expect(model.summary(input: moons.inputs).rows.map(\.outputShape) == [[200, 16], [200, 2]])
        _ = losses(of: model, steps: 200, learningRate: 0.05) {
            softmaxCrossEntropy(logits: model(moons.inputs), labels: moons.labels)
        }
        #expect(accuracy(of: model(moons.inputs), labels: moons.labels) > 0.98)
    }

    @Test func centresAreTheMeansOfWhatIsNearestToThem() {
        let points = Datasets.blobs(count: 90, seed: 1).inputs
        let centers = RBFNetwork(samples: points, units: 4, outputs: 2, generator: RandomGenerator(seed: 2)).rbf.centers
        let distances = (points.expandingDims(axis: 1) - centers.detach()).squared().sum(axis: 2)
        let nearest = (-distances).argmax(axis: 1).array(of: Int.self)
        for unit in 0..<4 {
            let own = nearest.indices.filter { nearest[$0] == unit }
            let mean = points.gathered(rows: own).mean(axis: 0)
            #expect((mean - centers[unit]).abs().max().item() < 1e-5)
        }
    }
}
