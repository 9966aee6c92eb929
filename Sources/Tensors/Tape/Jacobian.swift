/// A direction in which derivatives are computed.
public enum DifferentiationMode: Sendable, CaseIterable {
    /// Forward mode: one evaluation for each input number, nothing kept.
    case forward
    /// Reverse mode: one backward pass for each output number.
    case reverse
}

/// All derivatives ∂fᵢ/∂xⱼ of a function at `x`.
///
/// - Parameter mode: How to compute it; if `nil`, reverse mode where the function has no more outputs than inputs, else
///   forward mode.
/// - Returns: Shape [outputs..., inputs...]: the shape of f(x) followed by that of `x`.
public func jacobian(
    of function: (Tensor) -> Tensor, at x: Tensor, mode: DifferentiationMode? = nil
) -> Tensor {
    if mode == .forward { return columns(of: function, at: x) }
    let (value, pullback) = vjp(of: function, at: x)
    if mode == nil && value.count > x.count { return columns(of: function, at: x) }
    let shape = Shape(Array(value.shape) + Array(x.shape))
    if shape.elementCount == 0 { return .zeros(shape, dtype: value.dtype) }
    let rows = (0..<value.count).map { pullback(.basis($0, value.shape, value.dtype)) }
    return Tensor.stacked(rows).reshape(shape)
}

/// The second derivatives ∂²f/∂xᵢ∂xⱼ of a function that returns a single number: the Jacobian of its gradient.
///
/// - Returns: Shape [inputs..., inputs...], symmetric.
public func hessian(of function: (Tensor) -> Tensor, at x: Tensor) -> Tensor {
    jacobian(of: { gradient(of: function, at: $0) }, at: x, mode: .forward)
}

/// The gradient of a function that returns a single number, and its Hessian times `vector`, without the Hessian itself.
///
/// Forward over reverse (Pearlmutter, "Fast exact multiplication by the Hessian", 1994): one evaluation and one backward
/// pass, each carrying tangents.
public func hessianVectorProduct(
    of function: (Tensor) -> Tensor, at x: Tensor, along vector: Tensor
) -> (gradient: Tensor, product: Tensor) {
    let (slope, product) = jvp(of: { gradient(of: function, at: $0) }, at: x, along: vector)
    return (slope, product)
}

/// The Jacobian in forward mode, one input number at a time.
private func columns(of function: (Tensor) -> Tensor, at x: Tensor) -> Tensor {
    let columns = (0..<x.count).map { jvp(of: function, at: x, along: .basis($0, x.shape, x.dtype)).tangent }
    guard let first = columns.first else {
        let value = function(x)
        return .zeros(Shape(Array(value.shape) + Array(x.shape)), dtype: value.dtype)
    }
    let shape = Shape(Array(first.shape) + Array(x.shape))
    return Tensor.stacked(columns.map { $0.reshape(first.count) }, axis: 1).reshape(shape)
}

extension Tensor {
    /// Zeros with a one at `position` in row-major order.
    static func basis(_ position: Int, _ shape: Shape, _ dtype: DType) -> Tensor {
        var scalars = [Double](repeating: 0, count: shape.elementCount)
        scalars[position] = 1
        return Tensor(scalars, shape: shape, dtype: dtype)
    }
}
