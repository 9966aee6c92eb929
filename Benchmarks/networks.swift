import DeepLearning

/// A step of training: the gradients of the loss, and what the optimizer makes of them.
func training(
    _ model: Module, _ optimizer: Optimizer, _ x: Tensor, loss: @escaping (Tensor) -> Tensor
) -> () -> Void {
    {
        optimizer.zeroGrad()
        loss(model(x)).backward()
        optimizer.step()
    }
}

func xor() -> () -> Void {
    let model = Sequential {
        Linear(2, 8)
        Tanh()
        Linear(8, 1)
    }
    let x = Tensor([[0, 0], [0, 1], [1, 0], [1, 1]])
    let y = Tensor([[0], [1], [1], [0]])
    let optimizer = SGD(model.parameters, learningRate: 0.1)
    return training(model, optimizer, x) { binaryCrossEntropy(logits: $0, targets: y) }
}

func mlp() -> () -> Void {
    let model = Sequential {
        Linear(784, 256)
        ReLU()
        Linear(256, 128)
        ReLU()
        Linear(128, 10)
    }
    let labels = Tensor.randomIntegers(in: 0..<10, [128]).array(of: Int.self)
    return training(model, Adam(model, learningRate: 1e-3), .normal([128, 784])) {
        softmaxCrossEntropy(logits: $0, labels: labels)
    }
}

func lenet() -> () -> Void {
    let model = Sequential {
        Conv2D(1, 6, kernel: 5, padding: 2)
        ReLU()
        MaxPool2D(2)
        Conv2D(6, 16, kernel: 5)
        ReLU()
        MaxPool2D(2)
        Flatten()
        Linear(400, 120)
        ReLU()
        Linear(120, 84)
        ReLU()
        Linear(84, 10)
    }
    let labels = Tensor.randomIntegers(in: 0..<10, [64]).array(of: Int.self)
    return training(model, SGD(model, learningRate: 0.01, momentum: 0.9), .normal([64, 1, 28, 28])) {
        softmaxCrossEntropy(logits: $0, labels: labels)
    }
}

func cnn() -> () -> Void {
    let model = Sequential {
        Conv2D(1, 32, kernel: 3, padding: 1)
        BatchNorm2D(32)
        ReLU()
        MaxPool2D(2)
        Conv2D(32, 64, kernel: 3, padding: 1)
        BatchNorm2D(64)
        ReLU()
        MaxPool2D(2)
        Flatten()
        Linear(64 * 49, 128)
        ReLU()
        Dropout(0.5)
        Linear(128, 10)
    }
    let labels = Tensor.randomIntegers(in: 0..<10, [64]).array(of: Int.self)
    return training(model, Adam(model, learningRate: 1e-3), .normal([64, 1, 28, 28])) {
        softmaxCrossEntropy(logits: $0, labels: labels)
    }
}

func resnet20() -> () -> Void {
    let model = Sequential {
        Conv2D(3, 16, kernel: 3, padding: 1, bias: false)
        BatchNorm2D(16)
        ReLU()
        ResidualBlock(16, 16)
        ResidualBlock(16, 16)
        ResidualBlock(16, 16)
        ResidualBlock(16, 32, stride: 2)
        ResidualBlock(32, 32)
        ResidualBlock(32, 32)
        ResidualBlock(32, 64, stride: 2)
        ResidualBlock(64, 64)
        ResidualBlock(64, 64)
        GlobalAveragePool()
        Linear(64, 10)
    }
    let labels = Tensor.randomIntegers(in: 0..<10, [32]).array(of: Int.self)
    let optimizer = SGD(model, learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4)
    return training(model, optimizer, .normal([32, 3, 32, 32])) { softmaxCrossEntropy(logits: $0, labels: labels) }
}

final class NextCharacter: Module {
    let embedding = Embedding(64, 64)
    let recurrent: RecurrentLayer
    let output = Linear(128, 64)

    init(_ recurrent: RecurrentLayer) { self.recurrent = recurrent }

    override func forward(_ input: Tensor) -> Tensor {
        output(recurrent(embedding(input))).reshape(-1, 64)
    }
}

final class NextCharacterByAttention: Module {
    let embedding = Embedding(64, 128)
    let encoder = TransformerEncoderLayer(128, heads: 4, hidden: 256, dropout: 0, activation: .gelu, normFirst: true)
    let output = Linear(128, 64)

    override func forward(_ input: Tensor) -> Tensor {
        output(encoder(embedding(input), isCausal: true)).reshape(-1, 64)
    }
}

func nextCharacter(_ model: Module) -> () -> Void {
    let labels = Tensor.randomIntegers(in: 0..<64, [32 * 64]).array(of: Int.self)
    return training(model, Adam(model, learningRate: 1e-3), .randomIntegers(in: 0..<64, [32, 64])) {
        softmaxCrossEntropy(logits: $0, labels: labels)
    }
}

func lstm() -> () -> Void { nextCharacter(NextCharacter(LSTM(64, 128))) }

func gru() -> () -> Void { nextCharacter(NextCharacter(GRU(64, 128))) }

func transformer() -> () -> Void { nextCharacter(NextCharacterByAttention()) }

/// Of the size of the graph of papers Cora: 2,708 nodes with 1,433 features, in 7 classes.
final class TwoGraphConvolutions: Module {
    let first = GraphConvolution(1433, 16, bias: false)
    let second = GraphConvolution(16, 7, bias: false)

    func callAsFunction(_ features: Tensor, _ adjacency: SparseMatrix) -> Tensor {
        second(first(features, adjacency: adjacency).relu(), adjacency: adjacency)
    }
}

func gcn() -> () -> Void {
    let (nodes, edges) = (2708, 10556)
    func ends() -> [Int] { Tensor.randomIntegers(in: 0..<nodes, [edges]).array(of: Int.self) + (0..<nodes) }
    let adjacency = SparseMatrix(
        rows: ends(), columns: ends(), values: .uniform([edges + nodes]), shape: [nodes, nodes])
    let features = Tensor.uniform([nodes, 1433]).lessThan(0.0127).cast(to: .float32)
    let labels = Tensor.randomIntegers(in: 0..<7, [nodes]).array(of: Int.self)
    let model = TwoGraphConvolutions()
    let optimizer = Adam(model, learningRate: 0.01, weightDecay: 5e-4)
    return {
        optimizer.zeroGrad()
        softmaxCrossEntropy(logits: model(features, adjacency), labels: labels).backward()
        optimizer.step()
    }
}
