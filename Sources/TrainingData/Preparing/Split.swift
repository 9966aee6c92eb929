internal import Glibc
internal import Tensors

/// How large a part of a data set is: a share of the samples, or their number.
public enum PartSize: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    /// A share in 0...1; the number of samples is rounded up.
    case fraction(Double)
    case count(Int)

    public init(floatLiteral value: Double) { self = .fraction(value) }
    public init(integerLiteral value: Int) { self = .count(value) }

    func samples(of total: Int, _ part: String, _ operation: String) -> Int {
        switch self {
        case .fraction(let share):
            if !(share > 0 && share < 1) {
                shapeError(operation, "a share of \(share) for \(part); it must be between 0 and 1")
            }
            // A share such as 0.1 is not exact, and 0.1 of 30 shall be 3.
            return Int((share * Double(total) - 1e-9).rounded(.up))
        case .count(let count):
            if count < 1 { shapeError(operation, "\(count) samples for \(part); at least one is wanted") }
            return count
        }
    }
}

extension Dataset {
    /// The samples in two parts, drawn at random: those to learn from and those to test with.
    ///
    /// ```swift
    /// let (train, test) = data.split(test: 0.2)
    /// ```
    ///
    /// - Parameters:
    ///   - test: How many to test with: a share such as 0.2, or a number such as 360.
    ///   - seed: The same seed gives the same parts on every machine.
    public func split(test: PartSize = 0.25, seed: UInt64 = 0) -> (train: Self, test: Self) {
        let tested = checkedSizes([(test, "testing")])[0]
        let order = RandomGenerator(seed: seed).permutation(count)
        return (self[Array(order[..<(count - tested)])], self[Array(order[(count - tested)...])])
    }

    /// The samples in three parts, drawn at random: those to learn from, those to watch and choose by while learning, and
    /// those to test with at the end.
    public func split(
        validation: PartSize, test: PartSize, seed: UInt64 = 0
    ) -> (train: Self, validation: Self, test: Self) {
        let sizes = checkedSizes([(validation, "validation"), (test, "testing")])
        let order = RandomGenerator(seed: seed).permutation(count)
        let trained = count - sizes[0] - sizes[1]
        return (
            self[Array(order[..<trained])], self[Array(order[trained..<(trained + sizes[0])])],
            self[Array(order[(trained + sizes[0])...])]
        )
    }

    /// `count` ways of setting aside a part of the samples for validation, so that each sample is in one of these parts
    /// (cross-validation).
    public func folds(_ count: Int, seed: UInt64 = 0) -> [(train: Self, validation: Self)] {
        if count < 2 || count > self.count {
            shapeError(
                "folds", "\(count) folds of \(self.count) samples; at least 2 and at most one a sample are wanted")
        }
        let order = RandomGenerator(seed: seed).permutation(self.count)
        return (0..<count).map { fold in
            let (start, end) = (fold * self.count / count, (fold + 1) * self.count / count)
            return (self[Array(order[..<start] + order[end...])], self[Array(order[start..<end])])
        }
    }

    /// The number of samples of each part; some must be left to learn from.
    func checkedSizes(_ parts: [(size: PartSize, name: String)]) -> [Int] {
        if count == 0 { shapeError("split", "the data set is empty") }
        let sizes = parts.map { $0.size.samples(of: count, $0.name, "split") }
        if sizes.reduce(0, +) >= count {
            let wanted = zip(sizes, parts).map { "\($0) for \($1.name)" }.joined(separator: " and ")
            shapeError("split", "\(wanted) out of \(count) samples leaves none to learn from")
        }
        return sizes
    }
}

extension LabelledData {
    /// `split(test:seed:)` with the classes in the same proportions in both parts, as nearly as whole samples allow.
    ///
    /// Every class needs at least one sample for each part.
    public func stratifiedSplit(test: PartSize = 0.25, seed: UInt64 = 0) -> (train: LabelledData, test: LabelledData) {
        let parts = stratified([(test, "testing")], seed)
        return (self[parts[0]], self[parts[1]])
    }

    /// `split(validation:test:seed:)` with the classes in the same proportions in all parts, as nearly as whole samples
    /// allow.
    ///
    /// Every class needs at least one sample for each part.
    public func stratifiedSplit(
        validation: PartSize, test: PartSize, seed: UInt64 = 0
    ) -> (train: LabelledData, validation: LabelledData, test: LabelledData) {
        let parts = stratified([(validation, "validation"), (test, "testing")], seed)
        return (self[parts[0]], self[parts[1]], self[parts[2]])
    }

    /// The positions of the samples of each part, the first being the one to learn from.
    private func stratified(_ parts: [(size: PartSize, name: String)], _ seed: UInt64) -> [[Int]] {
        let generator = RandomGenerator(seed: seed)
        let order = generator.permutation(count)
        var members = [[Int]](repeating: [], count: classCount)
        var chosen: [[Int]] = []
        for position in order { members[labels[position]].append(position) }
        for size in checkedSizes(parts) {
            let left = members.map(\.count)
            let shares = apportioned(size, left)
            for label in members.indices where left[label] > 0 && (shares[label] == 0 || shares[label] == left[label]) {
                let name = classNames.isEmpty ? "\(label)" : classNames[label]
                shapeError(
                    "stratifiedSplit",
                    "class \(name) has \(classCounts[label]) of \(count) samples, too few for a share in every part")
            }
            chosen.append(members.indices.flatMap { members[$0].prefix(shares[$0]) })
            for label in members.indices { members[label].removeFirst(shares[label]) }
        }
        return ([members.flatMap { $0 }] + chosen).map { part in
            generator.permutation(part.count).map { part[$0] }
        }
    }
}

/// `total` in whole parts that are as `weights` (the largest remainders are rounded up, of equal ones the first).
private func apportioned(_ total: Int, _ weights: [Int]) -> [Int] {
    let sum = weights.reduce(0, +)
    var parts = weights.map { total * $0 / sum }
    let order = weights.indices.sorted { (-(total * weights[$0] % sum), $0) < (-(total * weights[$1] % sum), $1) }
    for index in order.prefix(total - parts.reduce(0, +)) { parts[index] += 1 }
    return parts
}
