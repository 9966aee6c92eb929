import NeuralNetworks
import Tensors
import Testing

@Suite struct YOLOLossTests {
    let objects = [
        [
            DetectedBox(x: 0.2, y: 0.3, width: 0.3, height: 0.4, label: 1),
            DetectedBox(x: 0.7, y: 0.8, width: 0.5, height: 0.2, label: 2),
        ], [DetectedBox(x: 0.5, y: 0.1, width: 0.2, height: 0.1, label: 0)],
    ]

    @Test func itIsThatOfPyTorch() throws {
        // The overlap is a constant in the loss, which central differences do not know.
        try expectGolden("yolo", in: "others", Identity(), stopsGradients: true) { _, x in
            [yoloLoss(x[0], objects: objects, classes: 3)]
        }
    }

    @Test func itsGradientIsRightWhereTheOverlapDoesNotChange() throws {
        // Boxes that cover their objects by far overlap them by nothing that depends on small shifts: here, not at all.
        let far = Tensor.full([1, 1, 1, 7], 0.05, dtype: .float64)
        let object = [[DetectedBox(x: 0.9, y: 0.9, width: 0.1, height: 0.1, label: 1)]]
        try checkGradients(of: [far]) { yoloLoss($0[0], objects: object, boxes: 1, classes: 2) }
    }

    @Test func aPerfectPredictionCostsNothing() {
        var prediction = Tensor.zeros([1, 2, 2, 7], dtype: .float64)
        let box = DetectedBox(x: 0.75, y: 0.25, width: 0.25, height: 0.36, label: 1)
        prediction[0, 0, 1] = Tensor([0.5, 0.5, 0.5, 0.6, 1, 0, 1], dtype: .float64)
        #expect(yoloLoss(prediction, objects: [[box]], boxes: 1, classes: 2).item() < 1e-20)
        #expect(yoloLoss(prediction, objects: [[]], boxes: 1, classes: 2).item() == 0.5)
    }

    @Test func overlapsAreAreasInCommon() {
        let boxes = Tensor([[0, 0, 2, 2], [1, 1, 3, 3], [5, 5, 6, 6]])
        expectClose(boxOverlap(boxes, boxes), Tensor([[1, 1.0 / 7, 0], [1.0 / 7, 1, 0], [0, 0, 1]]))
    }

    @Test func aDetectorOverfits() {
        let generator = RandomGenerator(seed: 4)
        let model = Sequential {
            Conv2D(1, 8, kernel: 3, stride: 2, padding: 1, generator: generator)
            LeakyReLU(slope: 0.1)
            Conv2D(8, 13, kernel: 3, stride: 2, padding: 1, generator: generator)
        }
        let images = Tensor.uniform([2, 1, 8, 12], generator: generator)
        expectOverfitting(model, steps: 400) {
            yoloLoss(model(images).transposed([0, 2, 3, 1]), objects: objects, classes: 3)
        }
    }

    @Test func whatDoesNotFitIsRefused() async {
        expectMessage(
            ["yoloLoss", "[1, 2, 2, 8]", "[images, rows, columns, 13]"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                _ = yoloLoss(Tensor.zeros([1, 2, 2, 8]), objects: [[]], classes: 3)
            })
        expectMessage(
            ["objects[0][0] has the label 3; with 3 classes it must be 0..<3"],
            in: await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
                let object = DetectedBox(x: 0, y: 0, width: 1, height: 1, label: 3)
                _ = yoloLoss(Tensor.zeros([1, 2, 2, 13]), objects: [[object]], classes: 3)
            })
    }
}
