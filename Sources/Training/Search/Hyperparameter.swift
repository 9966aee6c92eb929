internal import Tensors

/// A value of a hyper-parameter: a number or a name.
public enum HyperparameterValue: Hashable, Sendable, CustomStringConvertible {
    case number(Double)
    case integer(Int)
    case text(String)

    public var description: String {
        switch self {
        case .number(let value): "\(value)"
        case .integer(let value): "\(value)"
        case .text(let value): value
        }
    }
}

/// A type that a hyper-parameter's value can have: `Double`, `Int` or `String`.
public protocol HyperparameterType: Sendable {
    init?(_ value: HyperparameterValue)
    var hyperparameterValue: HyperparameterValue { get }
}

extension Double: HyperparameterType {
    public init?(_ value: HyperparameterValue) {
        switch value {
        case .number(let number): self = number
        case .integer(let number): self = Double(number)
        case .text: return nil
        }
    }
    public var hyperparameterValue: HyperparameterValue { .number(self) }
}

extension Int: HyperparameterType {
    public init?(_ value: HyperparameterValue) {
        guard case .integer(let number) = value else { return nil }
        self = number
    }
    public var hyperparameterValue: HyperparameterValue { .integer(self) }
}

extension String: HyperparameterType {
    public init?(_ value: HyperparameterValue) {
        guard case .text(let text) = value else { return nil }
        self = text
    }
    public var hyperparameterValue: HyperparameterValue { .text(self) }
}

/// The values that a hyper-parameter may have.
public struct Hyperparameter: Sendable {
    enum Values: Sendable {
        /// Numbers in a range, whose logarithms are evenly likely if `isLogarithmic`.
        case range(ClosedRange<Double>, isLogarithmic: Bool, isWhole: Bool)
        case choice([HyperparameterValue])
    }

    let values: Values

    /// Numbers in a range, all equally likely.
    public static func uniform(_ range: ClosedRange<Double>) -> Hyperparameter {
        Hyperparameter(values: .range(range, isLogarithmic: false, isWhole: false))
    }

    /// Positive numbers whose logarithms are equally likely: as many between 0.001 and 0.01 as between 0.1 and 1, as suits
    /// learning rates.
    public static func logUniform(_ range: ClosedRange<Double>) -> Hyperparameter {
        checkPositive(range.lowerBound, "logUniform")
        return Hyperparameter(values: .range(range, isLogarithmic: true, isWhole: false))
    }

    /// Whole numbers in a range, all equally likely.
    public static func integers(_ range: ClosedRange<Int>) -> Hyperparameter {
        Hyperparameter(values: .range(numbers(range), isLogarithmic: false, isWhole: true))
    }

    /// Positive whole numbers whose logarithms are about equally likely, as suits widths of layers.
    public static func logIntegers(_ range: ClosedRange<Int>) -> Hyperparameter {
        checkPositive(Double(range.lowerBound), "logIntegers")
        return Hyperparameter(values: .range(numbers(range), isLogarithmic: true, isWhole: true))
    }

    /// One of the given values.
    public static func choice<Value: HyperparameterType>(_ values: [Value]) -> Hyperparameter {
        if values.isEmpty { fatalError("Hyperparameter.choice: there is nothing to choose from") }
        return Hyperparameter(values: .choice(values.map(\.hyperparameterValue)))
    }

    private static func numbers(_ range: ClosedRange<Int>) -> ClosedRange<Double> {
        Double(range.lowerBound)...Double(range.upperBound)
    }

    private static func checkPositive(_ bound: Double, _ name: String) {
        if !(bound > 0) { fatalError("Hyperparameter.\(name): \(bound) has no logarithm; positive numbers are wanted") }
    }
}

extension Hyperparameter {
    /// A value at a fraction of the way from the first to the last.
    func value(at fraction: Double) -> HyperparameterValue {
        switch values {
        case .range(let range, let isLogarithmic, let isWhole):
            let (low, high) = (range.lowerBound, range.upperBound)
            if isWhole {
                // Each whole number has the same share; that of n reaches to n + 1.
                let number = isLogarithmic ? low * pow((high + 1) / low, fraction) : low + (high + 1 - low) * fraction
                return .integer(Int(Swift.min(number, high).rounded(.down)))
            }
            let number = isLogarithmic ? low * pow(high / low, fraction) : low + (high - low) * fraction
            return .number(Swift.min(Swift.max(number, low), high))
        case .choice(let values):
            return values[Swift.min(Int(fraction * Double(values.count)), values.count - 1)]
        }
    }

    func random(_ generator: RandomGenerator) -> HyperparameterValue {
        value(at: Double(generator.next() >> 11) * 0x1p-53)
    }

    /// Values that cover the range, both ends among them.
    func grid(points: Int) -> [HyperparameterValue] {
        if case .choice(let values) = values { return values }
        if points == 1 { return [value(at: 0.5)] }
        var result: [HyperparameterValue] = []
        for point in 0..<points {
            let value = value(at: Double(point) / Double(points - 1))
            if result.last != value { result.append(value) }
        }
        return result
    }

    /// The same, but for a narrower range around the best value, or those of the choices that did well.
    func narrowed(by factor: Double, around best: HyperparameterValue, good: [HyperparameterValue]) -> Hyperparameter {
        switch values {
        case .choice(let values):
            return Hyperparameter(values: .choice(values.filter(good.contains)))
        case .range(let range, let isLogarithmic, let isWhole):
            guard let center = Double(best) else { return self }
            let scaled = { (number: Double) in isLogarithmic ? log(number) : number }
            let unscaled = { (number: Double) in isLogarithmic ? exp(number) : number }
            let reach = (scaled(range.upperBound) - scaled(range.lowerBound)) * factor / 2
            var low = Swift.max(unscaled(scaled(center) - reach), range.lowerBound)
            var high = Swift.min(unscaled(scaled(center) + reach), range.upperBound)
            if isWhole { (low, high) = (low.rounded(.down), high.rounded(.up)) }
            return Hyperparameter(
                values: .range(
                    Swift.min(low, center)...Swift.max(high, center), isLogarithmic: isLogarithmic, isWhole: isWhole))
        }
    }

    /// Whether pictures show it on a logarithmic scale.
    var isLogarithmic: Bool { if case .range(_, true, _) = values { true } else { false } }
}
