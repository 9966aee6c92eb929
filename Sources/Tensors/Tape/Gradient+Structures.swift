/// The gradient with respect to every tensor inside `parameters`: a struct, a tuple, an array, a dictionary, an optional,
/// or any of these inside each other.
///
/// ```swift
/// struct Line { var slope: Tensor; var offset: Tensor }
/// let line = Line(slope: Tensor(2), offset: Tensor(1))
/// let g = gradient(of: { ($0.slope * 3 + $0.offset).squared() }, at: line)
/// g.slope  // 2 · 7 · 3 = 42
/// ```
///
/// - Returns: A value like `parameters`, each tensor replaced by the gradient with respect to it: zeros for one that
///   the function's value does not depend on, and for tensors of integers.
/// - Precondition: `parameters` holds a tensor outside of objects. For the parameters of a `Module`, give the module.
public func gradient<Parameters>(
    of function: (Parameters) -> Tensor, at parameters: Parameters, createGraph: Bool = false
) -> Parameters {
    valueAndGradient(of: function, at: parameters, createGraph: createGraph).gradient
}

/// f(parameters) and the gradient with respect to every tensor inside `parameters`.
public func valueAndGradient<Parameters>(
    of function: (Parameters) -> Tensor, at parameters: Parameters, createGraph: Bool = false
) -> (value: Tensor, gradient: Parameters) {
    let tensors = TensorTree.tensors(in: parameters)
    if tensors.isEmpty {
        shapeError(
            "gradient",
            "\(Parameters.self) holds no tensor that could be found: tensors are looked for in structs, tuples, arrays, "
                + "dictionaries and optionals, not in objects")
    }
    let places = tensors.indices.filter { tensors[$0].dtype.isFloatingPoint }
    func merged(_ variables: [Tensor], _ others: (Tensor) -> Tensor) -> Parameters {
        var all = tensors.map(others)
        for (place, variable) in zip(places, variables) { all[place] = variable }
        return TensorTree.replacing(all, in: parameters)
    }
    let (value, gradients) = valueAndGradient(
        of: { (variables: [Tensor]) in function(merged(variables) { $0 }) }, at: places.map { tensors[$0] },
        createGraph: createGraph)
    return (value, merged(gradients) { .zeros($0.shape, dtype: $0.dtype) })
}
