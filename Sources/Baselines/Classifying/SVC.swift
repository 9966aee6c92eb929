internal import Glibc
public import Tensors

/// How alike two samples are to a support vector machine.
public enum SVMKernel: Sendable, Hashable {
    /// x · y
    case linear
    /// exp(-γ |x - y|²), with γ = 1 / (features · variance of all inputs) if it is `nil`.
    case rbf(gamma: Double? = nil)
}

/// A support vector machine: between each two classes the boundary with the widest margin, in the space of the kernel, that
/// weighs a wrong side by C (Cortes and Vapnik, "Support-vector networks", 1995).
///
/// For each two classes, with y = ±1, it is the solution of
///
///     min ½ Σ αᵢ αⱼ yᵢ yⱼ K(xᵢ, xⱼ) - Σ αᵢ    with 0 ≤ αᵢ ≤ C and Σ αᵢ yᵢ = 0,
///
/// found by sequential minimal optimization with second-order choice of pairs (Fan, Chen and Lin, "Working set selection
/// using second order information for training support vector machines", 2005). Of several classes the one wins that wins
/// most of its pairs; of those that win equally often the lowest.
public struct SVC: Classifier {
    public let classes: [Int]
    public let kernel: SVMKernel
    /// What γ is in the end; 0 for a linear kernel.
    public let gamma: Double
    private let machines: [PairMachine]
    private let features: Int

    /// - Parameters:
    ///   - inputs: [samples, features]. Features should be of about the same size: see ``StandardScaler``.
    ///   - labels: The class of each sample; at least two classes.
    ///   - c: What a sample on the wrong side costs: the larger, the fewer there are, and the narrower is the margin.
    ///   - tolerance: How far the conditions of the solution may be off.
    public init(
        fitting inputs: Tensor, labels: [Int], kernel: SVMKernel = .rbf(), c: Double = 1, tolerance: Double = 1e-3
    ) {
        let samples = ClassifiedRows(inputs, labels, "SVC")
        samples.requireTwoClasses("SVC")
        if !(c > 0 && c.isFinite) || !(tolerance > 0) {
            shapeError("SVC", "c is \(c), tolerance \(tolerance); both must be positive")
        }
        switch kernel {
        case .linear: gamma = 0
        case .rbf(let given):
            let variance = samples.matrix.tensor.variance().item()
            gamma = given ?? (variance == 0 ? 1 : 1 / (Double(samples.matrix.columns) * variance))
            if !(gamma > 0 && gamma.isFinite) { shapeError("SVC", "gamma is \(gamma); it must be positive") }
        }
        self.kernel = kernel
        classes = samples.classes
        features = samples.matrix.columns
        var machines: [PairMachine] = []
        for first in classes.indices {
            for second in (first + 1)..<max(first + 1, classes.count) {
                let rows = samples.positions.indices.filter { [first, second].contains(samples.positions[$0]) }
                machines.append(
                    PairMachine(
                        samples.matrix, rows, signs: rows.map { samples.positions[$0] == first ? 1 : -1 },
                        classes: (first, second), kernel: SampleKernel(kernel, gamma), c: c, tolerance: tolerance))
            }
        }
        self.machines = machines
    }

    /// The samples that the boundaries rest on: how many there are between each two classes.
    public var supportCounts: [Int] { machines.map { $0.supports.rows } }

    public func predict(_ inputs: Tensor) -> [Int] {
        let asked = Matrix(inputs, features: features, "SVC")
        return (0..<asked.rows).map { row in
            var votes = [Double](repeating: 0, count: classes.count)
            for machine in machines {
                votes[machine.decision(asked, row) > 0 ? machine.classes.0 : machine.classes.1] += 1
            }
            return classes[argmax(votes)]
        }
    }

    /// On which side of the boundary of two classes each sample lies: positive for the second class, and 1 at the margin.
    ///
    /// - Parameter inputs: [samples, features]. With more than two classes there is no single boundary, and this stops.
    public func decisionFunction(_ inputs: Tensor) -> [Double] {
        if machines.count > 1 { shapeError("SVC.decisionFunction", "\(classes.count) classes; it is for two") }
        let asked = Matrix(inputs, features: features, "SVC")
        return (0..<asked.rows).map { -machines[0].decision(asked, $0) }
    }
}

/// The kernel with its γ.
struct SampleKernel: Sendable {
    private let kernel: SVMKernel
    private let gamma: Double

    init(_ kernel: SVMKernel, _ gamma: Double) {
        self.kernel = kernel
        self.gamma = gamma
    }

    func callAsFunction(_ a: Matrix, _ row: Int, _ b: Matrix, _ other: Int) -> Double {
        if case .rbf = kernel { return Glibc.exp(-gamma * squaredDistance(a, row, b, other)) }
        return zip(a.row(row), b.row(other)).reduce(0) { $0 + $1.0 * $1.1 }
    }
}

/// The boundary between two classes: Σ yᵢ αᵢ K(xᵢ, x) - ρ is positive for the first one.
struct PairMachine: Sendable {
    let classes: (Int, Int)
    let supports: Matrix
    private let weights: [Double]
    private let offset: Double
    private let kernel: SampleKernel

    init(
        _ matrix: Matrix, _ rows: [Int], signs: [Double], classes: (Int, Int), kernel: SampleKernel, c: Double,
        tolerance: Double
    ) {
        let samples = Matrix(rows: rows.count, columns: matrix.columns, values: rows.flatMap { Array(matrix.row($0)) })
        var solver = MinimalOptimization(samples, signs, kernel, c)
        solver.solve(tolerance)
        let kept = rows.indices.filter { solver.alpha[$0] > 0 }
        supports = Matrix(
            rows: kept.count, columns: matrix.columns, values: kept.flatMap { Array(samples.row($0)) })
        weights = kept.map { signs[$0] * solver.alpha[$0] }
        offset = solver.offset
        self.classes = classes
        self.kernel = kernel
    }

    func decision(_ inputs: Matrix, _ row: Int) -> Double {
        weights.indices.reduce(-offset) { $0 + weights[$1] * kernel(supports, $1, inputs, row) }
    }
}
