/// ∂f/∂x at `x`, for a function that returns a single number. No `.grad` changes.
///
/// Where `x` itself is recorded the result is too, so gradients nest: a gradient of a gradient is the second derivative.
public func gradient(of function: (Tensor) -> Tensor, at x: Tensor) -> Tensor {
    valueAndGradient(of: function, at: x).gradient
}

/// ∂f/∂a and ∂f/∂b at (`a`, `b`).
public func gradient(of function: (Tensor, Tensor) -> Tensor, at a: Tensor, _ b: Tensor) -> (Tensor, Tensor) {
    let gradients = valueAndGradient(of: { function($0[0], $0[1]) }, at: [a, b]).gradient
    return (gradients[0], gradients[1])
}

/// The gradient with respect to each of `inputs`.
public func gradient(of function: ([Tensor]) -> Tensor, at inputs: [Tensor]) -> [Tensor] {
    valueAndGradient(of: function, at: inputs).gradient
}

/// f(x) and ∂f/∂x.
public func valueAndGradient(of function: (Tensor) -> Tensor, at x: Tensor) -> (value: Tensor, gradient: Tensor) {
    let (value, gradients) = valueAndGradient(of: { function($0[0]) }, at: [x])
    return (value, gradients[0])
}

/// f(inputs) and the gradient with respect to each of `inputs`; zero for one that the value does not depend on.
public func valueAndGradient(
    of function: ([Tensor]) -> Tensor, at inputs: [Tensor]
) -> (value: Tensor, gradient: [Tensor]) {
    let nested = isGradientEnabled && inputs.contains { $0.requiresGrad }
    let (output, variables) = withGradient(enabled: true) {
        let variables = inputs.map { nested && $0.requiresGrad ? $0.alias() : $0.requiringGrad() }
        return (function(variables), variables)
    }
    if output.shape.elementCount != 1 {
        shapeError(
            "gradient",
            "the function returned shape \(output.shape); only a single number has a gradient: "
                + "take its sum() or mean()")
    }
    let zeros = { (x: Tensor) in Tensor.zeros(x.shape, dtype: x.dtype) }
    guard output.requiresGrad else { return (output, variables.map(zeros)) }
    let stops = variables.map(\.node)
    let seed = Tensor.full(output.shape, 1, dtype: output.dtype)
    for leaf in output.propagate(seed, createGraph: nested, stoppingAt: stops) { leaf.adjoint = nil }
    let gradients = variables.map { variable in
        defer { variable.node.adjoint = nil }
        return variable.node.adjoint.map { Tensor($0) } ?? zeros(variable)
    }
    return (nested ? output : output.detach(), gradients)
}
