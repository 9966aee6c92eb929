public import Tensors

/// The gradients of `function`'s value with respect to the parameters of `model`. No `.grad` changes.
///
/// ```swift
/// let gradients = gradient(of: { meanSquaredError($0(x), y) }, at: model)
/// gradients["0.weight"]
/// ```
///
/// - Parameter createGraph: Record the backward pass as well, so that the gradients can be differentiated.
/// - Returns: The gradients by the parameters' names; `nil` for one that the value does not depend on.
public func gradient<Model: Module>(
    of function: (Model) -> Tensor, at model: Model, createGraph: Bool = false
) -> Gradients {
    valueAndGradient(of: function, at: model, createGraph: createGraph).gradient
}

/// The value of `function` for `model`, and its gradients with respect to the model's parameters.
public func valueAndGradient<Model: Module>(
    of function: (Model) -> Tensor, at model: Model, createGraph: Bool = false
) -> (value: Tensor, gradient: Gradients) {
    let parameters = model.namedParameters.filter { !$0.parameter.isFrozen && $0.parameter.isInitialized }
    let value = withGradientEnabled { function(model) }
    if value.count != 1 {
        shapeError(
            "gradient",
            "the function returned shape \(value.shape); only a single number has a gradient: "
                + "take its sum() or mean()")
    }
    let gradients = value.adjoints(
        of: parameters.map(\.parameter.value), seed: .ones(value.shape, dtype: value.dtype), createGraph: createGraph)
    let elements = zip(parameters, gradients).map { entry, gradient in
        Gradients.Element(name: entry.name, value: entry.parameter.value.detach(), gradient: gradient)
    }
    return (createGraph ? value : value.requiringGrad(false), Gradients(elements))
}
