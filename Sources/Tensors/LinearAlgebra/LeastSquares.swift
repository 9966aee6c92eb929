internal import COpenBLAS

/// The Moore-Penrose inverse. G. H. Golub, V. Pereyra, "The differentiation of pseudo-inverses and nonlinear least
/// squares problems whose variables separate", SIAM J. Numer. Anal. 10 (1973).
final class PseudoInverse: Operation, @unchecked Sendable {
    static let shared = PseudoInverse()
    override var name: String { "pseudoInverse" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, .pseudoInverseShare(pass.input(0), pass.output, pass.gradient))
    }
}

/// The X with the least |A X - B|.
final class LeastSquares: Operation, @unchecked Sendable {
    static let shared = LeastSquares()
    override var name: String { "leastSquares" }

    override func backward(_ pass: BackwardPass) {
        let (a, b) = (pass.input(0), pass.input(1))
        let inverse = a.pseudoInverse()
        pass.add(to: 0, .pseudoInverseShare(a, inverse, pass.gradient.matmul(b.matrixTransposed)))
        pass.add(to: 1, inverse.matrixTransposed.matmul(pass.gradient))
    }
}

/// The X for which |A X - B| is least, and of several such the shortest, by singular values in float64.
///
/// The derivative is that for a fixed rank of A.
///
/// - Parameters:
///   - a: [..., m, n]. Singular values below the largest one times max(m, n) times the type's precision count as 0.
///   - b: [..., m, k] for k right sides, or [m] for a single one; batches broadcast.
/// - Returns: [..., n, k], or [..., n].
public func leastSquares(_ a: Tensor, _ b: Tensor) -> Tensor {
    let (a, b) = Tensor.system(a.matrices("leastSquares"), b, "leastSquares")
    let solution = Tensor.leastSquares(a, b.columns)
    return b.isVector ? solution.squeezing(axis: -1) : solution
}

extension Tensor {
    fileprivate static func leastSquares(_ a: Tensor, _ b: Tensor) -> Tensor {
        a.checkFinite("leastSquares")
        b.checkFinite("leastSquares")
        let left = Matrices(a)
        let longest = Swift.max(left.rows, left.columns)
        // LAPACK puts the solution in place of the right side, so that has room for both.
        let extended = noGradient {
            b.detach().cast(to: .float64).padded(
                Array(repeating: (0, 0), count: b.rank - 2) + [(0, longest - left.rows), (0, 0)])
        }
        let right = Matrices(extended)
        var (m, n, k) = (blasint(left.rows), blasint(left.columns), blasint(right.columns))
        var (leading, rightLeading) = (Swift.max(m, 1), Swift.max(blasint(longest), 1))
        let least = Swift.min(left.rows, left.columns)
        var singular = [Double](repeating: 0, count: Swift.max(1, least))
        var bound = a.rounding
        var rank: blasint = 0
        // Enough for the smallest subproblem size that LAPACK has, 25.
        let work = 12 * longest + 2 * longest * 25 + 8 * longest * 32 + longest * right.columns + 26 * 26
        var scratch = [Double](repeating: 0, count: work + 64 * (longest + right.columns))
        var length = blasint(scratch.count)
        var integers = [blasint](repeating: 0, count: Swift.max(1, 3 * least * 32 + 11 * least))
        for index in 0..<left.count where least > 0 {
            var info: blasint = 0
            dgelsd_(
                &m, &n, &k, left[index], &leading, right[index], &rightLeading, &singular, &bound, &rank, &scratch,
                &length, &integers, &info)
            check(info, "leastSquares", index, of: left.count, "has singular values that do not converge")
        }
        let result = noGradient {
            right.tensor(b.batchShape).sliced(axis: -2, from: 0, to: left.columns).cast(to: b.dtype).packed
        }
        return Tensor(result.node.storage, result.shape, b.dtype, by: LeastSquares.shared, a, b)
    }

    /// The Moore-Penrose inverses, by singular values: [..., m, n] → [..., n, m].
    ///
    /// Singular values below the largest one times max(m, n) times the type's precision count as 0. The derivative is
    /// that for a fixed rank.
    public func pseudoInverse() -> Tensor {
        let source = matrices("pseudoInverse")
        let result = noGradient {
            let (u, s, vt) = source.detach().svd()
            let bound = s.count == 0 ? s : s.max(axis: -1, keepDims: true) * source.rounding
            let inverse = s.replacing(where: s.lessThanOrEqualTo(bound), with: Double.infinity).reciprocal()
            return (vt.matrixTransposed * inverse.expandingDims(axis: -2)).matmul(u.matrixTransposed).packed
        }
        return Tensor(result.node.storage, result.shape, source.dtype, by: PseudoInverse.shared, source)
    }

    /// The gradient of A where that of its pseudo-inverse P is `gradient`.
    fileprivate static func pseudoInverseShare(_ a: Tensor, _ p: Tensor, _ gradient: Tensor) -> Tensor {
        let (pt, gt) = (p.matrixTransposed, gradient.matrixTransposed)
        let direct = pt.matmul(gradient).matmul(pt)
        let rows = gt.matmul(p).matmul(pt)
        let columns = pt.matmul(p).matmul(gt)
        return rows - a.matmul(p).matmul(rows) + columns - columns.matmul(p).matmul(a) - direct
    }
}
