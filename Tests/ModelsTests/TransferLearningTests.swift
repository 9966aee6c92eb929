import Glibc
import Models
import NeuralNetworks
import Tensors
import Testing
import Training
import TrainingData
import Weights

/// T1: which digit it is, with 1,437 samples. T2: whether the digit is odd, with two samples of each.
@Suite struct TransferLearningTests {
    static func data(seed: UInt64) -> (many: LabelledData, few: LabelledData, test: LabelledData) {
        let (train, test) = Datasets.digits(flattened: false, seed: seed)
        func parity(_ data: LabelledData, _ rows: [Int]) -> LabelledData {
            LabelledData(
                inputs: data.inputs.gathered(rows: rows).expandingDims(axis: 1),
                labels: rows.map { data.labels[$0] % 2 })
        }
        let few = (0..<10).flatMap { digit in train.labels.indices.filter { train.labels[$0] == digit }.prefix(2) }
        return (
            train.mapInputs { $0.expandingDims(axis: 1) }, parity(train, few), parity(test, Array(0..<test.count))
        )
    }

    static func network(classes: Int, _ generator: RandomGenerator) -> Sequential {
        Sequential {
            Conv2D(1, 16, kernel: 3, padding: 1, generator: generator)
            BatchNorm2D(16)
            ReLU()
            Conv2D(16, 32, kernel: 3, padding: 1, generator: generator)
            BatchNorm2D(32)
            ReLU()
            MaxPool2D(2)
            Flatten()
            Linear(32 * 4 * 4, 64, generator: generator)
            ReLU()
            Linear(64, classes, generator: generator)
        }
    }

    static func train(_ model: Module, _ optimizer: Optimizer, _ data: LabelledData, epochs: Int, _ seed: UInt64) throws
    {
        let trainer = Trainer(
            model, optimizer, batches: data.batches(of: 25, generator: RandomGenerator(seed: seed))
        ) {
            softmaxCrossEntropy(logits: model($0.inputs), labels: $0.labels)
        }
        trainer.showsProgress = false
        try trainer.fit(epochs: epochs)
    }

    static func accuracy(_ model: Module, _ data: LabelledData) -> Double {
        model.evaluating { NeuralNetworks.accuracy(of: model(data.inputs), labels: data.labels) }
    }

    /// The same network, samples and number of steps, from what was learned of T1 and from scratch: it must be better for each
    /// seed, and by three points in the mean. Two samples of a digit alone do not say much of what makes it odd, while what
    /// tells digits apart also tells odd ones from even ones; but 20 samples bring a network of convolutions far by
    /// themselves, to 88 of 100, so that more than half of the mistakes would have to go for a gain above seven points.
    @Test func whatWasLearnedOfManyHelpsWithFew() throws {
        let gains = try [1, 2, 3].map { (seed: UInt64) in
            let (many, few, test) = Self.data(seed: seed)
            let generator = RandomGenerator(seed: seed)
            let teacher = Self.network(classes: 10, generator)
            try Self.train(teacher, Adam(teacher, learningRate: 3e-3), many, epochs: 8, seed)

            let model = Self.network(classes: 2, generator)
            let (head, body) = (model[10], model[..<10])
            let part = try model.load(partOf: teacher.state, except: ["10"])
            #expect(part.kept == ["10.weight", "10.bias"])
            body.staysInEvaluation = true
            let groups = [ParameterGroup(head), ParameterGroup(body, learningRate: 3e-4)]
            try Self.train(model, Adam(groups, learningRate: 1e-2), few, epochs: 60, seed)

            let scratch = Self.network(classes: 2, generator)
            try Self.train(scratch, Adam(scratch, learningRate: 3e-3), few, epochs: 60, seed)
            return Self.accuracy(model, test) - Self.accuracy(scratch, test)
        }
        #expect(gains.allSatisfy { $0 > 0 }, "\(gains)")
        #expect(gains.reduce(0, +) / 3 >= 0.03, "\(gains)")
    }

    @Test func frozenLayersStayAsTheyWere() throws {
        let (_, few, _) = Self.data(seed: 1)
        let model = Self.network(classes: 2, RandomGenerator(seed: 1))
        let before = model.state.map { ($0.name, $0.value.scalars()) }
        let body = model[..<10]
        body.freeze()
        body.staysInEvaluation = true
        try Self.train(model, Adam(model, learningRate: 3e-3), few, epochs: 2, 1)
        for ((name, old), (_, new)) in zip(before, model.state) {
            #expect((old == new.scalars()) == !name.hasPrefix("10."), "\(name)")
        }
    }

    @Test func aFileOfOneNetworkStartsAnother() throws {
        var template = Array("/tmp/swiftlet-models-XXXXXX".utf8CString)
        close(mkstemp(&template))
        let path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
        defer { unlink(path) }
        let teacher = ResNet20(generator: RandomGenerator(seed: 1))
        try Weights.save(teacher, to: path)
        let model = ResNet20(classes: 3, generator: RandomGenerator(seed: 2))
        let part = try Weights.load(partOf: path, into: model)
        #expect(part.kept == ["fc.weight", "fc.bias"])
        #expect(
            part.left == ["fc.bias has shape [10]; [3] is wanted", "fc.weight has shape [10, 64]; [3, 64] is wanted"])
        let input = Tensor.normal([1, 3, 16, 16], generator: RandomGenerator(seed: 3))
        model.eval()
        teacher.eval()
        #expect((model.features(input) - teacher.features(input)).abs().max().item() == 0)
    }
}
