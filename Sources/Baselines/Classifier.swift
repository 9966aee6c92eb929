public import Tensors
public import TrainingData

/// A model that tells classes apart, made by fitting it to samples:
///
/// ```swift
/// let (train, test) = Datasets.digits()
/// let model = KNeighborsClassifier(fitting: train.inputs, labels: train.labels, neighbors: 3)
/// model.score(test.inputs, labels: test.labels)
/// ```
///
/// Samples are rows, [samples, features], of finite numbers; images are to be flattened first. All is computed in float64.
public protocol Classifier: Sendable {
    /// The classes that the samples had, in ascending order.
    var classes: [Int] { get }

    /// The class of each row of [samples, features].
    func predict(_ inputs: Tensor) -> [Int]
}

extension Classifier {
    /// The share of the samples that are given their label: the accuracy. NaN for no samples.
    public func score(_ inputs: Tensor, labels: [Int]) -> Double {
        let predictions = predict(inputs)
        if predictions.count != labels.count {
            shapeError("\(Self.self).score", "\(predictions.count) samples and \(labels.count) labels")
        }
        if labels.isEmpty { return .nan }
        return Double(zip(predictions, labels).count { $0 == $1 }) / Double(labels.count)
    }

    /// The share of the samples that are given their label.
    public func score(_ data: LabelledData) -> Double { score(data.inputs, labels: data.labels) }
}

/// Samples with the class of each as its position among the classes.
struct ClassifiedRows {
    let matrix: Matrix
    let classes: [Int]
    /// For each row the position of its class in `classes`.
    let positions: [Int]

    init(_ inputs: Tensor, _ labels: [Int], _ model: String) {
        matrix = Matrix(inputs, model)
        if matrix.rows != labels.count {
            shapeError(model, "\(matrix.rows) samples and \(labels.count) labels (one label a sample)")
        }
        if labels.isEmpty { shapeError(model, "there are no samples to fit to") }
        if let index = labels.firstIndex(where: { $0 < 0 }) {
            shapeError(model, "labels[\(index)] is \(labels[index]); it must be 0 or more")
        }
        let classes = Set(labels).sorted()
        let places = Dictionary(uniqueKeysWithValues: classes.enumerated().map { ($1, $0) })
        self.classes = classes
        positions = labels.map { places[$0]! }
    }

    /// Stops unless there is something to tell apart.
    func requireTwoClasses(_ model: String) {
        if classes.count < 2 { shapeError(model, "all labels are \(classes[0]); at least two classes are wanted") }
    }
}

/// The position of the largest number, the first of equal ones.
func argmax(_ numbers: some Collection<Double>) -> Int {
    var (best, position) = (-Double.infinity, 0)
    for (index, number) in numbers.enumerated() where number > best { (best, position) = (number, index) }
    return position
}
