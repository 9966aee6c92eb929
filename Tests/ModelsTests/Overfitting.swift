import Models
import NeuralNetworks
import Tensors
import Testing

/// The losses before and after `steps` steps of Adam on one batch.
func losses(
    of model: Module, steps: Int, learningRate: Double = 0.01, _ loss: () -> Tensor
) -> (before: Double, after: Double) {
    let optimizer = Adam(model, learningRate: learningRate)
    model.train()
    let before = loss().item()
    for _ in 0..<steps {
        optimizer.zeroGrad()
        loss().backward()
        optimizer.step()
    }
    return (before, loss().item())
}

/// Expects `body` to end its process with a message that holds every one of `parts`.
func expectMessage(
    _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation, in result: ExitTest.Result?
) {
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    for part in parts { #expect(message.contains(part), "\(message)", sourceLocation: sourceLocation) }
}
