/// Sequential minimal optimization: solves for the two α at a time that violate the conditions of the solution most, as
/// LIBSVM does (Chang and Lin, "LIBSVM: a library for support vector machines", 2011).
struct MinimalOptimization {
    private let samples: Matrix
    private let signs: [Double]
    private let kernel: SampleKernel
    private let c: Double
    private(set) var alpha: [Double]
    /// Σ αⱼ yᵢ yⱼ K(xᵢ, xⱼ) - 1, the derivative with respect to each α.
    private var gradient: [Double]
    private let diagonal: [Double]
    /// Rows of the kernel that have been needed so far.
    private var known: [Int: [Double]] = [:]

    init(_ samples: Matrix, _ signs: [Double], _ kernel: SampleKernel, _ c: Double) {
        self.samples = samples
        self.signs = signs
        self.kernel = kernel
        self.c = c
        alpha = [Double](repeating: 0, count: signs.count)
        gradient = [Double](repeating: -1, count: signs.count)
        diagonal = signs.indices.map { kernel(samples, $0, samples, $0) }
    }

    private mutating func kernelRow(_ index: Int) -> [Double] {
        if let row = known[index] { return row }
        // Of a large set not all rows fit into memory.
        if known.count * signs.count > 1 << 26 { known.removeAll() }
        let row = signs.indices.map { kernel(samples, index, samples, $0) }
        known[index] = row
        return row
    }

    mutating func solve(_ tolerance: Double) {
        // So many steps that only a problem without a solution in reach takes them all.
        for _ in 0..<max(10_000_000, 100 * signs.count) {
            guard let (i, j) = worstPair(tolerance) else { return }
            step(i, j)
        }
    }

    private func canGrow(_ index: Int) -> Bool { signs[index] > 0 ? alpha[index] < c : alpha[index] > 0 }
    private func canShrink(_ index: Int) -> Bool { signs[index] > 0 ? alpha[index] > 0 : alpha[index] < c }

    /// The one that violates the conditions most, and the one with which the objective falls most; `nil` if none is off by
    /// more than the tolerance.
    private mutating func worstPair(_ tolerance: Double) -> (Int, Int)? {
        var (largest, i) = (-Double.infinity, -1)
        for index in signs.indices where canGrow(index) && -signs[index] * gradient[index] >= largest {
            (largest, i) = (-signs[index] * gradient[index], index)
        }
        if i < 0 { return nil }
        let row = kernelRow(i)
        var (least, best, j) = (Double.infinity, Double.infinity, -1)
        for index in signs.indices where canShrink(index) {
            let value = -signs[index] * gradient[index]
            least = min(least, value)
            let gap = largest - value
            if gap <= 0 { continue }
            let curvature = max(diagonal[i] + diagonal[index] - 2 * row[index], 1e-12)
            let change = -gap * gap / curvature
            if change <= best { (best, j) = (change, index) }
        }
        return j < 0 || largest - least < tolerance ? nil : (i, j)
    }

    /// Solves for two α, whose weighted sum stays what it is, within 0...c.
    private mutating func step(_ i: Int, _ j: Int) {
        let (first, second) = (kernelRow(i), kernelRow(j))
        let curvature = max(diagonal[i] + diagonal[j] - 2 * first[j], 1e-12)
        let old = (alpha[i], alpha[j])
        if signs[i] != signs[j] {
            let change = (-gradient[i] - gradient[j]) / curvature
            let difference = alpha[i] - alpha[j]
            alpha[i] += change
            alpha[j] += change
            if difference > 0 {
                if alpha[j] < 0 { (alpha[i], alpha[j]) = (difference, 0) }
                if alpha[i] > c { (alpha[i], alpha[j]) = (c, c - difference) }
            } else {
                if alpha[i] < 0 { (alpha[i], alpha[j]) = (0, -difference) }
                if alpha[j] > c { (alpha[i], alpha[j]) = (c + difference, c) }
            }
        } else {
            let change = (gradient[i] - gradient[j]) / curvature
            let sum = alpha[i] + alpha[j]
            alpha[i] -= change
            alpha[j] += change
            if sum > c {
                if alpha[i] > c { (alpha[i], alpha[j]) = (c, sum - c) }
                if alpha[j] > c { (alpha[i], alpha[j]) = (sum - c, c) }
            } else {
                if alpha[j] < 0 { (alpha[i], alpha[j]) = (sum, 0) }
                if alpha[i] < 0 { (alpha[i], alpha[j]) = (0, sum) }
            }
        }
        let (a, b) = (signs[i] * (alpha[i] - old.0), signs[j] * (alpha[j] - old.1))
        for index in signs.indices { gradient[index] += signs[index] * (a * first[index] + b * second[index]) }
    }

    /// ρ: the mean of y · gradient over those α that are neither 0 nor c, or the middle of what the others allow.
    var offset: Double {
        var (upper, lower, sum, free) = (Double.infinity, -Double.infinity, 0.0, 0)
        for index in signs.indices {
            let value = signs[index] * gradient[index]
            if alpha[index] > 0 && alpha[index] < c {
                sum += value
                free += 1
            } else if canGrow(index) {
                upper = min(upper, value)
            } else {
                lower = max(lower, value)
            }
        }
        return free > 0 ? sum / Double(free) : (upper + lower) / 2
    }
}
