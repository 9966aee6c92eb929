public import Tensors

/// A tree of questions "is feature j at most t?", grown by CART (Breiman, Friedman, Olshen and Stone, "Classification and
/// regression trees", 1984): each question is the one that lowers the Gini impurity 1 - Σ p(c)² of the samples most, weighted
/// over its two sides.
///
/// Thresholds lie half-way between neighbouring values. Of questions equally good the one about the first feature is asked,
/// and then the one with the lowest threshold; of classes equally frequent the lowest wins. (scikit-learn looks at the
/// features in random order, so that of equally good ones it may ask another.) Growth ends where all samples have one class,
/// or no two samples differ.
public struct DecisionTreeClassifier: Classifier, CustomStringConvertible {
    indirect enum Node: Sendable {
        case leaf([Double])
        case question(feature: Int, threshold: Double, atMost: Node, above: Node)
    }

    public let classes: [Int]
    let root: Node
    private let features: Int

    /// - Parameters:
    ///   - inputs: [samples, features].
    ///   - labels: The class of each sample.
    ///   - maxDepth: How many questions may follow each other; any number if `nil`.
    ///   - minSamplesSplit: How many samples a question needs, at least 2.
    ///   - minSamplesLeaf: How many samples each side of a question needs, at least 1.
    public init(
        fitting inputs: Tensor, labels: [Int], maxDepth: Int? = nil, minSamplesSplit: Int = 2, minSamplesLeaf: Int = 1
    ) {
        let name = "DecisionTreeClassifier"
        let samples = ClassifiedRows(inputs, labels, name)
        if minSamplesSplit < 2 || minSamplesLeaf < 1 || maxDepth.map({ $0 < 1 }) == true {
            shapeError(
                name,
                "maxDepth \(maxDepth.map { "\($0)" } ?? "nil"), minSamplesSplit \(minSamplesSplit), minSamplesLeaf "
                    + "\(minSamplesLeaf); at least 1, 2 and 1 are wanted")
        }
        classes = samples.classes
        features = samples.matrix.columns
        let growth = TreeGrowth(
            samples: samples, maxDepth: maxDepth ?? .max, minSplit: minSamplesSplit, minLeaf: minSamplesLeaf)
        root = growth.node(Array(0..<labels.count), depth: 0)
    }

    public func predict(_ inputs: Tensor) -> [Int] {
        shares(inputs).map { classes[argmax($0)] }
    }

    /// The share of each class among the samples that a leaf was made of, [samples, classes] in float64.
    public func predictProbabilities(_ inputs: Tensor) -> Tensor {
        let shares = shares(inputs)
        return Tensor(shares.flatMap { $0 }, shape: [shares.count, classes.count], dtype: .float64)
    }

    private func shares(_ inputs: Tensor) -> [[Double]] {
        let asked = Matrix(inputs, features: features, "DecisionTreeClassifier")
        return (0..<asked.rows).map { row in
            var node = root
            while case .question(let feature, let threshold, let atMost, let above) = node {
                node = asked[row, feature] <= threshold ? atMost : above
            }
            guard case .leaf(let shares) = node else { return [] }
            return shares
        }
    }

    /// The number of questions that follow each other at most.
    public var depth: Int { depth(of: root) }

    private func depth(of node: Node) -> Int {
        guard case .question(_, _, let atMost, let above) = node else { return 0 }
        return 1 + max(depth(of: atMost), depth(of: above))
    }

    /// The number of leaves.
    public var leafCount: Int { leafCount(of: root) }

    private func leafCount(of node: Node) -> Int {
        guard case .question(_, _, let atMost, let above) = node else { return 1 }
        return leafCount(of: atMost) + leafCount(of: above)
    }

    /// The questions and answers, one a line.
    public var description: String { lines(of: root, "").joined(separator: "\n") }

    private func lines(of node: Node, _ indent: String) -> [String] {
        switch node {
        case .leaf(let shares): ["\(indent)class \(classes[argmax(shares)])"]
        case .question(let feature, let threshold, let atMost, let above):
            ["\(indent)feature \(feature) ≤ \(threshold)?"] + lines(of: atMost, indent + "  yes: ")
                + lines(of: above, indent + "  no:  ")
        }
    }
}

private struct TreeGrowth {
    let samples: ClassifiedRows
    let maxDepth: Int
    let minSplit: Int
    let minLeaf: Int

    func node(_ members: [Int], depth: Int) -> DecisionTreeClassifier.Node {
        let counts = counts(members)
        let isPure = counts.contains(members.count)
        if isPure || depth == maxDepth || members.count < max(minSplit, 2 * minLeaf) { return leaf(counts) }
        guard let (feature, threshold) = bestQuestion(members, counts) else { return leaf(counts) }
        let atMost = members.filter { samples.matrix[$0, feature] <= threshold }
        let above = members.filter { samples.matrix[$0, feature] > threshold }
        return .question(
            feature: feature, threshold: threshold, atMost: node(atMost, depth: depth + 1),
            above: node(above, depth: depth + 1))
    }

    private func counts(_ members: [Int]) -> [Int] {
        var counts = [Int](repeating: 0, count: samples.classes.count)
        for member in members { counts[samples.positions[member]] += 1 }
        return counts
    }

    private func leaf(_ counts: [Int]) -> DecisionTreeClassifier.Node {
        let total = Double(counts.reduce(0, +))
        return .leaf(counts.map { Double($0) / total })
    }

    /// The question after which Σ n (1 - Σ p²) over both sides is least, which is where Σ (Σ count²) / n is largest.
    private func bestQuestion(_ members: [Int], _ counts: [Int]) -> (feature: Int, threshold: Double)? {
        var best: (feature: Int, threshold: Double)?
        var bestPurity = -Double.infinity
        for feature in 0..<samples.matrix.columns {
            let sorted = members.map { (value: samples.matrix[$0, feature], label: samples.positions[$0]) }
                .sorted { $0.value < $1.value }
            var (left, right) = ([Int](repeating: 0, count: counts.count), counts)
            var (leftSquares, rightSquares) = (0, counts.reduce(0) { $0 + $1 * $1 })
            for index in 0..<(sorted.count - 1) {
                let label = sorted[index].label
                // (n + 1)² - n² = 2n + 1
                leftSquares += 2 * left[label] + 1
                rightSquares -= 2 * right[label] - 1
                left[label] += 1
                right[label] -= 1
                let (low, high) = (sorted[index].value, sorted[index + 1].value)
                let (leftCount, rightCount) = (index + 1, sorted.count - index - 1)
                if low == high || leftCount < minLeaf || rightCount < minLeaf { continue }
                let purity = Double(leftSquares) / Double(leftCount) + Double(rightSquares) / Double(rightCount)
                // What is better by rounding alone is not better.
                if purity > bestPurity + 1e-12 * max(1, bestPurity.isFinite ? bestPurity : 1) {
                    bestPurity = purity
                    let middle = low / 2 + high / 2
                    // Between neighbouring numbers there is none.
                    best = (feature, middle < high ? middle : low)
                }
            }
        }
        return best
    }
}
