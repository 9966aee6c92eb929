public import Tensors

/// Compares the gradients of `function` with respect to the parameters of `model` and to `inputs` with central differences
/// in float64.
///
/// The parameters are replaced by float64 ones while it runs; buffers, such as running means, change as in any pass.
/// See `checkGradients(of:names:mode:step:tolerance:_:)`.
///
/// ```swift
/// try checkGradients(of: layer, at: [x]) { layer, inputs in layer(inputs[0]) }
/// ```
///
/// - Throws: `GradientMismatch`, which names the parameter, for the worst disagreement.
public func checkGradients<Model: Module>(
    of model: Model, at inputs: [Tensor] = [], mode: DifferentiationMode = .reverse, step: Double = 1e-6,
    tolerance: Double = 1e-6, _ function: (Model, [Tensor]) -> Tensor
) throws(GradientMismatch) {
    let parameters = model.namedParameters.filter { $0.parameter.isInitialized && !$0.parameter.isFrozen }
    let names = parameters.map(\.name) + inputs.indices.map { "input \($0)" }
    try checkGradients(
        of: parameters.map(\.parameter.value) + inputs, names: names, mode: mode, step: step, tolerance: tolerance
    ) { tensors in
        func substitute(_ index: Int) -> Tensor {
            if index == parameters.count { return function(model, Array(tensors[index...])) }
            return parameters[index].parameter.substituting(tensors[index]) { substitute(index + 1) }
        }
        return substitute(0)
    }
}
