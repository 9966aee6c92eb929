public import Tensors

/// Â X W + b: each node's features become the mean of its neighbours' and its own, times a weight (Kipf and Welling,
/// "Semi-supervised classification with graph convolutional networks", 2017).
///
/// - Input: features [nodes, inputs] and the adjacency matrix Â, mostly a `normalizedAdjacency`. Output: [nodes, outputs].
/// - Parameters: `weight` [inputs, outputs] (Xavier uniform) and `bias` [outputs] (zeros).
public final class GraphConvolution: Module {
    @Parameter public var weight: Tensor
    @OptionalParameter public var bias: Tensor?

    public init(
        _ inputs: Int, _ outputs: Int, bias: Bool = true, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) {
        GraphConvolution.require(inputs > 0 && outputs > 0, "(\(inputs), \(outputs)): both sizes must be positive")
        weight = Initializer.xavierUniform()([inputs, outputs], dtype: dtype, generator: generator)
        _bias = OptionalParameter(bias ? Parameter(.zeros([outputs], dtype: dtype)) : nil)
        super.init()
    }

    public func callAsFunction(_ features: Tensor, adjacency: SparseMatrix) -> Tensor {
        withinForward {
            check(features, axis: 1, has: weight.shape[0], "features", rank: 2...2)
            let nodes = features.shape[0]
            if adjacency.shape != [nodes, nodes] {
                failure(
                    "the adjacency matrix has shape \(adjacency.shape) for \(nodes) nodes; [\(nodes), \(nodes)] is wanted"
                )
            }
            // The smaller of the two widths is what the sparse product works on.
            let product =
                weight.shape[1] <= weight.shape[0]
                ? adjacency.matmul(features.matmul(weight)) : adjacency.matmul(features).matmul(weight)
            let output = bias.map { product + $0 } ?? product
            observed(features, output)
            return output
        }
    }

    public override func forward(_ input: Tensor) -> Tensor {
        failure("it wants an adjacency matrix too: layer(features, adjacency: matrix)")
    }

    public override var layerDescription: String { "GraphConvolution(\(weight.shape[0]) → \(weight.shape[1]))" }
}

extension SparseMatrix {
    /// D^(-½) (A + I) D^(-½) for the adjacency matrix A of a graph and the degrees D of its nodes, each counted as its own
    /// neighbour: what a `GraphConvolution` multiplies with.
    ///
    /// - Parameters:
    ///   - edges: Pairs of nodes in 0..<nodes.
    ///   - directed: Whether an edge leads only from its first node to its second; else both ways.
    public static func normalizedAdjacency(
        nodes: Int, edges: [(Int, Int)], directed: Bool = false, dtype: DType = .float32
    ) -> SparseMatrix {
        for (index, edge) in edges.enumerated()
        where !(0..<nodes).contains(edge.0) || !(0..<nodes).contains(edge.1) {
            shapeError("normalizedAdjacency", "edges[\(index)] is \(edge); with \(nodes) nodes they are 0..<\(nodes)")
        }
        // A node's row collects from those that lead to it; an edge that comes twice counts once.
        var places = Set(edges.map { $0.1 * nodes + $0.0 })
        if !directed { places.formUnion(edges.map { $0.0 * nodes + $0.1 }) }
        places.formUnion((0..<nodes).map { $0 * nodes + $0 })
        let sorted = places.sorted()
        let adjacency = SparseMatrix(
            rows: sorted.map { $0 / nodes }, columns: sorted.map { $0 % nodes },
            values: .ones([sorted.count], dtype: dtype), shape: [nodes, nodes])
        let factors = adjacency.rowSums().rsqrt()
        return adjacency.scalingRows(by: factors).scalingColumns(by: factors)
    }
}
