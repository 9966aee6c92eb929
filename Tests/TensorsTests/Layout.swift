import Tensors
import Testing

/// Ways the elements of an operation's input can lie in memory, and the shapes at the edge.
///
/// Where elements do not lie side by side, the input is a view of a leaf, so gradients go through the view.
enum Layout: String, CaseIterable {
    case contiguous, transposed, sliced, broadcast, empty, zeroDimensional

    /// The shape of the leaf of which an input of `shape` is a view.
    func leaf(of shape: Shape) -> Shape {
        switch self {
        case .contiguous, .empty, .zeroDimensional: shape
        case .transposed: Shape(shape.reversed())
        case .sliced: Shape(shape.map { $0 + 2 })
        case .broadcast: Shape(shape.dropLast() + shape.suffix(1).map { _ in 1 })
        }
    }

    /// The view of `leaf` that has `shape`.
    func view(_ leaf: Tensor, as shape: Shape) -> Tensor {
        switch self {
        case .contiguous, .empty, .zeroDimensional: leaf
        case .transposed: leaf.transposed()
        case .sliced:
            shape.indices.reduce(leaf) { $0.sliced(axis: $1, from: 1, to: 1 + shape[$1]) }
        case .broadcast: leaf.broadcast(to: shape)
        }
    }
}

@Suite struct LayoutTests {
    @Test(arguments: Layout.allCases)
    func viewsHaveTheShapeAndLieAsTheyAreCalled(layout: Layout) {
        let shape: Shape = layout == .empty ? [0, 4] : layout == .zeroDimensional ? [] : [3, 4]
        let leaf = Tensor.normal(layout.leaf(of: shape))
        let view = layout.view(leaf, as: shape)
        #expect(view.shape == shape)
        #expect(view.isPacked == [.contiguous, .empty, .zeroDimensional].contains(layout))
    }
}
