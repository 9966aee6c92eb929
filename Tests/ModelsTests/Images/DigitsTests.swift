import Models
import NeuralNetworks
import Tensors
import Testing
import Training
import TrainingData

@Suite struct DigitsTests {
    /// A network of convolutions in the manner of LeNet for images of 8 × 8 pixels.
    static func network(_ generator: RandomGenerator) -> Sequential {
        Sequential {
            Conv2D(1, 32, kernel: 3, padding: 1, generator: generator)
            BatchNorm2D(32)
            ReLU()
            Conv2D(32, 64, kernel: 3, padding: 1, generator: generator)
            BatchNorm2D(64)
            ReLU()
            MaxPool2D(2)
            Flatten()
            Dropout(0.3, generator: generator)
            Linear(64 * 4 * 4, 10, generator: generator)
        }
    }

    /// What the library promises of this data: 98 of 100 of the digits that were held back, in a minute on two cores. The
    /// split goes with the seed, so that it is not one lucky split.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func aNetworkOfConvolutionsReadsDigits(seed: UInt64) throws {
        let (train, test) = Datasets.digits(flattened: false, seed: seed)
        let images = { (data: LabelledData) in data.mapInputs { $0.expandingDims(axis: 1) } }
        let generator = RandomGenerator(seed: seed)
        let model = Self.network(generator)
        let optimizer = AdamW(model, learningRate: 5e-3)
        let batches = images(train).batches(of: 32, generator: generator)
        let trainer = Trainer(model, optimizer, batches: batches) {
            softmaxCrossEntropy(logits: model($0.inputs), labels: $0.labels)
        }
        trainer.showsProgress = false
        trainer.scheduler = LRScheduler(optimizer, CosineAnnealingLR(steps: 12 * batches.count))
        trainer.schedulerPace = .step
        let start = ContinuousClock.now
        try trainer.fit(epochs: 12)
        let time = start.duration(to: .now)
        let share = model.evaluating { accuracy(of: model(images(test).inputs), labels: test.labels) }
        #expect(share >= 0.98, "\(share)")
        #expect(time < .seconds(60))
    }
}
