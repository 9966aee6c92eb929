internal import Glibc
public import Tensors

/// t-SNE, which lays samples of many features out in a plane so that neighbours stay neighbours (van der Maaten and Hinton,
/// "Visualizing data using t-SNE", 2008). The exact method: every pair of samples counts, so that the time grows with the
/// square of their number.
///
/// How likely sample i is to pick j as its neighbour is p(j|i) ∝ exp(-|xᵢ - xⱼ|² / 2σᵢ²), with σᵢ such that it picks from as
/// many as the perplexity says. With pᵢⱼ = (p(j|i) + p(i|j)) / 2n and qᵢⱼ ∝ 1 / (1 + |yᵢ - yⱼ|²), the places y are those where
/// the divergence Σ pᵢⱼ ln(pᵢⱼ / qᵢⱼ) is small. They start at the first principal components, made tiny; for the first 250
/// steps p counts twelvefold, so that clusters form.
public struct TSNE: Sendable {
    /// The place of each sample, [samples, components] in float64.
    public let embedding: Tensor
    /// The divergence at the end.
    public let divergence: Double

    /// - Parameters:
    ///   - inputs: [samples, features], more than the perplexity.
    ///   - components: In how many dimensions to lay them out.
    ///   - perplexity: About how many neighbours a sample has.
    ///   - steps: How many steps to go, at least 250.
    ///   - learningRate: If `nil`, a 48th of the number of samples, but at least 50.
    public init(
        fitting inputs: Tensor, components: Int = 2, perplexity: Double = 30, steps: Int = 1000,
        learningRate: Double? = nil
    ) {
        let samples = Matrix(inputs, "TSNE")
        if !(perplexity >= 1) || Double(samples.rows) <= perplexity {
            shapeError(
                "TSNE",
                "a perplexity of \(perplexity) with \(samples.rows) samples; at least 1, and less than samples, is wanted"
            )
        }
        if components < 1 || components > samples.columns || steps < 250 {
            shapeError(
                "TSNE", "\(components) components of \(samples.columns) features in \(steps) steps (at least 250)")
        }
        let near = neighborProbabilities(samples, perplexity)
        let plane = PCA(fitting: inputs, components: components).transform(inputs)
        let spread = plane[.all, 0].standardDeviation().item()
        var places = (plane * (spread > 0 ? 1e-4 / spread : 1)).scalars()
        let rate = learningRate ?? max(Double(samples.rows) / 48, 50)
        var descent = PlaneDescent(places.count, rate)
        for step in 0..<steps {
            let early = step < 250
            // The momentum and the gains start anew for the second stage.
            if step == 250 { descent = PlaneDescent(places.count, rate) }
            let gradient = TSNECost(near, places, components).gradient(exaggeration: early ? 12 : 1)
            descent.step(&places, gradient, momentum: early ? 0.5 : 0.8)
        }
        embedding = Tensor(places, shape: [samples.rows, components], dtype: .float64)
        divergence = TSNECost(near, places, components).divergence
    }
}

/// Steps with momentum, and for each number a gain that grows while it keeps its direction.
private struct PlaneDescent {
    private var velocity: [Double]
    private var gains: [Double]
    private let rate: Double

    init(_ count: Int, _ rate: Double) {
        velocity = [Double](repeating: 0, count: count)
        gains = [Double](repeating: 1, count: count)
        self.rate = rate
    }

    mutating func step(_ places: inout [Double], _ gradient: [Double], momentum: Double) {
        for index in places.indices {
            gains[index] = max(0.01, velocity[index] * gradient[index] < 0 ? gains[index] + 0.2 : gains[index] * 0.8)
            velocity[index] = momentum * velocity[index] - rate * gains[index] * gradient[index]
            places[index] += velocity[index]
        }
    }
}

/// pᵢⱼ for all pairs, row after row; they add up to 1.
package func neighborProbabilities(_ samples: Tensor, perplexity: Double) -> [Double] {
    neighborProbabilities(Matrix(samples, "TSNE"), perplexity)
}

