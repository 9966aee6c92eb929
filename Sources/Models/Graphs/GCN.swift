public import NeuralNetworks
public import Tensors

/// The graph convolutional network: each layer mixes the features of every node with its neighbours' (Kipf and Welling,
/// "Semi-supervised classification with graph convolutional networks", 2017):
///
///     logits = Â relu(Â X W₁ + b₁) W₂ + b₂
///
/// ```swift
/// let club = Datasets.karateClub()
/// let graph = SparseMatrix.normalizedAdjacency(nodes: club.nodeCount, edges: club.edges)
/// let model = GCN(34, hidden: 8, classes: 2, adjacency: graph)
/// let logits = model(club.features)  // [34, 2], though few of the nodes need a label
/// ```
///
/// - Input: [nodes, features]. Output: logits, [nodes, classes].
/// - Parameters: `conv1.weight` [features, hidden], `conv1.bias`, `conv2.weight` [hidden, classes] and `conv2.bias`.
public final class GCN: Module {
    public let conv1: GraphConvolution
    public let conv2: GraphConvolution
    /// Â, a `normalizedAdjacency`: of the graph whose nodes the input has. It is not part of the state.
    public var adjacency: SparseMatrix
    private let drop: Dropout

    /// - Parameter dropout: The probability that a hidden number is dropped in training.
    public init(
        _ features: Int, hidden: Int = 16, classes: Int, adjacency: SparseMatrix, dropout: Double = 0.5,
        generator: RandomGenerator = .default
    ) {
        conv1 = GraphConvolution(features, hidden, generator: generator)
        conv2 = GraphConvolution(hidden, classes, generator: generator)
        self.adjacency = adjacency
        drop = Dropout(dropout, generator: generator)
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        conv2(drop(conv1(input, adjacency: adjacency).relu()), adjacency: adjacency)
    }
}
