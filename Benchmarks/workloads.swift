let workloads: KeyValuePairs = [
    "gemm1024": gemm1024, "elementwise1m": elementwise1m, "add4x4": add4x4, "conv3x3": conv3x3, "xor": xor, "mlp": mlp,
    "lenet": lenet, "cnn": cnn, "resnet20": resnet20, "lstm": lstm, "gru": gru, "transformer": transformer, "gcn": gcn,
    "digits": digits, "loader": loader,
]

func run(_ name: String) {
    let workload = workloads.first { $0.key == name }!.value
    print(millisecondsPerStep(workload()))
}
