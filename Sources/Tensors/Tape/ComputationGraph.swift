internal import NotebookDisplay

/// The recorded computation of one tensor: every node it was computed from, inputs before results.
///
/// ```swift
/// let y = w2 * exp(w1 * x)
/// y.backward(retainGradients: true)
/// for node in y.graph(naming: ["w1": w1, "w2": w2]) {
///     print(node.operation ?? node.name ?? "constant", node.shape, node.gradient ?? "–")
/// }
/// ```
public struct ComputationGraph: RandomAccessCollection, Sendable {
    /// One tensor of the computation.
    public struct Node: Sendable, Identifiable {
        /// The position in the graph.
        public let id: Int
        /// The name given to `graph(naming:)`.
        public let name: String?
        /// The name of the operation that made the tensor; `nil` for leaves and constants.
        public let operation: String?
        /// The positions of the operation's inputs, in the order it took them.
        public let inputs: [Int]
        /// Whether gradients are wanted of it.
        public let requiresGrad: Bool
        /// The elements, cut off from the tape.
        public let value: Tensor
        /// What `backward()` has left here: on leaves, and on all nodes after `backward(retainGradients: true)`.
        public let gradient: Tensor?

        public var shape: Shape { value.shape }
        public var dtype: DType { value.dtype }
    }

    private let nodes: [Node]

    public var startIndex: Int { 0 }
    public var endIndex: Int { nodes.count }
    public subscript(position: Int) -> Node { nodes[position] }

    fileprivate init(of result: TensorNode, names: KeyValuePairs<String, Tensor>) {
        let order = result.recordedNodes
        var positions: [ObjectIdentifier: Int] = [:]
        for (position, node) in order.enumerated() { positions[ObjectIdentifier(node)] = position }
        var labels: [ObjectIdentifier: String] = [:]
        for (name, tensor) in names { labels[ObjectIdentifier(tensor.node)] = name }
        nodes = order.enumerated().map { position, node in
            Node(
                id: position, name: labels[ObjectIdentifier(node)], operation: node.operation?.name,
                inputs: (0..<node.inputCount).map { positions[ObjectIdentifier(node.input($0))]! },
                requiresGrad: node.requiresGradient, value: Tensor(node).detach(),
                gradient: node.accumulated.map { Tensor($0).detach() })
        }
    }
}

extension Tensor {
    /// What this tensor was computed from, as far as it is recorded: a node for each operation, leaf and constant, in
    /// the order of their making.
    ///
    /// - Parameter names: What to call some of the tensors.
    public func graph(naming names: KeyValuePairs<String, Tensor> = [:]) -> ComputationGraph {
        ComputationGraph(of: node, names: names)
    }
}

extension Tensor {
    /// The names of the classes of the operations this tensor was computed by.
    package var operationClasses: Set<String> {
        Set(node.recordedNodes.compactMap { node in node.operation.map { "\(type(of: $0))" } })
    }
}

extension TensorNode {
    /// This node and those it was computed from, inputs before results.
    fileprivate var recordedNodes: [TensorNode] {
        var found: [ObjectIdentifier: TensorNode] = [:]
        var unvisited = [self]
        while let next = unvisited.popLast() {
            if found.updateValue(next, forKey: ObjectIdentifier(next)) != nil { continue }
            for index in 0..<next.inputCount { unvisited.append(next.input(index)) }
        }
        return found.values.sorted { $0.id < $1.id }
    }
}

extension ComputationGraph: CustomStringConvertible {
    /// One line a node: its position, name, operation with inputs, shape, value and gradient.
    public var description: String {
        let (headers, rows) = cells
        var table = Table(title: "", columns: headers.map { Table.Column(header: $0, isNumeric: $0 == "node") })
        table.rows = rows.map { $0.map { .text($0) } }
        return table.plainText
    }

    /// The table that shows the graph.
    package var cells: (headers: [String], rows: [[String]]) {
        let rows = nodes.map { node in
            let inputs = node.inputs.map { nodes[$0].name ?? "\($0)" }.joined(separator: ", ")
            let kind = node.operation.map { "\($0)(\(inputs))" } ?? (node.requiresGrad ? "leaf" : "constant")
            return [
                "\(node.id)", node.name ?? "", kind, "\(node.shape)", summary(node.value),
                node.gradient.map(summary) ?? "",
            ]
        }
        return (["node", "name", "operation", "shape", "value", "gradient"], rows)
    }

    /// Few numbers in full, of more the least and the largest.
    private func summary(_ tensor: Tensor) -> String {
        if tensor.count <= 4 { return tensor.description }
        let scalars = tensor.scalars()
        return "\(Tensor(scalars.min()!)) … \(Tensor(scalars.max()!))"
    }
}
