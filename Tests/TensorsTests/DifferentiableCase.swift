import Tensors
import Testing

/// A differentiable operation and inputs at which it has no kink.
///
/// A new operation needs an entry in `all`: `DerivativeRegistryTests` fails for a class that no entry reaches.
struct DifferentiableCase: Sendable, CustomTestStringConvertible {
    /// The inputs' shapes in a layout that not every operation takes.
    enum EdgeShapes: ExpressibleByArrayLiteral {
        /// As `shapes`, with no rows (axes of length three) or no axes at all.
        case derived
        case given([Shape])
        /// The operation has no such inputs, for this reason.
        case never(String)

        init(arrayLiteral shapes: Shape...) { self = .given(shapes) }
    }

    let name: String
    let shapes: [Shape]
    let positive: Bool
    let empty: EdgeShapes
    let zeroDimensional: EdgeShapes
    let function: @Sendable ([Tensor]) -> Tensor
    var testDescription: String { name }

    init(
        _ name: String, _ shapes: [Shape] = [[3, 4]], positive: Bool = false, empty: EdgeShapes = .derived,
        zeroDimensional: EdgeShapes = .derived, _ function: @escaping @Sendable ([Tensor]) -> Tensor
    ) {
        self.name = name
        self.shapes = shapes
        self.positive = positive
        self.empty = empty
        self.zeroDimensional = zeroDimensional
        self.function = function
    }

    /// The inputs' shapes in `layout`; `nil` where the operation takes none.
    func shapes(in layout: Layout) -> [Shape]? {
        let edge =
            switch layout {
            case .empty: empty
            case .zeroDimensional: zeroDimensional
            default: EdgeShapes.given(shapes)
            }
        switch edge {
        case .given(let shapes): return shapes
        case .never: return nil
        case .derived where layout == .empty: return shapes.map { Shape($0.map { $0 == 3 ? 0 : $0 }) }
        case .derived: return shapes.map { _ in [] }
        }
    }

    /// Leaves of float64 for `layout`, and the function of them; `nil` where the operation takes no such inputs.
    func instance(_ layout: Layout) -> (leaves: [Tensor], function: ([Tensor]) -> Tensor)? {
        guard let shapes = shapes(in: layout) else { return nil }
        let generator = RandomGenerator(seed: 11)
        let leaves = shapes.map {
            let x = Tensor.normal(layout.leaf(of: $0), dtype: .float64, generator: generator)
            return positive ? x.abs() + 0.5 : x
        }
        return (leaves, { leaves in function(zip(leaves, shapes).map { layout.view($0, as: $1) }) })
    }

    static let noAxis = EdgeShapes.never("it works along an axis")

    static let all =
        basic + elementary + selecting + rearranging + reducing + linearAlgebra + sparse + layers + channelsLast

    private static let basic: [DifferentiableCase] = [
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
        .init("relu of a product") { ($0[0] * $0[0].exp()).relu() },
        .init("maximum", [[3, 4], [3, 4]]) { maximum($0[0], $0[1]) },
        .init("minimum", [[3, 4], [1, 4]]) { minimum($0[0], $0[1]) },
        .init("sum") { $0[0].sum() * $0[0] },
        .init("sum axis 0", empty: [[3, 0]], zeroDimensional: noAxis) { $0[0].sum(axis: 0).squared() },
        .init("mean", zeroDimensional: noAxis) { $0[0].mean(axis: 1, keepDims: true) * $0[0] },
        .init("variance", empty: [[3, 0]], zeroDimensional: noAxis) { $0[0].variance(axis: 0, correction: 1) },
        .init("max", zeroDimensional: noAxis) { $0[0].max(axis: 1) },
        .init("min", empty: .never("nothing to choose from")) { $0[0].min() },
        .init("reshape", zeroDimensional: [[]]) { $0[0].reshape(-1, 1).squared() },
        .init("transpose", [[3, 4], [4, 3]]) { $0[0].transposed() * $0[1] },
        .init("broadcast") { $0[0].broadcast(to: Shape([2] + $0[0].shape)).squared() },
        .init("slice", empty: [[3, 0]], zeroDimensional: noAxis) { $0[0].sliced(axis: 0, from: 1, to: 3).squared() },
        .init("row", empty: [[3, 0]], zeroDimensional: noAxis) { $0[0][1] * $0[0][-1] },
        .init("gather", empty: [[3, 0]], zeroDimensional: noAxis) { $0[0][[2, 0, 2]].squared() },
        .init("gather of no rows", zeroDimensional: noAxis) { $0[0][[Int]()] },
        .init("concatenate", [[3, 4], [2, 4], [1, 4]], zeroDimensional: noAxis) { .concatenated($0).squared() },
        .init("stack", [[3, 4], [3, 4]]) { .stacked($0, axis: -1).squared() },
        .init("softmax", zeroDimensional: noAxis) { $0[0].softmax() },
        .init("softmax of columns", zeroDimensional: noAxis) { $0[0].softmax(axis: 0) },
        .init("logSoftmax", zeroDimensional: noAxis) { $0[0].logSoftmax() },
        .init("cast") { ($0[0].cast(to: .float32).cast(to: .float64) - $0[0]) * 1e-9 + $0[0].squared() },
        .init("matmul", [[3, 4], [4, 2]], zeroDimensional: .never("a single number is no matrix")) {
            $0[0].matmul($0[1])
        },
        .init("matmul of nothing inside", [[3, 4], [4, 2]], empty: [[3, 0], [0, 2]], zeroDimensional: noAxis) {
            $0[0].matmul($0[1])
        },
        .init("matmul of batches", [[2, 1, 3, 4], [5, 4, 2]], zeroDimensional: noAxis) { $0[0].matmul($0[1]) },
        .init("matmul with a vector", [[3, 4], [4]], zeroDimensional: noAxis) { $0[0].matmul($0[1]) },
        .init("linear", [[3, 4], [2, 4], [2]], zeroDimensional: noAxis) { $0[0].linear(weight: $0[1], bias: $0[2]) },
        .init("linear without bias", [[3, 4], [2, 4]], zeroDimensional: noAxis) { $0[0].linear(weight: $0[1]) },
        .init("linear of a batch of sequences", [[2, 3, 4], [2, 4], [2]], zeroDimensional: noAxis) {
            $0[0].linear(weight: $0[1], bias: $0[2])
        },
        .init(
            "softmax cross-entropy", empty: .never("each row has a label"), zeroDimensional: noAxis
        ) { $0[0].crossEntropy(labels: [3, 0, 1], scale: 0.5) },
        .init("gradient") { gradient(of: { ($0 * $0 * $0).sum() }, at: $0[0]) },
        .init("tangent") { jvp(of: { $0.sin() * $0 }, at: $0[0], along: $0[0].exp()).tangent },
        .init("custom") { x in
            let cube = CustomOperation("cube") {
                $0[0] * $0[0] * $0[0]
            } backward: {
                [$0.gradient * $0.inputs[0] * $0.inputs[0] * 3]
            }
            return cube(x)
        },
        .init("custom with a forward rule", [[3, 4], [3, 4]]) { x in
            let product = CustomOperation("product") {
                $0[0] * $0[1]
            } backward: {
                [$0.gradient * $0.inputs[1], $0.gradient * $0.inputs[0]]
            } forward: {
                $0.tangents[0] * $0.inputs[1] + $0.inputs[0] * $0.tangents[1]
            }
            return product(x)
        },
    ]
}
