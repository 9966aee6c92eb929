public import Figures
public import NotebookDisplay

/// What has happened in a training, as a table and as curves.
public struct TrainingHistory: Sendable {
    /// One epoch.
    public struct Epoch: Sendable {
        /// Counted from 1.
        public let number: Int
        /// The mean loss of its steps.
        public let loss: Double
        /// What the validation gave.
        public internal(set) var metrics: [(name: String, value: Double)]
        /// The optimizer's learning rate in it.
        public let learningRate: Double
        /// How long its steps took.
        public let seconds: Double

        /// A metric of the validation, or the mean loss of training as `loss` where that has none of this name.
        public subscript(name: String) -> Double? {
            metrics.first { $0.name == name }?.value ?? (name == "loss" ? loss : nil)
        }
    }

    /// The epochs that were trained to their end.
    public internal(set) var epochs: [Epoch] = []
    /// The loss of each step.
    public internal(set) var stepLosses: [Double] = []
    /// How many steps an epoch has, as far as that is known.
    var stepsInEpoch = 0

    /// The mean training loss of each epoch.
    public var losses: [Double] { epochs.map(\.loss) }

    /// The values of a metric of the validation, one for each epoch; NaN where it is missing.
    public subscript(metric: String) -> [Double] {
        epochs.map { epoch in epoch.metrics.first { $0.name == metric }?.value ?? .nan }
    }

    /// The names of the validation's metrics.
    public var metricNames: [String] {
        var names: [String] = []
        for name in epochs.flatMap({ $0.metrics.map(\.name) }) where !names.contains(name) { names.append(name) }
        return names
    }
}

extension TrainingHistory {
    /// The curves: losses on the left, the other metrics on the right if there are any.
    public var figure: Figure {
        let others = metricNames.filter { $0 != "loss" }
        var figure = Figure(rows: 1, columns: others.isEmpty ? 1 : 2, width: others.isEmpty ? 480 : 680, height: 260)
        let numbers = epochs.map { Double($0.number) }
        let steps = stepCurve
        figure[0, 0].plot(steps.places, steps.losses, label: "training")
        if metricNames.contains("loss") { figure[0, 0].plot(numbers, self["loss"], label: "validation") }
        figure[0, 0].xLabel = "epoch"
        figure[0, 0].yLabel = "loss"
        if !others.isEmpty {
            for name in others { figure[0, 1].plot(numbers, self[name], label: name) }
            figure[0, 1].xLabel = "epoch"
        }
        return figure
    }

    /// The losses of steps over the epochs' fractions: means of as many as leave a few hundred points.
    private var stepCurve: (places: [Double], losses: [Double]) {
        let length = max(1, stepLosses.count / 200)
        let perEpoch = Double(max(stepsInEpoch, 1))
        var places: [Double] = []
        var losses: [Double] = []
        for start in stride(from: 0, to: stepLosses.count, by: length) {
            let part = stepLosses[start..<min(start + length, stepLosses.count)]
            places.append((Double(start) + Double(part.count) / 2) / perEpoch)
            losses.append(part.reduce(0, +) / Double(part.count))
        }
        return (places, losses)
    }
}

extension TrainingHistory: MIMERepresentable, CustomStringConvertible {
    /// A table with a row for each epoch.
    public var mimeBundle: MIMEBundle {
        let names = metricNames
        let columns: [DataColumn<Epoch>] =
            [DataColumn("epoch") { $0.number }, DataColumn("training loss") { $0.loss }]
            + names.map { name in
                DataColumn(name == "loss" ? "validation loss" : name) { epoch in
                    epoch.metrics.first { $0.name == name }?.value
                }
            } + [DataColumn("learning rate") { $0.learningRate }, DataColumn("seconds") { $0.seconds }]
        return DataTable(epochs, columns: columns).mimeBundle
    }

    public var description: String {
        "TrainingHistory(\(epochs.count) \(epochs.count == 1 ? "epoch" : "epochs"), \(stepLosses.count) steps"
            + (epochs.last.map { ", loss \($0.loss)" } ?? "") + ")"
    }
}
