import Models
import NeuralNetworks
import Tensors
import Testing

/// Networks that torchvision has too, with the weights and inputs of `Fixtures/published.py`.
@Suite struct PublishedModelTests {
    /// Numbers in -½..<½ that jump about.
    private func pattern(_ shape: Shape) -> Tensor {
        let count = shape.reduce(1, *)
        let numbers = [Float](unsafeUninitializedCapacity: count) { buffer, filled in
            for index in 0..<count { buffer[index] = Float(Double(index * 7919 % 1009) / 1009 - 0.5) }
            filled = count
        }
        return Tensor(numbers, shape: shape)
    }

    private func logits(of model: Module, size: Int) throws -> [Double] {
        let state = model.state.filter { !$0.name.hasSuffix("num_batches_tracked") }.map { name, value in
            let numbers = pattern(value.shape)
            if value.rank > 1 {
                let inputs = value.shape.dropFirst().reduce(1, *)
                return (name: name, value: numbers * (24 / Double(inputs)).squareRoot())
            }
            let isAroundOne = name.hasSuffix("running_var") || name.contains("bn") && name.hasSuffix("weight")
            return (name: name, value: isAroundOne ? numbers * 0.5 + 1 : numbers * 0.1)
        }
        try model.load(partOf: state)
        let output = noGradient { model.evaluating { model(pattern([1, 3, size, size]) * 2) } }
        return [output.abs().mean().item()] + output[0, 0..<5].scalars()
    }

    private func expect(_ found: [Double], _ wanted: [Double]) {
        for (found, wanted) in zip(found, wanted) { #expect((found - wanted).magnitude < 5e-5, "\(found), \(wanted)") }
    }

    @Test func resNet18PutsOutWhatPyTorchDoes() throws {
        expect(
            try logits(of: ResNet18(), size: 64), [0.5182119, 1.17138, -0.39159, -0.24594, 0.61735, -0.74643])
    }

    @Test func alexNetPutsOutWhatPyTorchDoes() throws {
        expect(try logits(of: AlexNet(), size: 96), [0.4925606, 1.21565, 0.41974, -0.15706, -0.49844, -0.61838])
    }
}
