import Tensors

extension DifferentiableCase {
    private static let images = EdgeShapes.never("it works on images")

    private static let sequences = EdgeShapes.never("it works on sequences")

    /// Over three steps of two samples.
    private static func recurrent(
        _ name: String, _ course: RecurrentCourse, hasBiases: Bool = true
    ) -> DifferentiableCase {
        let (isLSTM, rows) = (course.cell == .lstm, 2 * course.cell.gates)
        var shapes: [Shape] = [[2, 3, 4], [rows, 4], [rows, 2], [2, 2]]
        if isLSTM { shapes.append([2, 2]) }
        if hasBiases { shapes += [[rows], [rows]] }
        // Without samples; broadcast(to:) has nothing to do there.
        let empty = shapes.enumerated().map { $0.offset == 0 || (3...4).contains($0.offset) && $0.element.rank == 2 }
        let emptyShapes = zip(shapes, empty).map { $1 ? Shape([0] + $0.dropFirst()) : $0 }
        return .init(name, shapes, empty: .given(emptyShapes), zeroDimensional: sequences) { x in
            x[0].recurrent(
                course, weights: (x[1], x[2]), biases: hasBiases ? (x[x.count - 2], x[x.count - 1]) : nil, from: x[3],
                cell: isLSTM ? x[4] : nil)
        }
    }

    static let layers: [DifferentiableCase] = [
        recurrent("simple recurrent", RecurrentCourse(.tanh)),
        recurrent("LSTM", RecurrentCourse(.lstm), hasBiases: false),
        recurrent("LSTM with its cells", RecurrentCourse(.lstm, isReversed: true, givesCells: true)),
        recurrent("GRU", RecurrentCourse(.gru)),
        .init("leakyReLU") { $0[0].leakyReLU(slope: 0.2) },
        .init("elu") { $0[0].elu(alpha: 0.7) },
        .init("softplus") { $0[0].softplus() },
        .init("gelu") { $0[0].gelu() },
        .init("silu") { $0[0].silu() },
        .init(
            "attention weights", [[2, 3, 4], [2, 3, 4]], empty: [[0, 3, 4], [0, 2, 4]], zeroDimensional: sequences
        ) {
            $0[0].attentionWeights(to: $0[1], mask: nil, isCausal: true, "test")
        },
        .init(
            "attention weights of all samples to the same keys", [[2, 2, 3, 4], [5, 4]],
            empty: [[2, 2, 0, 4], [5, 4]], zeroDimensional: sequences
        ) {
            $0[0].attentionWeights(to: $0[1], mask: Tensor([true, false, true, true, false]), isCausal: false, "test")
        },
        .init(
            "attention of heads", [[2, 3, 2, 4], [2, 3, 2, 4]], empty: [[0, 3, 2, 4], [0, 3, 2, 4]],
            zeroDimensional: sequences
        ) {
            let heads = $0.map { $0.swappingAxes(1, 2) }
            return heads[0].attentionWeights(to: heads[0], mask: nil, isCausal: false, "test")
                .matmul(keepingOrderOf: heads[1]).swappingAxes(1, 2)
        },
        .init(
            "normalized rows", [[2, 3, 4], [3, 4], [3, 4]], empty: [[0, 3, 4], [3, 4], [3, 4]], zeroDimensional: noAxis
        ) {
            $0[0].normalizedRows(axes: 2, epsilon: 0.1, weight: $0[1], bias: $0[2])
        },
        .init("normalized rows as they are", zeroDimensional: noAxis) { $0[0].normalizedRows(axes: 1, epsilon: 0.1) },
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
            "conv2D with a bias", [[2, 2, 4, 3], [3, 2, 2, 2], [3]], empty: [[0, 2, 4, 3], [3, 2, 2, 2], [3]],
            zeroDimensional: images
        ) {
            $0[0].conv2D(weight: $0[1], bias: $0[2], padding: 1).squared()
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
        .init("batch normalization", [[3, 2, 4], [2], [2]], empty: noBatch, zeroDimensional: images) {
            $0[0].batchNormalized(weight: $0[1], bias: $0[2], epsilon: 0.1).output.squared()
        },
        .init("batch normalization alone", [[4, 3]], empty: noBatch, zeroDimensional: images) {
            $0[0].batchNormalized(weight: nil, bias: nil, epsilon: 0.1).output.squared()
        },
        .init("rectified batch normalization", [[3, 2, 4], [2], [2]], empty: noBatch, zeroDimensional: images) {
            $0[0].batchNormalized(weight: $0[1], bias: $0[2], epsilon: 0.1, rectified: true).output.squared()
        },
        .init("batch normalization by fixed moments", [[3, 2, 4], [2], [2]], zeroDimensional: images) {
            let moments = (mean: Tensor([0.2, -0.1]), variance: Tensor([0.7, 1.2]))
            return $0[0].batchNormalized(weight: $0[1], bias: $0[2], epsilon: 0.1, moments: moments).output.squared()
        },
    ]

    private static let noBatch = EdgeShapes.never("nothing has no mean")

    /// The same operations on images whose channels lie side by side in memory, as convolutions by oneDNN leave them.
    static let channelsLast: [DifferentiableCase] = [
        .init("sums of images", [rows, rows], empty: [noRows, noRows], zeroDimensional: images) {
            (images($0[0]).sin() + images($0[1]) * 2).squared()
        },
        .init(
            "sums of images in two orders", [rows, [2, 2, 3, 4]], empty: [noRows, [0, 2, 3, 4]], zeroDimensional: images
        ) {
            ($0[1] * images($0[0])).relu().squared()
        },
        .init("sums of images and lines", [rows, [2, 1, 1]], empty: [noRows, [2, 1, 1]], zeroDimensional: images) {
            (images($0[0]) - $0[1]).leakyReLU(slope: 0.3).squared()
        },
        .init("flat images", [rows], empty: [noRows], zeroDimensional: images) {
            images($0[0]).tanh().flattened(from: 1).squared()
        },
        .init("means of images", [rows], empty: .never("nothing has no mean"), zeroDimensional: images) {
            (images($0[0]) * 3).mean(axes: [2, 3]).squared()
        },
        .init("pooling of images", [rows], empty: [noRows], zeroDimensional: images) {
            let x = images($0[0])
            return x.maxPool2D(kernel: 2, stride: 1).squared() + x.averagePool2D(kernel: 2, stride: 1).squared()
        },
        .init(
            "normalization of images", [rows, [2], [2]], empty: .never("nothing has no mean"), zeroDimensional: images
        ) {
            let x = images($0[0]).batchNormalized(weight: $0[1], bias: $0[2], epsilon: 0.1).output
            return x.batchNormalized(weight: nil, bias: $0[1], epsilon: 0.1, rectified: true).output.squared()
        },
    ]

    private static let rows: Shape = [2, 3, 4, 2]
    private static let noRows: Shape = [0, 3, 4, 2]

    /// [batch, height, width, channels] as images.
    private static func images(_ rows: Tensor) -> Tensor { (rows * 1).transposed([0, 3, 1, 2]) }
}
