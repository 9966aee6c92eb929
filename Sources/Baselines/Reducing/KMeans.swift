internal import Glibc
public import Tensors

/// k-means clustering by Lloyd's algorithm: each sample belongs to the nearest centre, each centre moves to the mean of its
/// samples, until no sample changes sides (Lloyd, "Least squares quantization in PCM", 1982).
///
/// The first centres are samples drawn far from each other, k-means++ (Arthur and Vassilvitskii, 2007); of several runs the
/// one with the least inertia counts. A centre without samples moves to the sample that is farthest from its own.
public struct KMeans: Sendable {
    /// The centres, [clusters, features] in float64.
    public let centers: Tensor
    /// The cluster of each sample that it was fitted to.
    public let labels: [Int]
    /// Σ |x - centre|² over those samples.
    public let inertia: Double
    /// How often the centres moved.
    public let steps: Int
    private let matrix: Matrix

    /// - Parameters:
    ///   - inputs: [samples, features].
    ///   - clusters: 1...samples.
    ///   - runs: How often to begin anew.
    ///   - seed: The same seed gives the same clusters.
    public init(fitting inputs: Tensor, clusters: Int, runs: Int = 10, maxSteps: Int = 300, seed: UInt64 = 0) {
        let samples = Matrix(inputs, "KMeans")
        if !(1...max(1, samples.rows)).contains(clusters) || samples.rows == 0 {
            shapeError("KMeans", "\(clusters) clusters of \(samples.rows) samples")
        }
        if runs < 1 || maxSteps < 1 { shapeError("KMeans", "\(runs) runs of \(maxSteps) steps") }
        let generator = RandomGenerator(seed: seed)
        var best: KMeans?
        for _ in 0..<runs {
            let run = KMeans(samples, spreadCenters(samples, clusters, generator), maxSteps)
            if run.inertia < best?.inertia ?? .infinity { best = run }
        }
        self = best!
    }

    /// Clusters that start from the given centres, [clusters, features].
    public init(fitting inputs: Tensor, centers: Tensor, maxSteps: Int = 300) {
        let samples = Matrix(inputs, "KMeans")
        let start = Matrix(centers, features: samples.columns, "KMeans")
        if !(1...max(1, samples.rows)).contains(start.rows) || samples.rows == 0 {
            shapeError("KMeans", "\(start.rows) clusters of \(samples.rows) samples")
        }
        if maxSteps < 1 { shapeError("KMeans", "\(maxSteps) steps") }
        self.init(samples, start, maxSteps)
    }

    private init(_ samples: Matrix, _ start: Matrix, _ maxSteps: Int) {
        var centers = start
        var (labels, distances) = nearest(samples, centers)
        var steps = 0
        while steps < maxSteps {
            centers = moved(samples, labels, distances, centers.rows)
            steps += 1
            let old = labels
            (labels, distances) = nearest(samples, centers)
            if labels == old { break }
        }
        matrix = centers
        self.centers = centers.tensor
        self.labels = labels
        self.steps = steps
        inertia = distances.reduce(0, +)
    }

    /// The cluster of each row of [samples, features].
    public func predict(_ inputs: Tensor) -> [Int] {
        nearest(Matrix(inputs, features: matrix.columns, "KMeans"), matrix).labels
    }
}

/// The nearest centre of each sample, the first of equal ones, and the squared distance.
private func nearest(_ samples: Matrix, _ centers: Matrix) -> (labels: [Int], distances: [Double]) {
    var (labels, distances): ([Int], [Double]) = ([], [])
    for row in 0..<samples.rows {
        var (best, label) = (Double.infinity, 0)
        for center in 0..<centers.rows {
            let distance = squaredDistance(samples, row, centers, center)
            if distance < best { (best, label) = (distance, center) }
        }
        labels.append(label)
        distances.append(best)
    }
    return (labels, distances)
}

/// The mean of the samples of each cluster.
private func moved(_ samples: Matrix, _ labels: [Int], _ distances: [Double], _ clusters: Int) -> Matrix {
    var counts = [Int](repeating: 0, count: clusters)
    for label in labels { counts[label] += 1 }
    var labels = labels
    let empty = counts.indices.filter { counts[$0] == 0 }
    if !empty.isEmpty {
        var farthest = distances.indices.sorted { (-distances[$0], $0) < (-distances[$1], $1) }[...]
        for cluster in empty {
            // No cluster is emptied to fill another.
            while let sample = farthest.popFirst() {
                if counts[labels[sample]] == 1 { continue }
                counts[labels[sample]] -= 1
                counts[cluster] = 1
                labels[sample] = cluster
                break
            }
        }
    }
    var sums = [Double](repeating: 0, count: clusters * samples.columns)
    for (row, label) in labels.enumerated() {
        for column in 0..<samples.columns { sums[label * samples.columns + column] += samples[row, column] }
    }
    for index in sums.indices { sums[index] /= Double(max(1, counts[index / samples.columns])) }
    return Matrix(rows: clusters, columns: samples.columns, values: sums)
}

/// Samples, each drawn with a probability that grows with the squared distance to the ones drawn before; of some draws the
/// one that leaves the least distances counts.
private func spreadCenters(_ samples: Matrix, _ clusters: Int, _ generator: RandomGenerator) -> Matrix {
    var chosen = [generator.next(below: samples.rows)]
    var distances = (0..<samples.rows).map { squaredDistance(samples, $0, samples, chosen[0]) }
    let draws = 2 + Int(Glibc.log(Double(clusters)))
    while chosen.count < clusters {
        var best: (row: Int, distances: [Double], sum: Double)?
        for _ in 0..<draws {
            let row = drawn(distances, generator)
            let left = (0..<samples.rows).map { min(distances[$0], squaredDistance(samples, $0, samples, row)) }
            let sum = left.reduce(0, +)
            if sum < best?.sum ?? .infinity { best = (row, left, sum) }
        }
        chosen.append(best!.row)
        distances = best!.distances
    }
    return Matrix(rows: clusters, columns: samples.columns, values: chosen.flatMap { Array(samples.row($0)) })
}

/// A position drawn with a probability that grows with its weight; where all weights are 0 any will do.
private func drawn(_ weights: [Double], _ generator: RandomGenerator) -> Int {
    var rest = weights.reduce(0, +) * Double(generator.next() >> 11) * 0x1p-53
    for (position, weight) in weights.enumerated() where weight > 0 {
        rest -= weight
        if rest < 0 { return position }
    }
    return weights.lastIndex { $0 > 0 } ?? generator.next(below: weights.count)
}
