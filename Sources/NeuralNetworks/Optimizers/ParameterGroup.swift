/// Parameters that are optimized with settings of their own.
public struct ParameterGroup {
    /// The parameters of the group.
    public let parameters: [Parameter]
    /// The factor of the group's steps; `nil` at first for the optimizer's.
    public var learningRate: Double?
    /// The factor of the weights that is added to the gradients; `nil` at first for the optimizer's.
    public var weightDecay: Double?
    /// The part of their direction that steps keep, in Adam and its kin called β₁; `nil` at first for the optimizer's.
    public var momentum: Double?

    public init(
        _ parameters: some ParameterSource, learningRate: Double? = nil, weightDecay: Double? = nil,
        momentum: Double? = nil
    ) {
        self.init(all: parameters.parameterGroups.flatMap(\.parameters))
        self.learningRate = learningRate
        self.weightDecay = weightDecay
        self.momentum = momentum
    }

    fileprivate init(all parameters: [Parameter]) { self.parameters = parameters }
}

/// What an optimizer can be made for: a model, parameters, groups of parameters with settings of their own, and arrays of
/// these.
public protocol ParameterSource {
    var parameterGroups: [ParameterGroup] { get }
    /// The groups of several together.
    static func parameterGroups(of sources: [Self]) -> [ParameterGroup]
}

extension ParameterSource {
    public static func parameterGroups(of sources: [Self]) -> [ParameterGroup] { sources.flatMap(\.parameterGroups) }
}

extension ParameterGroup: ParameterSource {
    public var parameterGroups: [ParameterGroup] { [self] }
}

extension Module: ParameterSource {
    /// One group of all parameters.
    public var parameterGroups: [ParameterGroup] { [ParameterGroup(all: parameters)] }
}

extension Parameter: ParameterSource {
    public var parameterGroups: [ParameterGroup] { [ParameterGroup(all: [self])] }
    /// One group of all.
    public static func parameterGroups(of sources: [Parameter]) -> [ParameterGroup] { [ParameterGroup(all: sources)] }
}

extension Array: ParameterSource where Element: ParameterSource {
    public var parameterGroups: [ParameterGroup] { Element.parameterGroups(of: self) }
}
