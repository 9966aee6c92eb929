/// ∂f/∂x at `x`, for a function that returns a single number. No `.grad` changes.
///
/// Where `x` itself is recorded the result is too, so gradients nest: a gradient of a gradient is the second derivative.
///
/// - Parameter createGraph: Record the backward pass even if `x` is not recorded, so that the gradient can be
///   differentiated with respect to what else the function uses, such as a model's parameters.
/// - Returns: A tensor of the shape of `x`: zeros if the value does not depend on it.
public func gradient(of function: (Tensor) -> Tensor, at x: Tensor, createGraph: Bool = false) -> Tensor {
    valueAndGradient(of: function, at: x, createGraph: createGraph).gradient
}

/// ∂f/∂a and ∂f/∂b at (`a`, `b`).
public func gradient(
    of function: (Tensor, Tensor) -> Tensor, at a: Tensor, _ b: Tensor, createGraph: Bool = false
) -> (Tensor, Tensor) {
    let gradients = valueAndGradient(of: { function($0[0], $0[1]) }, at: [a, b], createGraph: createGraph).gradient
    return (gradients[0], gradients[1])
}

/// The gradient with respect to each of `inputs`.
public func gradient(
    of function: ([Tensor]) -> Tensor, at inputs: [Tensor], createGraph: Bool = false
) -> [Tensor] {
    valueAndGradient(of: function, at: inputs, createGraph: createGraph).gradient
}

/// f(x) and ∂f/∂x.
public func valueAndGradient(
    of function: (Tensor) -> Tensor, at x: Tensor, createGraph: Bool = false
) -> (value: Tensor, gradient: Tensor) {
    let (value, gradients) = valueAndGradient(of: { function($0[0]) }, at: [x], createGraph: createGraph)
    return (value, gradients[0])
}

/// f(inputs) and the gradient with respect to each of `inputs`; zeros for one that the value does not depend on.
public func valueAndGradient(
    of function: ([Tensor]) -> Tensor, at inputs: [Tensor], createGraph: Bool = false
) -> (value: Tensor, gradient: [Tensor]) {
    let (output, variables, nested) = recorded(function, at: inputs)
    if output.shape.elementCount != 1 {
        shapeError(
            "gradient",
            "the function returned shape \(output.shape); only a single number has a gradient: "
                + "take its sum() or mean()")
    }
    let keepsGraph = nested || createGraph
    let seed = Tensor.full(output.shape, 1, dtype: output.dtype)
    let gradients = output.adjoints(of: variables, seed: seed, createGraph: keepsGraph)
    let results = zip(variables, gradients).map { $1 ?? .zeros($0.shape, dtype: $0.dtype) }
    return (keepsGraph ? output : output.requiringGrad(false), results)
}

/// f(x), and the function that takes v to vᵀ J, the vector-Jacobian product with J = ∂f/∂x.
///
/// The function is evaluated once; every call of the pullback is one backward pass.
public func vjp(
    of function: (Tensor) -> Tensor, at x: Tensor
) -> (value: Tensor, pullback: (Tensor) -> Tensor) {
    let (output, variables, nested) = recorded({ function($0[0]) }, at: [x])
    let pullback = { (v: Tensor) in
        if v.shape != output.shape {
            shapeError("vjp", "a vector of shape \(v.shape) for a value of shape \(output.shape) (shapes must agree)")
        }
        let seed = v.cast(to: output.dtype)
        return output.adjoints(of: variables, seed: seed, createGraph: nested)[0] ?? .zeros(x.shape, dtype: x.dtype)
    }
    return (nested ? output : output.requiringGrad(false), pullback)
}

/// The function's value on variables of its own, and whether those are on a tape already.
private func recorded(
    _ function: ([Tensor]) -> Tensor, at inputs: [Tensor]
) -> (output: Tensor, variables: [Tensor], nested: Bool) {
    let nested = isGradientEnabled && inputs.contains { $0.requiresGrad }
    return withGradient(enabled: true) {
        let variables = inputs.map { nested && $0.requiresGrad ? $0.alias() : $0.requiringGrad() }
        return (function(variables), variables, nested)
    }
}

extension Tensor {
    /// The gradients of this single number with respect to `inputs`, wherever on its tape they are. No `.grad` changes.
    ///
    /// - Parameter createGraph: Record the backward pass as well, so that the gradients can be differentiated.
    /// - Precondition: The number depends on each of `inputs`. Where that is not sure, use `gradient(of:at:)`, which
    ///   gives zeros for the others.
    public func gradients(withRespectTo inputs: [Tensor], createGraph: Bool = false) -> [Tensor] {
        if count != 1 {
            shapeError("gradients", "the tensor has shape \(shape); only a single number has a gradient")
        }
        for (position, input) in inputs.enumerated() where !input.requiresGrad {
            shapeError(
                "gradients", "input \(position) (shape \(input.shape)) is not recorded: make it with requiresGrad: true"
            )
        }
        let seed = Tensor.full(shape, 1, dtype: dtype)
        let gradients = adjoints(of: inputs, seed: seed, createGraph: createGraph)
        return gradients.enumerated().map { position, gradient in
            guard let gradient else {
                shapeError(
                    "gradients",
                    "the value does not depend on input \(position) (shape \(inputs[position].shape)): "
                        + "it was computed without it, in noGradient, or from a detached copy")
            }
            return gradient
        }
    }

    /// `seed`ᵀ · ∂self/∂variable for each variable; `nil` for one that this tensor does not depend on.
    package func adjoints(of variables: [Tensor], seed: Tensor, createGraph: Bool) -> [Tensor?] {
        guard requiresGrad else { return variables.map { _ in nil } }
        let targets = variables.map(\.node)
        for target in targets { target.adjoint = nil }
        propagate(seed, createGraph: createGraph, to: targets)
        let gradients = targets.map { target in target.adjoint.map { Tensor($0) } }
        for target in targets { target.adjoint = nil }
        return gradients
    }
}
