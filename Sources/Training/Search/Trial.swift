/// One choice of hyper-parameters that is tried.
public struct Trial: Sendable {
    /// Counted from 0.
    public let number: Int
    /// The hyper-parameters by name, in the order of the space.
    public let values: [(name: String, value: HyperparameterValue)]
    /// How much may be spent on this trial, such as epochs: `successiveHalving` gives more to those that do well; 1 elsewhere.
    public let budget: Double

    /// A hyper-parameter, as a `Double`, an `Int` or a `String`, whichever is wanted.
    public subscript<Value: HyperparameterType>(name: String) -> Value {
        guard let value = values.first(where: { $0.name == name })?.value else {
            fatalError(
                "Trial: there is no \"\(name)\"; there are \(values.map { "\"\($0.name)\"" }.joined(separator: ", "))")
        }
        guard let typed = Value(value) else { fatalError("Trial: \"\(name)\" is \(value), which is no \(Value.self)") }
        return typed
    }

    func matches(_ other: Trial) -> Bool {
        number == other.number && budget == other.budget && values.map(\.name) == other.values.map(\.name)
            && values.map(\.value) == other.values.map(\.value)
    }
}

/// What became of a trial.
public struct TrialResult: Sendable {
    public let trial: Trial
    /// What the objective returned; `nil` if it failed.
    public let score: Double?
    /// Why it failed.
    public let failure: String?
    public let seconds: Double
}
