import Tensors
import Testing
import TrainingData

@Suite struct AugmentationTests {
    let images = Tensor.uniform([20, 2, 5, 4], generator: RandomGenerator(seed: 4))

    @Test func flipsMirrorSomeImages() {
        for (flip, axis) in [(RandomHorizontalFlip() as any Augmentation, 3), (RandomVerticalFlip(), 2)] {
            let changed = flip(images, generator: RandomGenerator(seed: 1))
            let mirrored = images.flipped(axis: axis)
            var flipped = 0
            for image in 0..<20 {
                if changed[image].scalars() == mirrored[image].scalars() {
                    flipped += 1
                } else {
                    #expect(changed[image].scalars() == images[image].scalars())
                }
            }
            #expect(3...17 ~= flipped)
        }
        #expect(
            RandomHorizontalFlip(probability: 1)(images).scalars() == images.flipped(axis: 3).scalars())
    }

    @Test func cropsAreWindowsOfPaddedImages() {
        let changed = RandomCrop(padding: 2)(images, generator: RandomGenerator(seed: 1))
        let padded = images.padded([(0, 0), (0, 0), (2, 2), (2, 2)])
        var places: Set<Int> = []
        for image in 0..<20 {
            let found = (0..<25).first { place in
                let (top, left) = (place / 5, place % 5)
                return padded[image, .all, top..<(top + 5), left..<(left + 4)].scalars() == changed[image].scalars()
            }
            guard let found else {
                Issue.record("image \(image) is no window")
                continue
            }
            places.insert(found)
        }
        #expect(places.count > 5)
    }

    @Test func quarterTurnMovesPixelsExactly() {
        // An angle of exactly 90 degrees is not drawn, but a rotation by nothing and a doubling can be.
        let same = RandomRotation(degrees: 0)(images)
        #expect(same.scalars() == images.scalars())
        let square = Tensor.zeros([1, 1, 5, 5]).padded([(0, 0), (0, 0), (0, 0), (0, 0)])
        var dot = square
        dot[0, 0, 2, 2] = 1
        let doubled = RandomAffine(degrees: 0, scale: 2...2)(dot)
        #expect(doubled[0, 0, 2].scalars() == [0, 0.5, 1, 0.5, 0])
        #expect(doubled[0, 0, 1].scalars() == [0, 0.25, 0.5, 0.25, 0])
    }

    @Test func rotationKeepsTheMiddleAndTheSum() {
        var dot = Tensor.zeros([8, 9, 9])
        dot[.all, 4, 6] = 1
        let turned = RandomRotation(degrees: 180)(dot, generator: RandomGenerator(seed: 2))
        for image in 0..<8 {
            #expect((turned[image].sum().item() - 1).magnitude < 0.35)
            let (rows, columns) = (Tensor.arange(9).reshape(9, 1) - 4, Tensor.arange(9) - 4)
            let distance = (turned[image] * (rows.squared() + columns.squared()).sqrt()).sum() / turned[image].sum()
            #expect((distance.item() - 2).magnitude < 0.3)
        }
    }

    @Test func erasingPaintsASquareOver() {
        let ones = Tensor.ones([10, 1, 8, 8])
        let erased = RandomErasing(size: 3, probability: 1)(ones, generator: RandomGenerator(seed: 1))
        for image in 0..<10 { #expect([4, 6, 9].contains(64 - Int(erased[image].sum().item()))) }
        #expect(RandomErasing(size: 3, probability: 0)(ones).scalars() == ones.scalars())
    }

    @Test func jitterScalesAboutTheMean() {
        let changed = ColorJitter(brightness: 0.5)(images, generator: RandomGenerator(seed: 1))
        let ratios = (changed / images).reshape(20, -1)
        for image in 0..<20 {
            let row = ratios[image].scalars()
            #expect(row.allSatisfy { ($0 - row[0]).magnitude < 1e-4 } && (0.5...1.5).contains(row[0]))
        }
        let flat = ColorJitter(contrast: 0.9)(images, generator: RandomGenerator(seed: 1))
        for image in 0..<20 {
            #expect((flat[image].mean().item() - images[image].mean().item()).magnitude < 1e-5)
        }
    }

    @Test func bytesBecomeFractions() {
        let bytes = Tensor([0, 51, 255], shape: [3, 1, 1], dtype: .uint8)
        #expect(ToFloat()(bytes).scalars() == [0, Double(Float(0.2)), 1])
    }

    @Test func imagesThatAreNoneAreNamed() async {
        expectMessage(
            ["RandomCrop", "[2, 3]"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = RandomCrop(padding: 1)(.zeros([2, 3]))
            })
    }
}
