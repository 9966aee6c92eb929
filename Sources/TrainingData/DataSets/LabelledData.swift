public import Tensors

/// Samples with a class for each.
public struct LabelledData: Dataset, CustomStringConvertible {
    /// The samples, along the first axis: rows of features [count, features], or images [count, channels, height, width].
    public let inputs: Tensor
    /// The class of each sample, 0 or more.
    public let labels: [Int]
    /// What the classes are called; empty where they have numbers alone.
    public let classNames: [String]

    /// - Parameters:
    ///   - inputs: The samples, along the first axis.
    ///   - labels: A class for each sample; 0 or more, and with names less than their number.
    public init(inputs: Tensor, labels: [Int], classNames: [String] = []) {
        if inputs.rank == 0 || inputs.shape[0] != labels.count {
            shapeError("LabelledData", "inputs \(inputs.shape) and \(labels.count) labels (one label a sample)")
        }
        for (index, label) in labels.enumerated()
        where label < 0 || (!classNames.isEmpty && label >= classNames.count) {
            let classes = classNames.isEmpty ? "0 or more" : "0..<\(classNames.count) (\(classNames.count) class names)"
            shapeError("LabelledData", "labels[\(index)] is \(label); it must be \(classes)")
        }
        self.init(checked: inputs, labels, classNames)
    }

    private init(checked inputs: Tensor, _ labels: [Int], _ classNames: [String]) {
        self.inputs = inputs
        self.labels = labels
        self.classNames = classNames
    }

    /// The inputs, by the name that fits where they are images.
    public var images: Tensor { inputs }

    /// The number of samples.
    public var count: Int { labels.count }

    /// The number of classes: of their names, or else one more than the largest label.
    public var classCount: Int { classNames.isEmpty ? (labels.max() ?? -1) + 1 : classNames.count }

    public subscript(indices: [Int]) -> LabelledData {
        check(indices)
        return LabelledData(checked: inputs.gathered(rows: indices), indices.map { labels[$0] }, classNames)
    }

    /// The samples in `range`; their inputs are a view.
    public subscript(range: Range<Int>) -> LabelledData {
        check(range)
        return LabelledData(checked: inputs[range], Array(labels[range]), classNames)
    }

    /// The inputs and labels.
    public var batch: (inputs: Tensor, labels: [Int]) { (inputs, labels) }

    /// The labels as rows of zeros with a one each, [count, classes] in float32.
    ///
    /// - Parameter classes: How many classes there are; `classCount` if `nil`.
    public func oneHot(classes: Int? = nil) -> Tensor { Tensor.oneHot(labels, classes: classes ?? classCount) }

    /// The same labels with other inputs, such as standardised ones.
    public func mapInputs(_ transform: (Tensor) throws -> Tensor) rethrows -> LabelledData {
        LabelledData(inputs: try transform(inputs), labels: labels, classNames: classNames)
    }

    /// How many samples there are of each class.
    public var classCounts: [Int] {
        var counts = [Int](repeating: 0, count: classCount)
        for label in labels { counts[label] += 1 }
        return counts
    }

    public var description: String {
        "\(count) samples of shape \(Shape(inputs.shape.dropFirst())) (\(inputs.dtype)) in \(classCount) classes"
    }
}
