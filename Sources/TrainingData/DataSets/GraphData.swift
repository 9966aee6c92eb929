public import Tensors

/// A graph whose nodes have classes.
public struct GraphData: Sendable, CustomStringConvertible {
    /// Pairs of nodes, each pair once.
    public let edges: [(Int, Int)]
    /// The class of each node.
    public let labels: [Int]
    public let classNames: [String]
    /// What is known of each node, [nodes, features].
    public let features: Tensor

    public init(edges: [(Int, Int)], labels: [Int], classNames: [String], features: Tensor) {
        if features.rank != 2 || features.shape[0] != labels.count {
            shapeError("GraphData", "features \(features.shape) for \(labels.count) nodes; [nodes, features] is wanted")
        }
        if let index = edges.firstIndex(where: { !labels.indices.contains($0.0) || !labels.indices.contains($0.1) }) {
            shapeError(
                "GraphData",
                "edges[\(index)] is \(edges[index]); with \(labels.count) nodes both are 0..<\(labels.count)")
        }
        if let index = labels.firstIndex(where: { !classNames.indices.contains($0) }) {
            shapeError("GraphData", "labels[\(index)] is \(labels[index]); it must be 0..<\(classNames.count)")
        }
        self.edges = edges
        self.labels = labels
        self.classNames = classNames
        self.features = features
    }

    /// The number of nodes.
    public var nodeCount: Int { labels.count }

    public var description: String { "\(nodeCount) nodes in \(classNames.count) classes, \(edges.count) edges" }
}
