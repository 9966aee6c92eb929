public import NeuralNetworks
public import Tensors

/// A step of training, as those see it that `Trainer.onStep(_:)` was given.
public struct TrainingStep<Batch> {
    /// The epoch, from 1.
    public let epoch: Int
    /// The step, from 1, counted through all epochs.
    public let number: Int
    public let batch: Batch
    public let loss: Double
    public let model: Module
    /// What each layer put out, in the order in which they ended; empty unless `recordsActivations` is set.
    public let activations: [Activation]

    /// What each parameter was moved by.
    public var gradients: Gradients { model.gradients }
}

/// What a layer put out.
public struct Activation: Sendable {
    /// The dotted name of the layer, such as `encoder.0`.
    public let name: String
    /// How the layer reads, such as `Linear(64 → 32)`.
    public let layer: String
    public let value: Tensor
}

/// Takes down what all layers of a model put out.
final class ActivationRecorder {
    private(set) var activations: [Activation] = []
    private var hooks: [ForwardHook] = []

    init(_ model: Module) {
        hooks = model.namedModules.filter { !$0.name.isEmpty }.map { name, module in
            module.registerForwardHook { [unowned self] module, _, output in
                activations.append(Activation(name: name, layer: module.layerDescription, value: output.detach()))
            }
        }
    }

    deinit { remove() }

    func forget() { activations = [] }

    func remove() {
        for hook in hooks { hook.remove() }
        hooks = []
    }
}
