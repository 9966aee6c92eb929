/// A property of a module whose tensors, or modules, are no part of it: neither trained nor saved, such as the last attention
/// weights, kept to be looked at.
///
/// ```swift
/// @Unregistered var attention: Tensor?
/// ```
@propertyWrapper
public struct Unregistered<Value> {
    public var wrappedValue: Value

    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }
}

extension Unregistered: Sendable where Value: Sendable {}

/// What the search for parameters leaves alone.
protocol UnregisteredValue {}

extension Unregistered: UnregisteredValue {}
