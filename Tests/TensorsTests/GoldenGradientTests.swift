import Tensors
import Testing

/// What PyTorch computes: `Fixtures/make_gradients.py` wrote it.
struct GoldenGradients: Sendable, CustomTestStringConvertible {
    var name: String
    var inputs: [Tensor] = []
    var directions: [Tensor] = []
    var value = Tensor(0)
    var tangent = Tensor(0)
    var gradients: [Tensor] = []
    var products: [Tensor] = []
    var testDescription: String { name }

    static let all: [GoldenGradients] = {
        var cases: [GoldenGradients] = []
        let text = RepositoryFiles.text("Tests/TensorsTests/Fixtures/gradients.txt") ?? ""
        for line in text.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words[0] == "case" {
                cases.append(GoldenGradients(name: words[1...].joined(separator: " ")))
                continue
            }
            let shape = words[1] == "-" ? [] : words[1].split(separator: ",").map { Int($0)! }
            let tensor = Tensor(words[2...].map { Double($0)! }, shape: Shape(shape), dtype: .float64)
            let last = cases.count - 1
            switch words[0] {
            case "input": cases[last].inputs.append(tensor)
            case "direction": cases[last].directions.append(tensor)
            case "value": cases[last].value = tensor
            case "tangent": cases[last].tangent = tensor
            case "gradient": cases[last].gradients.append(tensor)
            default: cases[last].products.append(tensor)
            }
        }
        return cases
    }()

    /// A classifier with two layers, whose pieces are entries of `DifferentiableCase.all`.
    static func network(_ x: [Tensor]) -> Tensor {
        let hidden = x[0].linear(weight: x[1], bias: x[2]).tanh()
        return hidden.linear(weight: x[3], bias: x[4]).crossEntropy(labels: [1, 0, 1], scale: 1.0 / 3)
    }

    func function(_ x: [Tensor]) -> Tensor {
        name == "network" ? Self.network(x) : DifferentiableCase.all.first { $0.name == name }!.function(x)
    }
}

@Suite struct GoldenGradientTests {
    @Test func theGoldenFileIsRead() {
        #expect(GoldenGradients.all.count > 110)
    }

    @Test(arguments: GoldenGradients.all)
    func valuesAndDerivativesAreThoseOfPyTorch(golden: GoldenGradients) {
        expect(golden.function(golden.inputs), golden.value)
        expect(jvp(of: golden.function, at: golden.inputs, along: golden.directions).tangent, golden.tangent)
        let weights = Tensor.linspace(0.5, 1.5, count: golden.value.count, dtype: .float64)
        let slopes = { (x: [Tensor]) in
            gradient(of: { (golden.function($0).reshape(-1) * weights).sum() }, at: x)
        }
        for (slope, expected) in zip(slopes(golden.inputs), golden.gradients) { expect(slope, expected) }
        let products = gradient(
            of: { x in
                zip(slopes(x), golden.directions).reduce(Tensor(0, dtype: .float64)) { $0 + ($1.0 * $1.1).sum() }
            }, at: golden.inputs)
        for (product, expected) in zip(products, golden.products) { expect(product, expected) }
    }

    private func expect(_ found: Tensor, _ expected: Tensor, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(found.shape == expected.shape, sourceLocation: sourceLocation)
        for (a, b) in zip(found.scalars(), expected.scalars()) {
            #expect((a - b).magnitude <= 1e-10 * max(1, b.magnitude), sourceLocation: sourceLocation)
        }
    }
}
