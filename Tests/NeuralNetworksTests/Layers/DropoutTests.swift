import NeuralNetworks
import Tensors
import Testing

@Suite struct DropoutTests {
    @Test func trainingDropsItsPartAndKeepsTheMean() {
        let layer = Dropout(0.3, generator: RandomGenerator(seed: 1))
        let output = layer(Tensor.ones([100, 100]))
        let dropped = (output .== 0).cast(to: .float32).mean().item()
        #expect((dropped - 0.3).magnitude < 0.02)
        #expect((output.mean().item() - 1).magnitude < 0.03)
        #expect(Set(output.array(of: Float.self)).count == 2)
        let again = Dropout(0.3, generator: RandomGenerator(seed: 1))(Tensor.ones([100, 100]))
        #expect(again.scalars() == output.scalars())
    }

    @Test func evaluationLeavesTheInput() {
        let layer = Dropout(0.3)
        layer.eval()
        let x = Tensor([1, 2, 3])
        #expect(layer(x).scalars() == [1, 2, 3])
    }

    @Test func itsGradientIsTheMask() throws {
        let generator = RandomGenerator(seed: 4)
        let layer = Dropout(0.5, generator: generator)
        let x = Tensor.normal([4, 5], generator: RandomGenerator(seed: 2))
        try checkGradients(of: layer, at: [x]) { layer, inputs in
            generator.reseed(4)
            return layer(inputs[0])
        }
    }

    @Test func aProbabilityOfOneIsRefused() async {
        expectMessage(
            ["Dropout", "a probability of 1.0", "0..<1"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { _ = Dropout(1) })
    }
}
