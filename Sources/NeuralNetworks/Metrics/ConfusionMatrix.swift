public import NotebookDisplay
public import Tensors

/// How often each class was predicted for samples of each class, and what follows from it: precision, recall and F1.
///
/// ```swift
/// let matrix = ConfusionMatrix(of: model(test.inputs), labels: test.labels)
/// matrix                  // a table
/// matrix[3, 8]            // how many threes were taken for eights
/// matrix.recall(of: 3)    // the share of the threes that were found
/// matrix.f1(.macro)
/// ```
///
/// With the samples of a class that are predicted as that class (true positives, TP), those of others that are (false
/// positives, FP) and those of the class that are not (false negatives, FN), precision is TP / (TP + FP), recall is
/// TP / (TP + FN) and F1 is 2 TP / (2 TP + FP + FN). Where the denominator is 0, each is 0.
public struct ConfusionMatrix: Sendable, Hashable {
    /// The number of classes.
    public let classCount: Int
    /// What the classes are called: their numbers unless names are given.
    public let classNames: [String]
    /// Row for row of labels, column for column of predictions.
    private let counts: [Int]

    /// Counts predictions.
    ///
    /// - Parameters:
    ///   - predictions: The predicted classes.
    ///   - labels: The classes there are.
    ///   - classes: How many classes there are; up to the largest one found if `nil`.
    ///   - classNames: A name for each class, or none.
    public init(of predictions: [Int], labels: [Int], classes: Int? = nil, classNames: [String] = []) {
        checkPredictions(predictions, labels, "ConfusionMatrix")
        let found = max(labels.max() ?? -1, predictions.max() ?? -1) + 1
        let count = classes ?? (classNames.isEmpty ? found : classNames.count)
        if !classNames.isEmpty && classNames.count != count {
            shapeError("ConfusionMatrix", "\(classNames.count) names for \(count) classes")
        }
        checkLabels(labels, classes: count, "ConfusionMatrix")
        checkLabels(predictions, classes: count, "ConfusionMatrix", "predictions")
        var counts = [Int](repeating: 0, count: count * count)
        for (label, prediction) in zip(labels, predictions) { counts[label * count + prediction] += 1 }
        self.counts = counts
        self.classNames = classNames.isEmpty ? (0..<count).map(String.init) : classNames
        classCount = count
    }

    /// Counts for each row of [rows, classes] the class with the largest score.
    public init(of scores: Tensor, labels: [Int], classNames: [String] = []) {
        checkScores(scores, labels, "ConfusionMatrix")
        self.init(
            of: scores.argmax(axis: 1).array(of: Int.self), labels: labels, classes: scores.shape[1],
            classNames: classNames)
    }

    /// How many samples of the class `label` were predicted to be of the class `prediction`.
    public subscript(label: Int, prediction: Int) -> Int {
        check(label)
        check(prediction)
        return counts[label * classCount + prediction]
    }

    /// The number of samples.
    public var count: Int { counts.reduce(0, +) }

    /// The counts, [labels, predictions] in int64.
    public var tensor: Tensor { Tensor(counts, shape: [classCount, classCount], dtype: .int64) }

    /// The share of samples that were predicted right; NaN for no samples.
    public var accuracy: Double {
        count == 0 ? .nan : Double((0..<classCount).map { self[$0, $0] }.reduce(0, +)) / Double(count)
    }

    /// How many samples of a class there are.
    public func support(of label: Int) -> Int {
        check(label)
        return counts[(label * classCount)..<((label + 1) * classCount)].reduce(0, +)
    }

    private func predicted(_ label: Int) -> Int { (0..<classCount).map { self[$0, label] }.reduce(0, +) }

    /// Of what was predicted as `label`, the share that is.
    public func precision(of label: Int) -> Double { ratio(self[label, label], predicted(label)) }

    /// Of the samples of `label`, the share that was predicted as such.
    public func recall(of label: Int) -> Double { ratio(self[label, label], support(of: label)) }

    /// The harmonic mean of precision and recall.
    public func f1(of label: Int) -> Double { ratio(2 * self[label, label], support(of: label) + predicted(label)) }

    /// The precision over all classes.
    public func precision(_ average: ClassAverage) -> Double { averaged(average, precision(of:)) }

    /// The recall over all classes.
    public func recall(_ average: ClassAverage) -> Double { averaged(average, recall(of:)) }

    /// F1 over all classes.
    public func f1(_ average: ClassAverage) -> Double { averaged(average, f1(of:)) }

    private func averaged(_ average: ClassAverage, _ metric: (Int) -> Double) -> Double {
        // A class that neither is nor was predicted says nothing.
        let present = (0..<classCount).filter { support(of: $0) + predicted($0) > 0 }
        if present.isEmpty { return .nan }
        switch average {
        // Each wrong prediction is a false positive of one class and a false negative of another.
        case .micro: return accuracy
        case .macro: return present.map(metric).reduce(0, +) / Double(present.count)
        case .weighted: return present.map { metric($0) * Double(support(of: $0)) }.reduce(0, +) / Double(count)
        }
    }

    private func ratio(_ part: Int, _ whole: Int) -> Double { whole == 0 ? 0 : Double(part) / Double(whole) }

    private func check(_ label: Int) {
        if !(0..<classCount).contains(label) {
            shapeError("ConfusionMatrix", "class \(label); with \(classCount) classes it must be 0..<\(classCount)")
        }
    }
}

/// How a metric of several classes becomes one number.
public enum ClassAverage: Sendable, Hashable {
    /// The mean over the classes that are among the labels or predictions, each counting the same.
    case macro
    /// Over all samples together, which for one class a sample is the accuracy.
    case micro
    /// The mean over the classes, each counting as often as it has samples.
    case weighted
}

extension ConfusionMatrix: MIMERepresentable, CustomStringConvertible {
    private var table: Table {
        var table = Table(
            title: "",
            columns: [.init(header: "is \\ predicted")] + classNames.map { .init(header: $0, isNumeric: true) }
                + [.init(header: "recall", isNumeric: true)])
        func share(_ value: Double, of whole: Int) -> Table.Cell {
            .text(whole == 0 ? "–" : "\((value * 1000).rounded() / 10) %")
        }
        for label in 0..<classCount {
            table.rows.append(
                [.text(classNames[label])]
                    + (0..<classCount).map { prediction in
                        let count = self[label, prediction]
                        if count == 0 { return .text("·") }
                        return label == prediction ? .text(grouped(count)) : .warning(grouped(count))
                    } + [share(recall(of: label), of: support(of: label))])
        }
        table.rows.append(
            [.text("precision")] + (0..<classCount).map { share(precision(of: $0), of: predicted($0)) }
                + [share(accuracy, of: count)])
        table.footer = "\(grouped(count)) samples; below right the accuracy"
        return table
    }

    /// A table with a row for each class that is and a column for each that was predicted.
    public var mimeBundle: MIMEBundle { table.bundle }

    public var description: String { table.plainText }
}
