import Tensors
import Testing

/// A differentiable operation and inputs at which it has no kink.
struct DifferentiableCase: Sendable, CustomTestStringConvertible {
    let name: String
    let shapes: [Shape]
    let positive: Bool
    let function: @Sendable ([Tensor]) -> Tensor
    var testDescription: String { name }

    init(
        _ name: String, _ shapes: [Shape] = [[3, 4]], positive: Bool = false,
        _ function: @escaping @Sendable ([Tensor]) -> Tensor
    ) {
        self.name = name
        self.shapes = shapes
        self.positive = positive
        self.function = function
    }

    static let all: [DifferentiableCase] = [
        .init("add", [[3, 4], [3, 4]]) { $0[0] + $0[1] },
        .init("subtract", [[3, 4], [4]]) { $0[0] - $0[1] },
        .init("multiply", [[3, 4], [3, 1]]) { $0[0] * $0[1] },
        .init("divide", [[3, 4], [3, 4]], positive: true) { $0[0] / $0[1] },
        .init("scalars") { 2 - $0[0] * 3 + 1 },
        .init("negate") { -$0[0] },
        .init("pow", [[3, 4], [3, 4]], positive: true) { $0[0].pow($0[1]) },
        .init("pow 3") { $0[0].pow(3) },
        .init("exp") { $0[0].exp() },
        .init("log", positive: true) { $0[0].log() },
        .init("sqrt", positive: true) { $0[0].sqrt() },
        .init("squared") { $0[0].squared() },
        .init("sin") { $0[0].sin() },
        .init("cos") { $0[0].cos() },
        .init("abs") { $0[0].abs() },
        .init("tanh") { $0[0].tanh() },
        .init("sigmoid") { $0[0].sigmoid() },
        .init("relu") { $0[0].relu() },
        .init("maximum", [[3, 4], [3, 4]]) { maximum($0[0], $0[1]) },
        .init("minimum", [[3, 4], [1, 4]]) { minimum($0[0], $0[1]) },
        .init("sum") { $0[0].sum() * $0[0] },
        .init("sum axis 0") { $0[0].sum(axis: 0).squared() },
        .init("mean") { $0[0].mean(axis: 1, keepDims: true) * $0[0] },
        .init("variance") { $0[0].variance(axis: 0, correction: 1) },
        .init("max") { $0[0].max(axis: 1) },
        .init("min") { $0[0].min(axes: [0, 1]) },
        .init("reshape") { $0[0].reshape(2, 6).squared() },
        .init("transpose") { $0[0].transposed() * Tensor.arange(3, dtype: .float64) },
        .init("broadcast") { $0[0].broadcast(to: [2, 3, 4]).squared() },
        .init("slice") { $0[0][1..., ..<2].squared() },
        .init("row") { $0[0][1] * $0[0][-1] },
        .init("gather") { $0[0][[2, 0, 2]].squared() },
        .init("concatenate", [[3, 4], [2, 4], [1, 4]]) { .concatenated($0).squared() },
        .init("stack", [[3, 4], [3, 4]]) { .stacked($0, axis: 1).squared() },
        .init("softmax") { $0[0].softmax() },
        .init("softmax of columns") { $0[0].softmax(axis: 0) },
        .init("logSoftmax") { $0[0].logSoftmax() },
        .init("cast") { $0[0].cast(to: .float64) * $0[0] },
        .init("matmul", [[3, 4], [4, 2]]) { $0[0].matmul($0[1]) },
        .init("matmul of batches", [[2, 1, 3, 4], [5, 4, 2]]) { $0[0].matmul($0[1]) },
        .init("matmul with a vector", [[3, 4], [4]]) { $0[0].matmul($0[1]) },
        .init("linear", [[3, 4], [2, 4], [2]]) { $0[0].linear(weight: $0[1], bias: $0[2]) },
        .init("linear without bias", [[3, 4], [2, 4]]) { $0[0].linear(weight: $0[1]) },
        .init("linear of a batch of sequences", [[2, 3, 4], [2, 4], [2]]) {
            $0[0].linear(weight: $0[1], bias: $0[2])
        },
        .init("softmax cross-entropy") { $0[0].crossEntropy(labels: [3, 0, 1], scale: 0.5) },
    ]
}

/// Ways to lay out the same elements in memory, each differentiable.
enum Layout: String, CaseIterable {
    case packed, transposed, sliced, broadcast

    func apply(_ x: Tensor) -> Tensor {
        switch self {
        case .packed: x
        case .transposed: x.transposed().reshape(Shape(x.shape.reversed())).packedCopy().transposed()
        case .sliced: Tensor.stacked([x, x], axis: x.rank).selected(axis: x.rank, 1)
        case .broadcast: x.expandingDims(axis: 0).broadcast(to: Shape([2] + x.shape)).selected(axis: 0, 1)
        }
    }
}

extension Tensor {
    /// The same values in fresh row-major memory.
    fileprivate func packedCopy() -> Tensor { self * 1 }
}

@Suite struct GradientCheckTests {
    func inputs(_ test: DifferentiableCase) -> [Tensor] {
        let generator = RandomGenerator(seed: 11)
        return test.shapes.map {
            let x = Tensor.normal($0, dtype: .float64, generator: generator)
            return test.positive ? x.abs() + 0.5 : x
        }
    }

    @Test(arguments: DifferentiableCase.all, Layout.allCases)
    func gradientsMatchCentralDifferences(test: DifferentiableCase, layout: Layout) throws {
        try checkGradients(of: inputs(test)) { test.function($0.map(layout.apply)) }
    }

    @Test(arguments: DifferentiableCase.all)
    func secondDerivativesMatchCentralDifferences(test: DifferentiableCase) throws {
        try checkGradients(of: inputs(test), tolerance: 1e-5) { x in
            let slopes = gradient(of: { test.function($0).squared().sum() }, at: x)
            return Tensor.concatenated(slopes.map { $0.reshape(-1) })
        }
    }

    @Test(arguments: DifferentiableCase.all, Layout.allCases)
    func forwardModeAgreesWithReverseMode(test: DifferentiableCase, layout: Layout) {
        let function = { (x: [Tensor]) in test.function(x.map(layout.apply)) }
        let inputs = inputs(test)
        let generator = RandomGenerator(seed: 12)
        let tangents = inputs.map { Tensor.normal($0.shape, dtype: .float64, generator: generator) }
        let forward = jvp(of: function, at: inputs, along: tangents)
        let weights = Tensor.normal(forward.value.shape, dtype: .float64, generator: generator)
        let slopes = gradient(of: { (function($0) * weights).sum() }, at: inputs)
        let reverse = zip(slopes, tangents).reduce(0) { $0 + ($1.0 * $1.1).sum().item() }
        let along = (forward.tangent * weights).sum().item()
        #expect((along - reverse).magnitude <= 1e-12 * max(1, reverse.magnitude))
        #expect(forward.value.scalars() == function(inputs).scalars())
    }

    @Test func aWrongDerivativeIsNamed() {
        // detach() hides half of x² from the tape.
        let error = #expect(throws: GradientMismatch.self) {
            try checkGradients(of: [Tensor([1]), Tensor([0.2, 3])], names: ["a", "b"]) {
                $0[0].sum() + ($0[1] * $0[1].detach()).sum()
            }
        }
        #expect(error?.parameter == "b")
        #expect(error?.index == [1])
        // The one output has weight 0.5, and d(0.5 x²) = x.
        #expect(((error?.found ?? 0) - 1.5).magnitude < 1e-6)
        #expect(((error?.expected ?? 0) - 3).magnitude < 1e-6)
    }
}
