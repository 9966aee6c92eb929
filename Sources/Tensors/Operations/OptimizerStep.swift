internal import CKernels

/// One step of an optimizer in one pass over the numbers, for `NeuralNetworks`, whose optimizers have the equations.
package struct OptimizerStep {
    /// Which equations, and what they need beside the settings that all have.
    package enum Rule: Sendable {
        /// Slots: the velocity, if there is momentum.
        case sgd(nesterov: Bool)
        /// Slots: the first and the second moment. `isDecoupled`: the decay acts on the weights alone.
        case adam(beta2: Double, isDecoupled: Bool)
        /// Slots: the first moment and the largest size.
        case adamax(beta2: Double)
        /// Slots: the sum of squares.
        case adagrad
        /// Slots: the mean square, the velocity, and the mean.
        case rmsprop(alpha: Double, isCentered: Bool)
        /// Slots: the mean squares of slopes and of changes.
        case adadelta(rho: Double)
    }

    package let rule: Rule
    package let rate: Double
    package let decay: Double
    /// The momentum, or Adam's β₁.
    package let momentum: Double
    package let epsilon: Double
    /// The number of this step, from 1.
    package let step: Int

    package init(_ rule: Rule, rate: Double, decay: Double, momentum: Double, epsilon: Double, step: Int) {
        (self.rule, self.rate, self.decay) = (rule, rate, decay)
        (self.momentum, self.epsilon, self.step) = (momentum, epsilon, step)
    }

    /// What becomes of `value`.
    ///
    /// - Parameter slots: Packed, of the value's shape and type; they are changed in place.
    package func callAsFunction(_ value: Tensor, _ gradient: Tensor, _ slots: [Tensor]) -> Tensor {
        let (w, g) = (value.packed, gradient.cast(to: value.dtype).packed)
        let storage = Tensor.storage(value.shape, value.dtype)
        let (kernel, settings) = kernelSettings
        func address(_ slot: Int) -> UnsafeMutableRawPointer? { slot < slots.count ? slots[slot].node.address : nil }
        withUnsafePointer(to: settings) {
            sl_optimize(
                kernel, value.dtype.kernel, value.count, $0, w.node.address, g.node.address, address(0), address(1),
                address(2), storage.memory)
        }
        withExtendedLifetime((w, g)) {}
        return Tensor(storage, value.shape, value.dtype)
    }

    private var kernelSettings: (sl_optimizer, sl_optimizer_settings) {
        var settings = sl_optimizer_settings()
        settings.rate = rate
        settings.decay = decay
        settings.beta1 = momentum
        settings.epsilon = epsilon
        settings.step = UInt64(step)
        switch rule {
        case .sgd(let nesterov):
            settings.nesterov = nesterov ? 1 : 0
            return (SL_SGD, settings)
        case .adam(let beta2, let isDecoupled):
            settings.beta2 = beta2
            settings.is_decoupled = isDecoupled ? 1 : 0
            return (SL_ADAM, settings)
        case .adamax(let beta2):
            settings.beta2 = beta2
            return (SL_ADAMAX, settings)
        case .adagrad: return (SL_ADAGRAD, settings)
        case .rmsprop(let alpha, let isCentered):
            settings.beta2 = alpha
            settings.is_centered = isCentered ? 1 : 0
            return (SL_RMSPROP, settings)
        case .adadelta(let rho):
            settings.beta2 = rho
            return (SL_ADADELTA, settings)
        }
    }
}
