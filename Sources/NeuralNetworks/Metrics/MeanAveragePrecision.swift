public import NotebookDisplay
internal import Tensors

/// An object that a detector has found, and how sure it is.
public struct ScoredBox: Sendable, Hashable {
    public var box: DetectedBox
    /// The larger, the surer.
    public var score: Double

    public init(_ box: DetectedBox, score: Double) {
        self.box = box
        self.score = score
    }
}

/// How well a detector finds objects, for each class and over all.
///
/// The boxes found of a class are taken from the surest to the least sure. Each belongs to the object of its image that it
/// overlaps most; it is right if that overlap (intersection over union) is at least the threshold and no surer box has
/// found the object before. The average precision is the area below the curve of precision over recall, where the
/// precision at a recall is the best at it or any larger one, as in the PASCAL VOC challenge since 2010 (Everingham, Van
/// Gool, Williams, Winn and Zisserman, "The PASCAL visual object classes (VOC) challenge", 2010).
public struct AveragePrecision: Sendable, Hashable, MIMERepresentable {
    /// For each class its average precision; `nil` for a class of which there are no objects.
    public let ofClasses: [Double?]
    private let classNames: [String]

    /// The mean over the classes of which there are objects; NaN if there are none.
    public var mean: Double {
        let known = ofClasses.compactMap { $0 }
        return known.isEmpty ? .nan : known.reduce(0, +) / Double(known.count)
    }

    /// - Parameters:
    ///   - found: What was found in each image.
    ///   - objects: What there is in each image.
    ///   - classes: How many kinds of objects there are.
    ///   - overlap: The least overlap of a box that counts as right, above 0 and up to 1.
    ///   - classNames: A name for each class, or none.
    public init(
        of found: [[ScoredBox]], objects: [[DetectedBox]], classes: Int, overlap: Double = 0.5,
        classNames: [String] = []
    ) {
        let name = "AveragePrecision"
        if found.count != objects.count {
            shapeError(name, "boxes of \(found.count) images, objects of \(objects.count)")
        }
        if !(overlap > 0 && overlap <= 1) {
            shapeError(name, "an overlap of \(overlap); it must be above 0, at most 1")
        }
        if !classNames.isEmpty && classNames.count != classes {
            shapeError(name, "\(classNames.count) names for \(classes) classes")
        }
        for (image, boxes) in objects.enumerated() {
            checkLabels(boxes.map(\.label), classes: classes, name, "objects[\(image)]")
        }
        for (image, boxes) in found.enumerated() {
            checkLabels(boxes.map(\.box.label), classes: classes, name, "found[\(image)]")
            if boxes.contains(where: \.score.isNaN) { shapeError(name, "found[\(image)] has a score that is NaN") }
        }
        self.classNames = classNames.isEmpty ? (0..<max(0, classes)).map(String.init) : classNames
        ofClasses = (0..<max(0, classes)).map { label in
            averagePrecision(
                found.enumerated().flatMap { image, boxes in
                    boxes.filter { $0.box.label == label }.map { (image, $0) }
                }, objects.map { $0.filter { $0.label == label } }, overlap)
        }
    }

    /// A table with a row for each class, and the mean.
    public var mimeBundle: MIMEBundle {
        func text(_ value: Double?) -> Table.Cell { .text(value.map { "\(($0 * 1000).rounded() / 1000)" } ?? "–") }
        var table = Table(
            title: "", columns: [.init(header: "class"), .init(header: "average precision", isNumeric: true)])
        table.rows = zip(classNames, ofClasses).map { [.text($0), text($1)] } + [[.text("mean"), text(mean)]]
        return table.bundle
    }
}

/// The mean over classes of the average precision; see ``AveragePrecision``.
public func meanAveragePrecision(
    of found: [[ScoredBox]], objects: [[DetectedBox]], classes: Int, overlap: Double = 0.5
) -> Double {
    AveragePrecision(of: found, objects: objects, classes: classes, overlap: overlap).mean
}

/// The average precision of one class: `found` holds boxes with the images they are in.
private func averagePrecision(
    _ found: [(image: Int, box: ScoredBox)], _ objects: [[DetectedBox]], _ threshold: Double
) -> Double? {
    let count = objects.map(\.count).reduce(0, +)
    if count == 0 { return nil }
    var taken = objects.map { [Bool](repeating: false, count: $0.count) }
    // Boxes of equal scores stay in their order.
    let order = found.indices.sorted { (-found[$0].box.score, $0) < (-found[$1].box.score, $1) }
    var (right, recalls, precisions): (Int, [Double], [Double]) = (0, [], [])
    for (rank, index) in order.enumerated() {
        let (image, scored) = found[index]
        let overlaps = objects[image].map { scored.box.overlap(with: $0) }
        if let best = overlaps.indices.max(by: { overlaps[$0] < overlaps[$1] }), overlaps[best] >= threshold,
            !taken[image][best]
        {
            taken[image][best] = true
            right += 1
        }
        recalls.append(Double(right) / Double(count))
        precisions.append(Double(right) / Double(rank + 1))
    }
    var (area, best) = (0.0, 0.0)
    for rank in precisions.indices.reversed() {
        best = max(best, precisions[rank])
        area += (recalls[rank] - (rank == 0 ? 0 : recalls[rank - 1])) * best
    }
    return area
}