func neighborProbabilities(_ samples: Matrix, _ perplexity: Double) -> [Double] {
    let count = samples.rows
    var conditional = [Double](repeating: 0, count: count * count)
    for row in 0..<count {
        var distances = (0..<count).map { squaredDistance(samples, row, samples, $0) }
        distances[row] = .infinity
        // Its scale does not matter to exp(), but large ones would all become 0.
        let least = distances.min()!
        var (precision, low, high) = (1.0, 0.0, Double.infinity)
        var weights: [Double] = []
        for _ in 0..<200 {
            weights = distances.map { Glibc.exp(-($0 - least) * precision) }
            let sum = weights.reduce(0, +)
            var entropy = 0.0
            for index in 0..<count where weights[index] > 0 { entropy += weights[index] * (distances[index] - least) }
            entropy = Glibc.log(sum) + precision * entropy / sum
            for index in 0..<count { weights[index] /= sum }
            let excess = entropy - Glibc.log(perplexity)
            if excess.magnitude < 1e-10 { break }
            if excess > 0 { low = precision } else { high = precision }
            precision = high.isInfinite ? precision * 2 : (low + high) / 2
        }
        conditional.replaceSubrange((row * count)..<((row + 1) * count), with: weights)
    }
    var joint = conditional
    for row in 0..<count {
        for column in 0..<count {
            let both = conditional[row * count + column] + conditional[column * count + row]
            joint[row * count + column] = row == column ? 0 : max(both / (2 * Double(count)), 0x1p-52)
        }
    }
    return joint
}

/// How far the places are from telling what is near what.
package struct TSNECost {
    private let near: [Double]
    private let places: [Double]
    private let components: Int
    private let count: Int
    /// 1 / (1 + |yᵢ - yⱼ|²) for j < i.
    private let closeness: [Double]
    private let total: Double

    package init(_ near: [Double], _ places: [Double], _ components: Int) {
        let count = places.count / components
        var total = 0.0
        closeness = [Double](unsafeUninitializedCapacity: count * count) { closeness, filled in
            closeness.initialize(repeating: 0)
            filled = count * count
            places.withUnsafeBufferPointer { places in
                for row in 0..<count {
                    for column in 0..<row {
                        var distance = 1.0
                        for axis in 0..<components {
                            let difference = places[row * components + axis] - places[column * components + axis]
                            distance += difference * difference
                        }
                        closeness[row * count + column] = 1 / distance
                        total += 2 / distance
                    }
                }
            }
        }
        self.near = near
        self.places = places
        self.components = components
        self.count = count
        self.total = total
    }

    /// Σ pᵢⱼ ln(pᵢⱼ / qᵢⱼ)
    package var divergence: Double {
        var sum = 0.0
        for row in 0..<count {
            for column in 0..<row {
                let p = near[row * count + column]
                let q = max(closeness[row * count + column] / total, 0x1p-52)
                sum += 2 * p * Glibc.log(max(p, 0x1p-52) / q)
            }
        }
        return sum
    }

    /// 4 Σⱼ (e pᵢⱼ - qᵢⱼ) (yᵢ - yⱼ) / (1 + |yᵢ - yⱼ|²) for each i.
    package func gradient(exaggeration: Double) -> [Double] {
        var gradient = [Double](repeating: 0, count: places.count)
        gradient.withUnsafeMutableBufferPointer { gradient in
            places.withUnsafeBufferPointer { places in
                near.withUnsafeBufferPointer { near in
                    closeness.withUnsafeBufferPointer { closeness in
                        for row in 0..<count {
                            for column in 0..<row {
                                let close = closeness[row * count + column]
                                let q = max(close / total, 0x1p-52)
                                let pull = 4 * (exaggeration * near[row * count + column] - q) * close
                                for axis in 0..<components {
                                    let (one, other) = (row * components + axis, column * components + axis)
                                    let share = pull * (places[one] - places[other])
                                    gradient[one] += share
                                    gradient[other] -= share
                                }
                            }
                        }
                    }
                }
            }
        }
        return gradient
    }
}
