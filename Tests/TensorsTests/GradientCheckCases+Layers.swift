import Tensors

extension DifferentiableCase {
    private static let images = EdgeShapes.never("it works on images")

    static let layers: [DifferentiableCase] = [
        .init("leakyReLU") { $0[0].leakyReLU(slope: 0.2) },
        .init("elu") { $0[0].elu(alpha: 0.7) },
        .init("softplus") { $0[0].softplus() },
        .init("gelu") { $0[0].gelu() },
        .init("silu") { $0[0].silu() },
        .init("unfold", [[2, 2, 4, 5]], empty: [[0, 2, 4, 5]], zeroDimensional: images) {
            $0[0].unfold(kernel: [2, 3], stride: [2, 1], padding: 1).squared()
        },
        .init("fold", [[2, 8, 9]], empty: [[0, 8, 9]], zeroDimensional: images) {
            $0[0].fold(to: [4, 4], kernel: 2).squared()
        },
        .init(
            "conv2D", [[2, 4, 5, 4], [6, 2, 3, 2]], empty: [[0, 4, 5, 4], [6, 2, 3, 2]], zeroDimensional: images
        ) {
            $0[0].conv2D(weight: $0[1], stride: [2, 1], padding: 1, dilation: [1, 2], groups: 2)
        },
        .init(
            "convTransposed2D", [[2, 4, 3, 3], [4, 3, 3, 2], [6]], empty: [[0, 4, 3, 3], [4, 3, 3, 2], [6]],
            zeroDimensional: images
        ) {
            $0[0].convTransposed2D(
                weight: $0[1], bias: $0[2], stride: 2, padding: 1, outputPadding: [1, 0], groups: 2)
        },
        .init("maxPool2D", [[2, 3, 5, 4]], empty: [[0, 3, 5, 4]], zeroDimensional: images) {
            $0[0].maxPool2D(kernel: [3, 2], stride: 2, padding: 1).squared()
        },
        .init("averagePool2D", [[2, 3, 5, 4]], empty: [[0, 3, 5, 4]], zeroDimensional: images) {
            $0[0].averagePool2D(kernel: [3, 2], stride: 2, padding: 1, countsPadding: false).squared()
        },
    ]
}
