public import NeuralNetworks
public import Tensors

/// A small YOLO, which finds objects in one look: convolutions bring the image down to a grid, and each cell of it says what
/// has its centre there and how large it is (Redmon, Divvala, Girshick and Farhadi, "You only look once: unified, real-time
/// object detection", 2016).
///
/// ```swift
/// let shapes = Datasets.shapes()
/// let model = YOLO(classes: 3)
/// let loss = model.loss(shapes.images, shapes.objects)
/// let found = model.detect(shapes.images)  // boxes with scores, for each image
/// ```
///
/// - Input: [batch, channels, height, width], multiples of 2^stages. Output: [batch, height / 2^stages, width / 2^stages,
///   boxes · 5 + classes], as `yoloLoss` takes it: for each box x and y of the centre within the cell, √w, √h and the
///   confidence, then the probabilities of the classes.
/// - Parameters: `body.0.weight` and so on: for each stage a convolution of 3 × 3 with batch normalization that halves the
///   image, another one after the last, and `head.weight` [boxes · 5 + classes, width, 1, 1] with `head.bias`. With three
///   classes, two boxes and the default widths 61,245 numbers.
public final class YOLO: Module {
    public let body: Sequential
    public let head: Conv2D
    public let classes: Int
    /// How many boxes each cell suggests.
    public let boxes: Int

    /// - Parameters:
    ///   - widths: The channels after each stage; each stage halves the image.
    public init(
        classes: Int, boxes: Int = 2, channels: Int = 1, widths: [Int] = [16, 32, 64],
        generator: RandomGenerator = .default
    ) {
        YOLO.require(
            classes > 0 && boxes > 0 && !widths.isEmpty,
            "\(classes) classes, \(boxes) boxes, widths \(widths): one of each is the least")
        (self.classes, self.boxes) = (classes, boxes)
        body = Sequential {
            for (stage, width) in widths.enumerated() {
                Conv2D(
                    stage == 0 ? channels : widths[stage - 1], width, kernel: 3, padding: 1, bias: false,
                    generator: generator)
                BatchNorm2D(width)
                LeakyReLU(slope: 0.1)
                MaxPool2D(2)
            }
            Conv2D(widths.last!, widths.last!, kernel: 3, padding: 1, bias: false, generator: generator)
            BatchNorm2D(widths.last!)
            LeakyReLU(slope: 0.1)
        }
        head = Conv2D(widths.last!, boxes * 5 + classes, kernel: 1, generator: generator)
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor {
        let grid = head(body(input)).transposed([0, 2, 3, 1])
        let (places, kinds) = (grid[.all, .all, .all, 0..<(boxes * 5)], grid[.all, .all, .all, (boxes * 5)...])
        return .concatenated([places.sigmoid(), kinds.softmax()], axis: 3)
    }

    /// `yoloLoss` of the predictions for `images`.
    ///
    /// - Parameter objects: What is in each image.
    public func loss(_ images: Tensor, _ objects: [[DetectedBox]]) -> Tensor {
        yoloLoss(self(images), objects: objects, boxes: boxes, classes: classes)
    }

    /// The objects found in each image, the surest first.
    ///
    /// - Parameters:
    ///   - threshold: The least score, confidence · probability of the class.
    ///   - overlap: Of two boxes of a class that overlap more than this, the surer one stays.
    public func detect(_ images: Tensor, threshold: Double = 0.2, overlap: Double = 0.5) -> [[ScoredBox]] {
        let predictions = noGradient { evaluating { self(images) } }
        return yoloBoxes(predictions, boxes: boxes, classes: classes, threshold: threshold)
            .map { nonMaximumSuppression($0, overlap: overlap) }
    }
}

/// The boxes that a YOLO's predictions speak of, each with its likeliest class and, as score, its confidence times the
/// probability of that class.
///
/// - Parameters:
///   - predictions: [images, rows, columns, boxes · 5 + classes], as for `yoloLoss`.
///   - threshold: The least score.
/// - Returns: Those of each image, of all cells, in no order; they may overlap: see `nonMaximumSuppression(_:overlap:)`.
public func yoloBoxes(_ predictions: Tensor, boxes: Int = 2, classes: Int, threshold: Double = 0.2) -> [[ScoredBox]] {
    let width = boxes * 5 + classes
    if boxes < 1 || classes < 1 || predictions.rank != 4 || predictions.shape[3] != width {
        shapeError(
            "yoloBoxes",
            "predictions \(predictions.shape) for \(boxes) boxes and \(classes) classes; [images, rows, columns, "
                + "\(width)] is wanted")
    }
    let (rows, columns) = (predictions.shape[1], predictions.shape[2])
    let numbers = predictions.detach().scalars()
    return (0..<predictions.shape[0]).map { image in
        (0..<(rows * columns)).flatMap { cell -> [ScoredBox] in
            let start = (image * rows * columns + cell) * width
            let kinds = numbers[(start + boxes * 5)..<(start + width)]
            let label = kinds.indices.max { kinds[$0] < kinds[$1] }!
            return (0..<boxes).compactMap { box in
                let five = Array(numbers[(start + box * 5)..<(start + box * 5 + 5)])
                let score = five[4] * kinds[label]
                if !(score >= threshold) { return nil }
                return ScoredBox(
                    DetectedBox(
                        x: (Double(cell % columns) + five[0]) / Double(columns),
                        y: (Double(cell / columns) + five[1]) / Double(rows), width: five[2] * five[2],
                        height: five[3] * five[3], label: label - kinds.startIndex), score: score)
            }
        }
    }
}

/// Those of the boxes, from the surest to the least sure, that overlap no surer one of their class by more than `overlap`
/// (intersection over union).
public func nonMaximumSuppression(_ boxes: [ScoredBox], overlap: Double = 0.5) -> [ScoredBox] {
    var kept: [ScoredBox] = []
    for index in boxes.indices.sorted(by: { (-boxes[$0].score, $0) < (-boxes[$1].score, $1) }) {
        let candidate = boxes[index]
        let isNew = kept.allSatisfy {
            $0.box.label != candidate.box.label || $0.box.overlap(with: candidate.box) <= overlap
        }
        if isNew { kept.append(candidate) }
    }
    return kept
}
