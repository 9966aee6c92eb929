import Tensors
import Testing
import TrainingData

@Suite struct SplitTests {
    let data = LabelledData(inputs: Tensor.arange(100).reshape(100, 1), labels: (0..<100).map { $0 % 10 == 0 ? 1 : 0 })

    private func ids(_ data: LabelledData) -> [Int] { data.inputs.array(of: Int.self) }

    @Test func partsShareNothingAndLeaveNothingOut() {
        let (train, validation, test) = data.split(validation: 0.1, test: 20, seed: 3)
        #expect([train.count, validation.count, test.count] == [70, 10, 20])
        #expect((ids(train) + ids(validation) + ids(test)).sorted() == Array(0..<100))
        #expect(ids(data.split(test: 0.2, seed: 3).test) == ids(data.split(test: 20, seed: 3).test))
        #expect(ids(data.split(seed: 3).test) != ids(data.split(seed: 4).test))
    }

    @Test func sharesAreRoundedUpButForInexactDecimals() {
        #expect(data[0..<30].split(test: 0.1).test.count == 3)
        #expect(data[0..<31].split(test: 0.1).test.count == 4)
    }

    @Test func stratifiedPartsHaveEachClassInProportion() {
        let (train, validation, test) = data.stratifiedSplit(validation: 0.2, test: 0.3)
        #expect([train.count, validation.count, test.count] == [50, 20, 30])
        #expect(train.classCounts == [45, 5])
        #expect(validation.classCounts == [18, 2])
        #expect(test.classCounts == [27, 3])
        #expect((ids(train) + ids(validation) + ids(test)).sorted() == Array(0..<100))
        for part in [train, validation, test] { #expect(part.labels != part.labels.sorted()) }
    }

    @Test func foldsValidateEachSampleOnce() {
        let folds = data[0..<11].folds(3)
        #expect(folds.flatMap { ids($0.validation) }.sorted() == Array(0..<11))
        for fold in folds { #expect((ids(fold.train) + ids(fold.validation)).sorted() == Array(0..<11)) }
    }

    @Test func impossibleSplitsSayWhy() async {
        expectMessage(
            ["150 for testing out of 100 samples"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = LabelledData(inputs: .zeros([100, 1]), labels: Array(repeating: 0, count: 100)).split(test: 150)
            })
        expectMessage(
            ["a share of 1.5 for testing"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = LabelledData(inputs: .zeros([2, 1]), labels: [0, 1]).split(test: 1.5)
            })
        expectMessage(
            ["the data set is empty"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = LabelledData(inputs: .zeros([0, 1]), labels: []).split()
            })
        expectMessage(
            ["class 1 has 1 of 8 samples, too few"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = LabelledData(inputs: .zeros([8, 1]), labels: [0, 0, 0, 1, 0, 0, 0, 0]).stratifiedSplit()
            })
    }
}

@Suite struct ScalerTests {
    let inputs = Tensor([[1, 10, 5], [2, 20, 5], [3, 60, 5]])

    @Test func standardisedFeaturesHaveMeanZeroAndDeviationOne() {
        let scaler = StandardScaler(fitting: inputs)
        let z = scaler.transform(inputs)
        #expect(z.dtype == .float32)
        for (value, expected) in zip(z.mean(axis: 0).scalars(), [0.0, 0, 0]) {
            #expect((value - expected).magnitude < 1e-6)
        }
        for (value, expected) in zip(z.standardDeviation(axis: 0).scalars(), [1.0, 1, 0]) {
            #expect((value - expected).magnitude < 1e-6)
        }
        for (a, b) in zip(scaler.inverseTransform(z).scalars(), inputs.scalars()) { #expect((a - b).magnitude < 1e-4) }
    }

    @Test func channelsAreStandardisedOverTheirPixels() {
        let images =
            Tensor.uniform([7, 3, 4, 5], generator: RandomGenerator(seed: 1)) * Tensor([1, 2, 3]).reshape(3, 1, 1)
        let z = StandardScaler(fitting: images, perChannel: true).transform(images)
        #expect(z.shape == images.shape)
        for value in z.mean(axes: [0, 2, 3]).scalars() { #expect(value.magnitude < 1e-5) }
        for value in z.standardDeviation(axes: [0, 2, 3]).scalars() { #expect((value - 1).magnitude < 1e-5) }
    }

    @Test func rangesBecomeZeroToOne() {
        let scaler = MinMaxScaler(fitting: inputs)
        #expect(scaler.transform(inputs).scalars() == [0, 0, 0, 0.5, Double(Float(0.2)), 0, 1, 1, 0])
        #expect(scaler.inverseTransform(scaler.transform(inputs)).scalars() == inputs.scalars())
    }

    @Test func otherFeaturesThanThoseFittedToAreNamed() async {
        expectMessage(
            ["StandardScaler", "[2, 4]", "[3]"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = StandardScaler(fitting: .zeros([2, 3])).transform(.zeros([2, 4]))
            })
    }

    @Test func oneHotRows() {
        let data = LabelledData(inputs: .zeros([3, 1]), labels: [2, 0, 1])
        #expect(data.oneHot().scalars() == [0, 0, 1, 1, 0, 0, 0, 1, 0])
        #expect(data.oneHot(classes: 4).shape == [3, 4])
    }
}
