import DeepLearning

/// Milliseconds for one step: the median of five rounds that take about 0.2 s each, after a warm-up.
func millisecondsPerStep(_ step: () -> Void) -> Double {
    let clock = ContinuousClock()
    func milliseconds(_ steps: Int) -> Double {
        let elapsed = clock.measure { for _ in 0..<steps { step() } }
        return elapsed / .milliseconds(1) / Double(steps)
    }
    _ = milliseconds(3)
    var steps = 1
    while milliseconds(steps) * Double(steps) < 100 { steps *= 2 }
    let rounds = (0..<5).map { _ in milliseconds(2 * steps) }
    return rounds.sorted()[2]
}

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

func gemm1024() -> () -> Void {
    let a = Tensor.normal([1024, 1024]), b = Tensor.normal([1024, 1024])
    return { _ = a.matmul(b) }
}

func elementwise1m() -> () -> Void {
    let a = Tensor.normal([1 << 20]), b = Tensor.normal([1 << 20])
    return { _ = tanh(a * b + a).sum() }
}

func add4x4() -> () -> Void {
    let a = Tensor.normal([4, 4]).requiringGrad(), b = Tensor.normal([4, 4]).requiringGrad()
    return { _ = a + b }
}

let workloads: KeyValuePairs = [
    "gemm1024": gemm1024, "elementwise1m": elementwise1m, "add4x4": add4x4, "xor": xor,
]

func run(_ name: String) {
    let workload = workloads.first { $0.key == name }!.value
    print(millisecondsPerStep(workload()))
}
