public import Tensors

/// A step in which the nodes of a graph tell each other what they know: every edge carries a message of its two ends, every
/// node collects those that arrive and updates its features (Gilmer, Schoenholz, Riley, Vinyals and Dahl, "Neural message
/// passing for quantum chemistry", 2017):
///
///     m_uv = message([h_u, h_v])         for every edge u → v
///     h_v ← update([h_v, Σ or mean of m_uv over u])
public final class MessagePassing: Module {
    /// How a node collects the messages.
    public enum Aggregation: Sendable { case sum, mean }

    /// From [edges, 2 · features] to [edges, width], the sender's features first.
    public let message: Module
    /// From [nodes, features + width] to the new features.
    public let update: Module
    public let aggregation: Aggregation

    public init(message: Module, update: Module, aggregation: Aggregation = .sum) {
        self.message = message
        self.update = update
        self.aggregation = aggregation
        super.init()
    }

    /// - Parameters:
    ///   - features: [nodes, features].
    ///   - edges: From the first node of each pair to the second.
    /// - Returns: The new features of each node.
    public func callAsFunction(_ features: Tensor, edges: [(Int, Int)]) -> Tensor {
        withinForward {
            if features.rank != 2 || features.shape[0] == 0 {
                failure("the features have shape \(features.shape); [nodes, features] is wanted")
            }
            let nodes = features.shape[0]
            for (index, edge) in edges.enumerated()
            where !(0..<nodes).contains(edge.0) || !(0..<nodes).contains(edge.1) {
                failure("edges[\(index)] is \(edge); with \(nodes) nodes they are 0..<\(nodes)")
            }
            if edges.isEmpty { failure("there are no edges, so that no message says how wide messages are") }
            let (senders, receivers) = (edges.map(\.0), edges.map(\.1))
            let messages = message(
                .concatenated([features.gathered(rows: senders), features.gathered(rows: receivers)], axis: 1))
            if messages.rank != 2 || messages.shape[0] != edges.count {
                failure("`message` makes \(messages.shape) of \(edges.count) edges; [edges, width] is wanted")
            }
            var incidence = SparseMatrix(
                rows: receivers, columns: Array(edges.indices), values: .ones([edges.count], dtype: messages.dtype),
                shape: [nodes, edges.count])
            if aggregation == .mean {
                incidence = incidence.scalingRows(by: maximum(incidence.rowSums(), 1.0).reciprocal())
            }
            let output = update(.concatenated([features, incidence.matmul(messages)], axis: 1))
            observed(features, output)
            return output
        }
    }

    public override func forward(_ input: Tensor) -> Tensor {
        failure("it wants edges too: layer(features, edges: pairs)")
    }
}
