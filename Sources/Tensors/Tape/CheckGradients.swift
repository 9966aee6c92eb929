/// Where a gradient and its numerical estimate disagree most.
public struct GradientMismatch: Error, CustomStringConvertible {
    /// The input, by the name given or as "input 0".
    public let parameter: String
    /// The element's position along each axis.
    public let index: [Int]
    /// The central difference (f(x + h) - f(x - h)) / 2h.
    public let expected: Double
    /// What the tape computed.
    public let found: Double

    public var description: String {
        "the gradient of \(parameter) at \(index) is \(found), but the central difference is \(expected)"
    }
}

/// Compares the tape's gradients of `function` with central differences in float64.
///
/// The inputs are converted to float64. Where the function returns more than one number, a fixed weighted sum of them
/// is differentiated. Keep inputs away from points where the function has a kink.
///
/// - Parameters:
///   - names: What to call the inputs in the error.
///   - step: The h of the central difference, relative to elements larger than one.
///   - tolerance: How far gradient and estimate may be apart, relative to those larger than one.
/// - Throws: `GradientMismatch` for the worst disagreement.
public func checkGradients(
    of inputs: [Tensor], names: [String]? = nil, step: Double = 1e-6, tolerance: Double = 1e-6,
    _ function: ([Tensor]) -> Tensor
) throws(GradientMismatch) {
    let inputs = inputs.map { $0.detach().cast(to: .float64) }
    func value(_ inputs: [Tensor]) -> Tensor {
        let output = function(inputs).cast(to: .float64)
        let weights = Tensor.linspace(0.5, 1.5, count: output.count, dtype: .float64)
        return (output.reshape(-1) * weights).sum()
    }
    let found = gradient(of: value, at: inputs).map { $0.scalars() }
    var worst: (error: Double, mismatch: GradientMismatch)?
    noGradient {
        for (position, input) in inputs.enumerated() {
            let scalars = input.scalars()
            for (element, center) in scalars.enumerated() {
                let h = step * Swift.max(1, center.magnitude)
                func moved(_ target: Double) -> Double {
                    var changed = scalars
                    changed[element] = target
                    var all = inputs
                    all[position] = Tensor(changed, shape: input.shape, dtype: .float64)
                    return value(all).item()
                }
                let expected = (moved(center + h) - moved(center - h)) / ((center + h) - (center - h))
                let tape = found[position][element]
                let distance = (expected - tape).magnitude / Swift.max(1, expected.magnitude, tape.magnitude)
                let error = distance.isNaN ? .infinity : distance
                if error > tolerance && error > (worst?.error ?? 0) {
                    let mismatch = GradientMismatch(
                        parameter: names?[position] ?? "input \(position)",
                        index: positions(of: element, in: input.shape), expected: expected, found: tape)
                    worst = (error, mismatch)
                }
            }
        }
    }
    if let worst { throw worst.mismatch }
}

/// The position along each axis of the element at `offset` in row-major order.
func positions(of offset: Int, in shape: Shape) -> [Int] {
    var rest = offset
    var index: [Int] = []
    for length in shape.reversed() {
        index.append(rest % length)
        rest /= length
    }
    return index.reversed()
}
