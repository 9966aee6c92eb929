import Tensors
import Testing
import TrainingData

@Suite struct DigitsTests {
    let digits = Datasets.digits()

    @Test func sizesTypesAndRanges() {
        #expect(digits.train.images.shape == [1437, 64])
        #expect(digits.test.images.shape == [360, 64])
        #expect(digits.train.images.dtype == .float32)
        #expect(digits.train.images.min().item() == 0)
        #expect(digits.train.images.max().item() == 1)
        #expect(Datasets.digits(flattened: false).test.images.shape == [360, 8, 8])
    }

    @Test func everyClassHasItsKnownCount() {
        var counts = [Int](repeating: 0, count: 10)
        for label in digits.train.labels + digits.test.labels { counts[label] += 1 }
        #expect(counts == [178, 182, 177, 183, 181, 182, 181, 179, 174, 180])
    }

    @Test func splitDependsOnTheSeedAlone() {
        #expect(Datasets.digits().train.labels == digits.train.labels)
        #expect(Datasets.digits(seed: 1).train.labels != digits.train.labels)
    }

    @Test func imagesKeepTheirLabels() {
        // The mean image of each class is nearer to most of its own test images than to others.
        let means = (0..<10).map { digit in
            digits.train.images.gathered(rows: digits.train.labels.indices.filter { digits.train.labels[$0] == digit })
                .mean(axis: 0)
        }
        let distances = Tensor.stacked(means.map { (digits.test.images - $0).squared().sum(axis: 1) }, axis: 1)
        let hits = zip((-distances).argmax(axis: 1).array(of: Int.self), digits.test.labels).count { $0 == $1 }
        #expect(hits > 310)
    }
}
