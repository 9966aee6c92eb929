internal import CKernels

/// The arithmetic of optimizers in one pass over the numbers, for `NeuralNetworks`.
package enum OptimizerStep {
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

    /// w - rate m̂ / (√v̂ + epsilon) for the moments `first` and `second`, packed, which are changed in place.
    ///
    /// - Parameter step: The number of this step, from 1.
    package static func adam(
        _ value: Tensor, _ gradient: Tensor, first: Tensor, second: Tensor, step: Int, rate: Double, beta1: Double,
        beta2: Double, epsilon: Double, decay: Double
    ) -> Tensor {
        let (w, g) = (value.packed, gradient.cast(to: value.dtype).packed)
        let storage = Tensor.storage(value.shape, value.dtype)
        sl_adam(
            value.dtype.kernel, value.count, rate, beta1, beta2, epsilon, decay, UInt64(step), w.node.address,
            g.node.address, first.node.address, second.node.address, storage.memory)
        return Tensor(storage, value.shape, value.dtype)
    }
}
