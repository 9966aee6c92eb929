import NeuralNetworks
import Tensors
import Testing
import TrainingData

@Suite(.serialized) struct LoaderThroughputTests {
    @Test func batchesComeThreeTimesAsFastAsANetworkTakesThem() {
        let digits = Datasets.digits(flattened: false).train.mapInputs { $0.reshape(-1, 1, 8, 8) }
        let generator = RandomGenerator(seed: 1)
        let model = Sequential {
            Conv2D(1, 16, kernel: 3, padding: .same, generator: generator)
            ReLU()
            MaxPool2D(2)
            Conv2D(16, 32, kernel: 3, padding: .same, generator: generator)
            ReLU()
            MaxPool2D(2)
            Flatten()
            Linear(128, 10, generator: generator)
        }
        let optimizer = Adam(model)
        let clock = ContinuousClock()
        func training() -> Duration {
            clock.measure {
                for (images, labels) in digits[0..<320].batches(of: 32) {
                    optimizer.zeroGrad()
                    softmaxCrossEntropy(logits: model(images), labels: labels).backward()
                    optimizer.step()
                }
            }
        }
        func loading(_ augmentations: [any Augmentation]) -> Duration {
            clock.measure {
                for _ in digits[0..<320].batches(of: 32, prefetch: 2, augmenting: augmentations) {}
            }
        }
        // The least of some rounds, as other work goes on beside.
        let network = (0..<10).map { _ in training() }.min()!
        let plain = (0..<20).map { _ in loading([]) }.min()!
        let augmented = (0..<20).map { _ in loading([RandomCrop(padding: 1), RandomErasing(size: 2)]) }.min()!
        #expect(plain * 3 < network)
        #expect(augmented * 3 < network)
    }
}
