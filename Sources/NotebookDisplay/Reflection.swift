protocol OptionalValue {
    var wrapped: Any? { get }
}

extension Optional: OptionalValue {
    var wrapped: Any? { map { $0 as Any } }
}

/// What is inside of an optional, however many are wrapped around it.
func flattened(_ value: Any) -> Any? {
    var value = value
    while let optional = value as? any OptionalValue {
        guard let wrapped = optional.wrapped else { return nil }
        value = wrapped
    }
    return value
}

/// The stored properties of a value, those of superclasses first, under the names they were declared with.
func fields(of value: Any) -> [(label: String, value: Any)] {
    var mirror: Mirror? = Mirror(reflecting: value)
    var levels: [[(label: String, value: Any)]] = []
    while let level = mirror {
        levels.append(
            level.children.map { child in
                let label = child.label ?? ""
                return (label.hasPrefix(lazyPrefix) ? String(label.dropFirst(lazyPrefix.count)) : label, child.value)
            })
        mirror = level.superclassMirror
    }
    return Array(levels.reversed().joined())
}

private let lazyPrefix = "$__lazy_storage_$_"
