internal import Tensors

/// Ends a training when a metric has become no better for some epochs, and goes back to the best one.
public struct EarlyStopping: Sendable {
    /// Which metrics are better.
    public enum Mode: Sendable { case min, max }

    /// The name of the metric: one of the validation's, or `loss` for the mean loss of training if that has none.
    public var metric: String
    public var mode: Mode
    /// How many epochs in a row may be no better than the best one; `Int.max` never stops.
    public var patience: Int
    /// By how much a metric must be better to count.
    public var minimumChange: Double
    /// Whether the model gets the weights of its best epoch in the end.
    public var restoresBest: Bool

    public init(
        on metric: String = "loss", mode: Mode = .min, patience: Int = 5, minimumChange: Double = 0,
        restoresBest: Bool = true
    ) {
        if patience < 1 { fatalError("EarlyStopping: a patience of \(patience) epochs; a positive number is wanted") }
        self.metric = metric
        self.mode = mode
        self.patience = patience
        self.minimumChange = minimumChange
        self.restoresBest = restoresBest
    }

    func isBetter(_ value: Double, than best: Double) -> Bool {
        mode == .min ? value < best - minimumChange : value > best + minimumChange
    }
}

/// The best epoch so far, with the model's state then.
struct BestEpoch {
    let number: Int
    let value: Double
    let state: [(name: String, value: Tensor)]
}
