import NeuralNetworks
import Tensors
import Testing
import TrainingData

@Suite struct TrainingTests {
    @Test func perceptronsLearnXOR() {
        let generator = RandomGenerator(seed: 1)
        let model = Sequential(
            Linear(2, 8, generator: generator), Tanh(), Linear(8, 1, generator: generator), Sigmoid())
        let x = Tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
        let y = Tensor([[0], [1], [1], [0]])
        let optimizer = Adam(model, learningRate: 0.05)
        for _ in 0..<500 {
            optimizer.zeroGrad()
            meanSquaredError(model(x), y).backward()
            optimizer.step()
        }
        let output = model(x).scalars()
        #expect(output[0] < 0.1 && output[1] > 0.9 && output[2] > 0.9 && output[3] < 0.1)
    }

    @Test func anMLPReadsDigits() {
        let digits = Datasets.digits()
        let generator = RandomGenerator(seed: 42)
        let model = Sequential {
            Linear(64, 64, generator: generator)
            ReLU()
            Linear(64, 10, generator: generator)
        }
        let optimizer = Adam(model, learningRate: 3e-3)
        for _ in 0..<20 {
            for (images, labels) in digits.train.batches(of: 32, generator: generator) {
                optimizer.zeroGrad()
                softmaxCrossEntropy(logits: model(images), labels: labels).backward()
                optimizer.step()
            }
        }
        let reached = noGradient { accuracy(of: model(digits.test.images), labels: digits.test.labels) }
        #expect(reached >= 0.95)
    }
}
