import DeepLearning

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

func conv3x3() -> () -> Void {
    let images = Tensor.normal([16, 64, 56, 56]), weight = Tensor.normal([64, 64, 3, 3])
    return { _ = images.conv2D(weight: weight, padding: 1) }
}
