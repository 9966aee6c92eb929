internal import CKernels

/// The arithmetic of optimizers in one pass over the numbers, for `NeuralNetworks`.
package enum OptimizerStep {
    /// The moving averages of one parameter, and the steps that went into them.
    package struct Moments {
        let first: Tensor
        let second: Tensor
        var steps: UInt64
    }

    /// w - rate v, where v ← momentum v + (g + decay w); `velocity` is made at the first step and changed in place.
    package static func sgd(
        _ value: Tensor, _ gradient: Tensor, velocity: inout Tensor?, rate: Double, momentum: Double, decay: Double
    ) -> Tensor {
        let (w, g) = (value.packed, gradient.cast(to: value.dtype).packed)
        let storage = Tensor.storage(value.shape, value.dtype)
        let isFirst = velocity == nil
        if momentum != 0 && isFirst { velocity = .zeros(value.shape, dtype: value.dtype) }
        sl_sgd(
            value.dtype.kernel, value.count, rate, momentum, decay, isFirst ? 1 : 0, w.node.address, g.node.address,
            velocity?.node.address, storage.memory)
        return Tensor(storage, value.shape, value.dtype)
    }

    /// w - rate m̂ / (√v̂ + epsilon); `moments` is made at the first step and changed in place.
    package static func adam(
        _ value: Tensor, _ gradient: Tensor, moments: inout Moments?, rate: Double, beta1: Double, beta2: Double,
        epsilon: Double, decay: Double
    ) -> Tensor {
        let (w, g) = (value.packed, gradient.cast(to: value.dtype).packed)
        let storage = Tensor.storage(value.shape, value.dtype)
        var state =
            moments
            ?? Moments(
                first: .zeros(value.shape, dtype: value.dtype), second: .zeros(value.shape, dtype: value.dtype),
                steps: 0)
        state.steps += 1
        sl_adam(
            value.dtype.kernel, value.count, rate, beta1, beta2, epsilon, decay, state.steps, w.node.address,
            g.node.address, state.first.node.address, state.second.node.address, storage.memory)
        moments = state
        return Tensor(storage, value.shape, value.dtype)
    }
}
