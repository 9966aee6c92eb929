/// f(x) and the Jacobian-vector product J v with J = ∂f/∂x: how f changes as `x` moves along `tangent`.
///
/// Forward mode: the function is evaluated once, and every operation passes its tangent on as soon as it has its value,
/// so no tape is kept. Calls nest; inside each other they are higher derivatives.
///
/// ```swift
/// let (value, slope) = jvp(of: { sin($0) }, at: Tensor(0), along: Tensor(1))  // 0 and cos 0 = 1
/// ```
///
/// - Returns: The value and the tangent, of the same shape: zeros if the value does not depend on `x`.
public func jvp(
    of function: (Tensor) -> Tensor, at x: Tensor, along tangent: Tensor
) -> (value: Tensor, tangent: Tensor) {
    jvp(of: { function($0[0]) }, at: [x], along: [tangent])
}

/// f(inputs) and Σ ∂f/∂input · tangent.
public func jvp(
    of function: ([Tensor]) -> Tensor, at inputs: [Tensor], along tangents: [Tensor]
) -> (value: Tensor, tangent: Tensor) {
    if inputs.count != tangents.count {
        shapeError("jvp", "\(inputs.count) inputs and \(tangents.count) tangents (each input needs one)")
    }
    return TangentLevel.within { level in
        let duals = zip(inputs, tangents).map { $0.dual(tangent: $1, at: level, "jvp") }
        let output = function(duals)
        let tangent = output.node.tangent(at: level).map { Tensor($0) }
        output.node.removeTangent(at: level)
        return (output, tangent ?? .zeros(output.shape, dtype: output.dtype))
    }
}

extension Tensor {
    /// A dual tensor: these elements with a `tangent`, the direction that they move in. Whatever is computed from it has
    /// a `tangent` too, until `detach()`.
    ///
    /// ```swift
    /// let x = Tensor(3).dual(tangent: Tensor(1))
    /// (x * x).tangent!  // 6
    /// ```
    ///
    /// - Precondition: `tangent` has this tensor's shape.
    public func dual(tangent: Tensor) -> Tensor { dual(tangent: tangent, at: .outermost, "dual") }

    /// How this tensor changes as the dual tensors it was computed from move along their tangents; `nil` if there are none.
    public var tangent: Tensor? { node.tangent(at: .outermost).map { Tensor($0) } }

    fileprivate func dual(tangent: Tensor, at level: TangentLevel, _ operation: String) -> Tensor {
        if tangent.shape != shape {
            shapeError(operation, "a tangent of shape \(tangent.shape) for a tensor of shape \(shape) (must agree)")
        }
        if !dtype.isFloatingPoint {
            shapeError(operation, "a tensor of \(dtype) has no tangent: cast(to: .float32) first")
        }
        let result = node.requiresGradient ? alias() : requiringGrad(false)
        result.node.removeTangent(at: level)
        result.node.addTangent(tangent.cast(to: dtype).node, at: level)
        return result
    }
}
