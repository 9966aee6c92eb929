public import Tensors

/// An object in an image: where it is and what.
public struct DetectedBox: Sendable, Hashable {
    /// The centre as a fraction of the image's width and height, in 0..<1.
    public var x: Double
    public var y: Double
    /// The size as a fraction of the image's width and height.
    public var width: Double
    public var height: Double
    public var label: Int

    public init(x: Double, y: Double, width: Double, height: Double, label: Int) {
        (self.x, self.y, self.width, self.height, self.label) = (x, y, width, height, label)
    }
}

/// The loss of YOLO, which finds objects in one look (Redmon, Divvala, Girshick and Farhadi, "You only look once: unified,
/// real-time object detection", 2016). The cell of a grid in which an object's centre lies shall find it; of the cell's
/// boxes the one that overlaps it most is responsible:
///
///     λ_coord Σ (x - x̂)² + (y - ŷ)² + (√w - √ŵ)² + (√h - √ĥ)²    over responsible boxes
///     + Σ (C - overlap)²                                           over responsible boxes
///     + λ_noobj Σ C²                                               over all others
///     + Σ (p(c) - [c is the label])²                               over cells with an object and classes
///
/// divided by the number of images.
///
/// - Parameters:
///   - predictions: [images, rows, columns, boxes · 5 + classes]: for each box x and y of the centre within the cell, in
///     0...1, √w and √h as fractions of the image, and the confidence C; then the probabilities of the classes.
///   - objects: Those in each image. Of several with their centres in one cell the first counts.
///   - boxes: How many boxes each cell predicts.
///   - classes: How many kinds of objects there are.
///   - coordinateWeight: λ_coord.
///   - emptyWeight: λ_noobj.
public func yoloLoss(
    _ predictions: Tensor, objects: [[DetectedBox]], boxes: Int = 2, classes: Int, coordinateWeight: Double = 5,
    emptyWeight: Double = 0.5
) -> Tensor {
    let name = "yoloLoss"
    let width = boxes * 5 + classes
    if boxes < 1 || classes < 1 || predictions.rank != 4 || predictions.shape[3] != width {
        shapeError(
            name,
            "predictions \(predictions.shape) for \(boxes) boxes and \(classes) classes; [images, rows, columns, "
                + "\(width)] is wanted")
    }
    if predictions.count == 0 { shapeError(name, "an empty batch (predictions \(predictions.shape))") }
    if objects.count != predictions.shape[0] {
        shapeError(name, "objects of \(objects.count) images for \(predictions.shape[0]) images")
    }
    let (rows, columns) = (predictions.shape[1], predictions.shape[2])
    let targets = objects.enumerated().flatMap { image, objects in
        cellTargets(of: objects, image: image, rows: rows, columns: columns, classes: classes)
    }
    let cells = predictions.reshape(-1, width)
    let confidences = cells[.all, .slice(from: 4, to: boxes * 5, by: 5)]
    var loss = confidences.squared().sum() * emptyWeight
    if !targets.isEmpty {
        let found = cells.gathered(rows: targets.map(\.cell))
        let candidates = found[.all, 0..<(boxes * 5)].reshape(targets.count * boxes, 5)
        let (responsible, overlaps) = mostOverlapping(candidates.detach(), targets, boxes, rows, columns)
        let chosen = candidates.gathered(rows: responsible)
        let wanted = Tensor(
            targets.map { [$0.x, $0.y, $0.box.width.squareRoot(), $0.box.height.squareRoot()] }, dtype: cells.dtype)
        loss = loss + (chosen[.all, 0..<4] - wanted).squared().sum() * coordinateWeight
        let confidence = chosen[.all, 4]
        loss = loss + (confidence - Tensor(overlaps, dtype: cells.dtype)).squared().sum()
        // These boxes are not among the empty ones.
        loss = loss - confidence.squared().sum() * emptyWeight
        let labels = Tensor.oneHot(targets.map(\.box.label), classes: classes, dtype: cells.dtype)
        loss = loss + (found[.all, (boxes * 5)..<width] - labels).squared().sum()
    }
    return loss * (1 / Double(predictions.shape[0]))
}

/// An object and the cell that shall find it.
private struct CellTarget {
    /// The cell's position in the grids of all images.
    let cell: Int
    let row: Int
    let column: Int
    /// The centre within the cell.
    let x: Double
    let y: Double
    let box: DetectedBox
}

private func cellTargets(of objects: [DetectedBox], image: Int, rows: Int, columns: Int, classes: Int) -> [CellTarget] {
    var targets: [CellTarget] = []
    for (index, box) in objects.enumerated() {
        if !(0..<classes).contains(box.label) {
            shapeError(
                "yoloLoss",
                "objects[\(image)][\(index)] has the label \(box.label); with \(classes) classes it must be 0..<\(classes)"
            )
        }
        if !(0..<1).contains(box.x) || !(0..<1).contains(box.y) || !(box.width > 0) || !(box.height > 0) {
            shapeError(
                "yoloLoss",
                "objects[\(image)][\(index)] is at (\(box.x), \(box.y)), \(box.width) by \(box.height); a centre in 0..<1 "
                    + "and a positive size are wanted")
        }
        let (column, row) = (Int(box.x * Double(columns)), Int(box.y * Double(rows)))
        let cell = (image * rows + row) * columns + column
        if targets.contains(where: { $0.cell == cell }) { continue }
        targets.append(
            CellTarget(
                cell: cell, row: row, column: column, x: box.x * Double(columns) - Double(column),
                y: box.y * Double(rows) - Double(row), box: box))
    }
    return targets
}

/// For each object the candidate, of its cell's, that overlaps it most, and by how much.
private func mostOverlapping(
    _ candidates: Tensor, _ targets: [CellTarget], _ boxes: Int, _ rows: Int, _ columns: Int
) -> (positions: [Int], overlaps: [Double]) {
    let numbers = candidates.scalars()
    var (positions, overlaps): ([Int], [Double]) = ([], [])
    for (index, target) in targets.enumerated() {
        let edges = (0..<boxes).map { box -> [Double] in
            let start = (index * boxes + box) * 5
            let x = (Double(target.column) + numbers[start]) / Double(columns)
            let y = (Double(target.row) + numbers[start + 1]) / Double(rows)
            let (w, h) = (numbers[start + 2] * numbers[start + 2], numbers[start + 3] * numbers[start + 3])
            return [x - w / 2, y - h / 2, x + w / 2, y + h / 2]
        }
        let box = target.box
        let truth = Tensor(
            [[box.x - box.width / 2, box.y - box.height / 2, box.x + box.width / 2, box.y + box.height / 2]],
            dtype: .float64)
        let found = boxOverlap(Tensor(edges, dtype: .float64), truth).scalars()
        let best = found.indices.max { found[$0] < found[$1] }!
        positions.append(index * boxes + best)
        overlaps.append(found[best])
    }
    return (positions, overlaps)
}
