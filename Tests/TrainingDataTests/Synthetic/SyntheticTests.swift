import Glibc
import NeuralNetworks
import Tensors
import Testing
import TrainingData

@Suite struct SyntheticTests {
    private func points(_ data: LabelledData) -> [(x: Double, y: Double, label: Int)] {
        let scalars = data.inputs.scalars()
        return data.labels.enumerated().map { (scalars[2 * $0], scalars[2 * $0 + 1], $1) }
    }

    @Test func gatesAreTheirTruthTables() {
        #expect(Datasets.xor().labels == [0, 1, 1, 0])
        #expect(Datasets.xor().inputs.scalars() == [0, 0, 0, 1, 1, 0, 1, 1])
        let expected: [Gate: [Int]] = [
            .and: [0, 0, 0, 1], .or: [0, 1, 1, 1], .nand: [1, 1, 1, 0], .nor: [1, 0, 0, 0], .xor: [0, 1, 1, 0],
            .xnor: [1, 0, 0, 1],
        ]
        for gate in Gate.allCases { #expect(Datasets.gate(gate).labels == expected[gate]!) }
    }

    @Test func seedsDecide() {
        let makers: [(UInt64) -> [Double]] = [
            { Datasets.blobs(seed: $0).inputs.scalars() }, { Datasets.moons(seed: $0).inputs.scalars() },
            { Datasets.circles(seed: $0).inputs.scalars() }, { Datasets.spirals(seed: $0).inputs.scalars() },
            { Datasets.curve(seed: $0).targets.scalars() }, { Datasets.linear(seed: $0).targets.scalars() },
            { Datasets.waves(count: 3, seed: $0).inputs.scalars() },
            { Datasets.addingProblem(count: 3, seed: $0).inputs.scalars() },
            { Datasets.shapes(count: 3, seed: $0).images.scalars() },
            { Datasets.dates(count: 9, seed: $0).batch.sources.scalars() },
        ]
        for make in makers {
            #expect(make(1) == make(1))
            #expect(make(1) != make(2))
        }
    }

    @Test func classesDifferInSizeByOneAtMost() {
        #expect(Datasets.blobs(count: 11, centers: 3).classCounts == [4, 4, 3])
        #expect(Datasets.moons(count: 7).classCounts == [4, 3])
        #expect(Datasets.spirals(count: 10, arms: 4).classCounts == [3, 3, 2, 2])
    }

    @Test func blobsScatterAroundTheirCentres() {
        let data = Datasets.blobs(count: 4000, around: [[-5, 0], [5, 3]], standardDeviation: 0.5)
        for (label, center) in [[-5.0, 0], [5, 3]].enumerated() {
            let rows = data.labels.indices.filter { data.labels[$0] == label }
            let members = data.inputs.gathered(rows: rows)
            for (mean, expected) in zip(members.mean(axis: 0).scalars(), center) {
                #expect((mean - expected).magnitude < 0.05)
            }
            for deviation in members.standardDeviation(axis: 0).scalars() {
                #expect((deviation - 0.5).magnitude < 0.03)
            }
        }
    }

    @Test func moonsAndCirclesLieOnTheirCurves() {
        for (x, y, label) in points(Datasets.moons(count: 50, noise: 0)) {
            let radius = label == 0 ? hypot(x, y) : hypot(x - 1, y - 0.5)
            #expect((radius - 1).magnitude < 1e-6)
            #expect(label == 0 ? y > -1e-6 : y < 0.5 + 1e-6)
        }
        for (x, y, label) in points(Datasets.circles(count: 50, noise: 0, factor: 0.3)) {
            #expect((hypot(x, y) - (label == 0 ? 1 : 0.3)).magnitude < 1e-6)
        }
    }

    @Test func spiralArmsAreTurnedCopies() {
        let all = points(Datasets.spirals(count: 60, arms: 3, turns: 1.5, noise: 0))
        let arms = (0..<3).map { arm in all.filter { $0.label == arm }.sorted { hypot($0.x, $0.y) < hypot($1.x, $1.y) }
        }
        for arm in 1..<3 {
            let angle = 2 * Double.pi * Double(arm) / 3
            for (a, b) in zip(arms[0], arms[arm]) {
                #expect((a.x * cos(angle) - a.y * sin(angle) - b.x).magnitude < 1e-5)
                #expect((a.x * sin(angle) + a.y * cos(angle) - b.y).magnitude < 1e-5)
            }
        }
    }

    @Test func curvesFollowTheirFunctions() {
        let data = Datasets.curve(count: 40, in: 2...3, noise: 0) { $0 * $0 }
        #expect(data.inputs.shape == [40, 1])
        for (x, y) in zip(data.inputs.scalars(), data.targets.scalars()) {
            #expect((2...3).contains(x) && (x * x - y).magnitude < 1e-5)
        }
        let noisy = Datasets.curve(count: 5000, noise: 0.3) { _ in 1 }
        #expect((noisy.targets.standardDeviation().item() - 0.3).magnitude < 0.02)
        let linear = Datasets.linear(count: 20, weights: [1, -2], bias: 3, noise: 0)
        let expected = linear.inputs[.all, 0] - linear.inputs[.all, 1] * 2 + 3
        for (a, b) in zip(linear.targets.scalars(), expected.scalars()) { #expect((a - b).magnitude < 1e-5) }
    }

    @Test func wavesAreContinued() {
        let data = Datasets.waves(count: 4, length: 20)
        #expect(data.inputs.shape == [4, 20, 1] && data.targets.shape == [4, 20, 1])
        #expect(data.inputs[.all, 1..<20].scalars() == data.targets[.all, 0..<19].scalars())
        // x(t+1) + x(t-1) = 2 cos(frequency) x(t)
        let x = data.inputs[0].scalars()
        let ratio = (x[2] + x[0]) / x[1]
        for step in 1..<19 { #expect((x[step + 1] + x[step - 1] - ratio * x[step]).magnitude < 1e-3) }
    }

    @Test func markedNumbersAddUp() {
        let data = Datasets.addingProblem(count: 200, length: 9)
        let (numbers, marks) = (data.inputs[.all, .all, 0], data.inputs[.all, .all, 1])
        for (sum, target) in zip((numbers * marks).sum(axis: 1).scalars(), data.targets.scalars()) {
            #expect((sum - target).magnitude < 1e-6)
        }
        #expect(marks[.all, 0..<4].sum(axis: 1).scalars().allSatisfy { $0 == 1 })
        #expect(marks[.all, 4..<9].sum(axis: 1).scalars().allSatisfy { $0 == 1 })
    }

    @Test func karateClubIsZacharys() {
        let club = Datasets.karateClub()
        #expect(club.nodeCount == 34 && club.edges.count == 78)
        #expect(club.labels.count { $0 == 0 } == 17)
        #expect(Set(club.edges.map { $0.0 * 34 + $0.1 }).count == 78)
        var degrees = [Int](repeating: 0, count: 34)
        for (a, b) in club.edges {
            #expect(a < b)
            degrees[a] += 1
            degrees[b] += 1
        }
        #expect(degrees[0] == 16 && degrees[33] == 17 && degrees[32] == 12 && degrees[11] == 1)
        #expect(degrees.reduce(0, +) == 156 && degrees.min() == 1)
    }

    @Test func shapesFillTheirBoxes() {
        let data = Datasets.shapes(count: 40, size: 48, objects: 1...3, noise: 0)
        #expect(data.images.shape == [40, 1, 48, 48])
        for (image, boxes) in data.objects.enumerated() {
            #expect(1...3 ~= boxes.count)
            var outside = data.images[image, 0]
            for box in boxes {
                let edges = [
                    box.y - box.height / 2, box.y + box.height / 2, box.x - box.width / 2, box.x + box.width / 2,
                ]
                #expect(edges.allSatisfy { (0...1).contains($0) })
                let pixels = edges.map { $0 * 48 }
                let (top, bottom) = (Int(pixels[0].rounded(.down)), Int(pixels[1].rounded(.up)))
                let (left, right) = (Int(pixels[2].rounded(.down)), Int(pixels[3].rounded(.up)))
                let inside = outside[top..<bottom, left..<right]
                let brightest = inside.max().item()
                #expect(brightest >= 0.5)
                // A circle covers π/4 of its box, a square all and a triangle half.
                let covered = inside.sum().item() / brightest / (box.width * box.height * 48 * 48)
                #expect((covered - [Double.pi / 4, 1, 0.5][box.label]).magnitude < 0.1)
                outside[top..<bottom, left..<right] = Tensor.zeros([bottom - top, right - left])
            }
            #expect(outside.max().item() == 0)
        }
        #expect(Set(data.objects.joined().map(\.label)) == [0, 1, 2])
    }

    @Test func datesTranslateToTheStandard() {
        let data = Datasets.dates(count: 3000)
        #expect(Set(data.pairs.map(\.source)).count == 3000)
        #expect(data.pairs.contains { $0.source.hasSuffix("day, 1 January 2001") } || data.pairs.count == 3000)
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        for pair in data.pairs {
            let parts = pair.target.split(separator: "-")
            #expect(parts.map(\.count) == [4, 2, 2])
            #expect(pair.source.contains(parts[0]))
            #expect(pair.source.contains("\(Int(parts[2])!)"))
            #expect(pair.source.contains(months[Int(parts[1])! - 1]) || pair.source.contains(".\(parts[1])."))
            // Nothing is unknown to the vocabularies.
            #expect(data.sourceVocabulary.text(data.sourceVocabulary.encode(characters: pair.source)) == pair.source)
            #expect(data.targetVocabulary.text(data.targetVocabulary.encode(characters: pair.target)) == pair.target)
        }
        // A known weekday: 2000-02-29 was a Tuesday, as were all days a multiple of seven away from it.
        let tuesdays = data.pairs.filter { $0.source.hasPrefix("Tuesday") }
        #expect(!tuesdays.isEmpty)
        for pair in tuesdays { #expect((daysSince2000(pair.target) - 59) % 7 == 0) }
    }

    private func daysSince2000(_ date: String) -> Int {
        let parts = date.split(separator: "-").map { Int($0)! }
        var days = 0
        for year in min(parts[0], 2000)..<max(parts[0], 2000) {
            days += (parts[0] >= 2000 ? 1 : -1) * (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 366 : 365)
        }
        let isLeap = parts[0] % 4 == 0
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return days + lengths[..<(parts[1] - 1)].reduce(0, +) + parts[2] - 1
    }

    @Test func pairsBecomePaddedNumbers() {
        let data = TranslationData([.init(source: "ab", target: "x"), .init(source: "b", target: "xyx")])
        let (sources, targets) = data.batch
        #expect(sources.array(of: Int.self) == [4, 5, 2, 5, 2, 0])
        #expect(targets.array(of: Int.self) == [1, 4, 2, 0, 0, 1, 4, 5, 4, 2])
        #expect(sources.dtype == .int64)
        #expect(data.targetVocabulary.text([1, 4, 5, 4, 2, 0, 0]) == "xyx")
        #expect(data.sourceVocabulary["z"] == Vocabulary.unknown)
    }

    @Test func impossibleRequestsAreNamed() async {
        expectMessage(
            ["blobs", "2 samples in 3 classes"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Datasets.blobs(count: 2)
            })
        expectMessage(
            ["moons", "a standard deviation of -1"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = Datasets.moons(noise: -1)
            })
    }
}
