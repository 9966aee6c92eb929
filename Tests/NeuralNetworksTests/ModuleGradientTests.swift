import NeuralNetworks
import Tensors
import Testing

@Suite struct ModuleGradientTests {
    let x = Tensor([[1, 2], [3, 4]])
    let y = Tensor([[1], [0]])

    @Test func gradientsOfModulesHaveTheirParametersNames() {
        let model = Sequential(Linear(2, 3), Tanh(), Linear(3, 1))
        let (value, gradients) = valueAndGradient(of: { meanSquaredError($0(x), y) }, at: model)
        #expect(gradients.map(\.name) == ["0.weight", "0.bias", "2.weight", "2.bias"])
        #expect(model.parameters.allSatisfy { $0.grad == nil })
        let loss = meanSquaredError(model(x), y)
        loss.backward()
        #expect(loss.item() == value.item())
        for (name, parameter) in model.namedParameters {
            #expect(gradients[name]!.scalars() == parameter.grad!.scalars())
        }
    }

    @Test func parametersThatAreNotUsedHaveNoGradient() {
        let model = Sequential(Linear(2, 1), Linear(1, 1))
        let gradients = gradient(of: { $0[0](x).sum() }, at: model)
        #expect(gradients["0.bias"]!.scalars() == [2])
        #expect(gradients["1.weight"] == nil)
    }

    @Test func gradientsOfModulesCanBeDifferentiated() {
        let model = Linear(2, 1)
        let slopes = gradient(of: { meanSquaredError($0(x), y) }, at: model, createGraph: true)
        slopes["weight"]!.squared().sum().backward()
        #expect(model.gradients["weight"]!.scalars().contains { $0 != 0 })
    }

    @Test func hooksOfParametersOutliveAStep() {
        let model = Linear(2, 1)
        var seen = 0
        let parameter = model.namedParameters[0].parameter
        parameter.registerHook { _ in seen += 1 }
        let optimizer = SGD(model, learningRate: 0.1)
        for _ in 0..<3 {
            optimizer.zeroGrad()
            meanSquaredError(model(x), y).backward()
            optimizer.step()
        }
        #expect(seen == 3)
    }
}
