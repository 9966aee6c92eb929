public import Tensors

/// Gives each sample the class that most of its nearest neighbours have (Cover and Hart, "Nearest neighbor pattern
/// classification", 1967).
///
/// Distances are Euclidean. Of neighbours equally far the first fitted ones are nearer, and of classes equally frequent the
/// lowest wins.
public struct KNeighborsClassifier: Classifier {
    public let classes: [Int]
    /// How many neighbours have a say.
    public let neighbors: Int
    private let samples: ClassifiedRows

    /// - Parameters:
    ///   - inputs: [samples, features].
    ///   - labels: The class of each sample.
    ///   - neighbors: 1...samples.
    public init(fitting inputs: Tensor, labels: [Int], neighbors: Int = 5) {
        samples = ClassifiedRows(inputs, labels, "KNeighborsClassifier")
        if !(1...labels.count).contains(neighbors) {
            shapeError(
                "KNeighborsClassifier",
                "\(neighbors) neighbors of \(labels.count) samples; 1...\(labels.count) are wanted")
        }
        self.neighbors = neighbors
        classes = samples.classes
    }

    public func predict(_ inputs: Tensor) -> [Int] {
        shares(inputs).map { classes[argmax($0)] }
    }

    /// The share of each class among the neighbours, [samples, classes] in float64.
    public func predictProbabilities(_ inputs: Tensor) -> Tensor {
        let shares = shares(inputs)
        return Tensor(shares.flatMap { $0 }, shape: [shares.count, classes.count], dtype: .float64)
    }

    private func shares(_ inputs: Tensor) -> [[Double]] {
        let asked = Matrix(inputs, features: samples.matrix.columns, "KNeighborsClassifier")
        return (0..<asked.rows).map { row in
            // Those found so far, nearest first.
            var nearest: [(distance: Double, index: Int)] = []
            for index in 0..<samples.matrix.rows {
                let distance = squaredDistance(asked, row, samples.matrix, index)
                if nearest.count == neighbors && distance >= nearest[neighbors - 1].distance { continue }
                let place = nearest.lastIndex { $0.distance <= distance }.map { $0 + 1 } ?? 0
                nearest.insert((distance, index), at: place)
                if nearest.count > neighbors { nearest.removeLast() }
            }
            var counts = [Double](repeating: 0, count: classes.count)
            for neighbor in nearest { counts[samples.positions[neighbor.index]] += 1 }
            return counts.map { $0 / Double(neighbors) }
        }
    }
}
