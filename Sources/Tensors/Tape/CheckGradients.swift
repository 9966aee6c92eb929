/// Where a gradient and its numerical estimate disagree most.
public struct GradientMismatch: Error, CustomStringConvertible {
    /// The input, by the name given or as "input 0".
    public let parameter: String
    /// The element's position along each axis.
    public let index: [Int]
    /// The central difference (f(x + h) - f(x - h)) / 2h.
    public let expected: Double
    /// What was computed in `mode`.
    public let found: Double
    public let mode: DifferentiationMode

    public var description: String {
        "the \(mode == .reverse ? "gradient" : "tangent") of \(parameter) at \(index) is \(found), "
            + "but the central difference is \(expected)"
    }
}

/// Compares the derivatives of `function` with central differences in float64.
///
/// Inputs of floating-point numbers are converted to float64; others are left alone. Where the function returns more than
/// one number, a fixed weighted sum of them is differentiated. Keep inputs away from points where the function has a kink.
///
/// - Parameters:
///   - names: What to call the inputs in the error.
///   - mode: Whether to check the gradients of reverse mode or, element by element, the tangents of forward mode.
///   - step: The h of the central difference, relative to elements larger than one.
///   - tolerance: How far derivative and estimate may be apart, relative to those larger than one.
/// - Throws: `GradientMismatch` for the worst disagreement.
public func checkGradients(
    of inputs: [Tensor], names: [String]? = nil, mode: DifferentiationMode = .reverse, step: Double = 1e-6,
    tolerance: Double = 1e-6, _ function: ([Tensor]) -> Tensor
) throws(GradientMismatch) {
    if let names, names.count != inputs.count {
        shapeError("checkGradients", "\(names.count) names for \(inputs.count) inputs")
    }
    let inputs = inputs.map { $0.dtype.isFloatingPoint ? $0.detach().cast(to: .float64) : $0.detach() }
    let places = inputs.indices.filter { inputs[$0].dtype.isFloatingPoint }
    func value(_ variables: [Tensor]) -> Tensor {
        var all = inputs
        for (place, variable) in zip(places, variables) { all[place] = variable }
        let output = function(all).cast(to: .float64)
        if output.count == 1 { return output.reshape([]) }
        let weights = Tensor.linspace(0.5, 1.5, count: output.count, dtype: .float64)
        return (output.reshape(-1) * weights).sum()
    }
    let variables = places.map { inputs[$0] }
    let found = mode == .reverse ? gradient(of: value, at: variables) : tangents(of: value, at: variables)
    var worst: (error: Double, mismatch: GradientMismatch)?
    noGradient {
        for (position, variable) in variables.enumerated() {
            let scalars = variable.scalars()
            let derivatives = found[position].scalars()
            for (element, center) in scalars.enumerated() {
                let h = step * Swift.max(1, center.magnitude)
                func moved(_ target: Double) -> Double {
                    var changed = scalars
                    changed[element] = target
                    var all = variables
                    all[position] = Tensor(changed, shape: variable.shape, dtype: .float64)
                    return value(all).item()
                }
                let expected = (moved(center + h) - moved(center - h)) / ((center + h) - (center - h))
                let derivative = derivatives[element]
                let distance = (expected - derivative).magnitude
                let relative = distance / Swift.max(1, expected.magnitude, derivative.magnitude)
                let error = relative.isNaN ? .infinity : relative
                if error > tolerance && error > (worst?.error ?? 0) {
                    let mismatch = GradientMismatch(
                        parameter: names?[places[position]] ?? "input \(places[position])",
                        index: positions(of: element, in: variable.shape), expected: expected, found: derivative,
                        mode: mode)
                    worst = (error, mismatch)
                }
            }
        }
    }
    if let worst { throw worst.mismatch }
}

/// Compares the derivatives of `function` with respect to every tensor inside `parameters`, a struct, tuple, array,
/// dictionary or optional, with central differences in float64.
///
/// The error names a tensor by its path, such as `layers.0.weight`; see `checkGradients(of:names:mode:step:tolerance:_:)`.
public func checkGradients<Parameters>(
    of parameters: Parameters, mode: DifferentiationMode = .reverse, step: Double = 1e-6, tolerance: Double = 1e-6,
    _ function: (Parameters) -> Tensor
) throws(GradientMismatch) {
    var names: [String] = []
    var copy = parameters
    TensorTree.forEach(in: &copy) { path, _ in names.append(path) }
    if names.isEmpty { shapeError("checkGradients", "\(Parameters.self) holds no tensor that could be found") }
    try checkGradients(
        of: TensorTree.tensors(in: parameters), names: names, mode: mode, step: step, tolerance: tolerance
    ) { function(TensorTree.replacing($0, in: parameters)) }
}

/// The gradient of a single number in forward mode, one element at a time.
private func tangents(of function: ([Tensor]) -> Tensor, at inputs: [Tensor]) -> [Tensor] {
    let still = inputs.map { Tensor.zeros($0.shape, dtype: $0.dtype) }
    return inputs.indices.map { position in
        let input = inputs[position]
        let scalars = (0..<input.count).map { element in
            var directions = still
            directions[position] = .basis(element, input.shape, input.dtype)
            return jvp(of: function, at: inputs, along: directions).tangent.item()
        }
        return Tensor(scalars, shape: input.shape, dtype: input.dtype)
    }
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
