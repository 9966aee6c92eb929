public import Figures
internal import Glibc
public import NotebookDisplay

/// What a search has found so far, best first.
public struct SearchResults: Sendable, RandomAccessCollection {
    let sorted: [TrialResult]
    let failed: [TrialResult]
    let space: [(name: String, values: Hyperparameter)]
    let largestBudget: Double

    init(_ plan: SearchPlan, _ results: [TrialResult]) {
        let largest = results.map(\.trial.budget).max() ?? 1
        largestBudget = largest
        space = plan.space
        // What was cut off early is not to be compared with what had all the time.
        sorted =
            plan.ranked(results.filter { $0.trial.budget == largest })
            + plan.ranked(results.filter { $0.trial.budget < largest }).sorted { $0.trial.budget > $1.trial.budget }
        failed = results.filter { $0.score == nil }.sorted { $0.trial.number < $1.trial.number }
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { sorted.count }
    public subscript(position: Int) -> TrialResult { sorted[position] }

    /// The best trial, among those with the largest budget; `nil` if all failed.
    public var best: TrialResult? { sorted.first }

    /// The trials that failed, with their reasons.
    public var failures: [TrialResult] { failed }
}

extension SearchResults {
    /// A picture for each hyper-parameter: its values, by their logarithm where that is how they were chosen, against the
    /// scores. Choices stand at 0, 1, 2, … in their order.
    public var figure: Figure {
        let columns = Swift.min(3, Swift.max(1, space.count))
        let rows = (space.count + columns - 1) / columns
        var figure = Figure(
            rows: rows, columns: columns, width: 240 * Double(columns), height: 220 * Double(rows))
        let shown = sorted.filter { $0.trial.budget == largestBudget }
        for (index, parameter) in space.enumerated() {
            var axes = figure[index / columns, index % columns]
            let places = shown.map { place(of: $0.trial.values[index].value, parameter.values) }
            axes.scatter(places, shown.map { $0.score! })
            axes.xLabel = label(parameter.name, parameter.values)
            axes.yLabel = index % columns == 0 ? "score" : ""
            figure[index / columns, index % columns] = axes
        }
        return figure
    }

    private func place(of value: HyperparameterValue, _ parameter: Hyperparameter) -> Double {
        if case .choice(let choices) = parameter.values { return Double(choices.firstIndex(of: value) ?? 0) }
        let number = Double(value) ?? 0
        return parameter.isLogarithmic ? log10(number) : number
    }

    private func label(_ name: String, _ parameter: Hyperparameter) -> String {
        if case .choice(let choices) = parameter.values {
            return "\(name): " + choices.enumerated().map { "\($0) = \($1)" }.joined(separator: ", ")
        }
        return parameter.isLogarithmic ? "log₁₀ \(name)" : name
    }
}

extension SearchResults: MIMERepresentable, CustomStringConvertible {
    /// A table of the trials, best first.
    public var mimeBundle: MIMEBundle {
        var columns: [DataColumn<TrialResult>] = [DataColumn("trial") { $0.trial.number }]
        columns += space.indices.map { index in
            DataColumn(space[index].name) { result -> Any in
                switch result.trial.values[index].value {
                case .number(let value): value
                case .integer(let value): value
                case .text(let value): value
                }
            }
        }
        if sorted.contains(where: { $0.trial.budget != largestBudget }) {
            columns.append(DataColumn("budget") { $0.trial.budget })
        }
        columns += [DataColumn("score") { $0.score }, DataColumn("seconds") { $0.seconds }]
        if !failed.isEmpty { columns.append(DataColumn("failure") { $0.failure }) }
        return DataTable(sorted + failed, columns: columns).mimeBundle
    }

    public var description: String {
        let found = best.map { result in
            ", best \(result.score!) with "
                + result.trial.values.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
        }
        return "SearchResults(\(count) trials\(failed.isEmpty ? "" : ", \(failed.count) failed")\(found ?? ""))"
    }
}
