import Tensors

/// A stored value whose parts are named as if the module itself held them.
protocol PromotesContents {
    var promotedContents: [(name: String, value: Any)] { get }
}

/// What reflection finds in a module: parameters, buffers and modules with their dotted names.
struct ModuleContents {
    private(set) var parameters: [(name: String, parameter: Parameter)] = []
    private(set) var buffers: [(name: String, buffer: Buffer)] = []
    private(set) var modules: [(name: String, module: Module)] = []
    private var visited: Set<ObjectIdentifier> = []

    init(_ module: Module) {
        visit(module, name: "")
    }

    private mutating func visit(_ value: Any, name: String) {
        switch value {
        case let parameter as Parameter:
            if visited.insert(ObjectIdentifier(parameter)).inserted { parameters.append((name, parameter)) }
        case let optional as OptionalParameter:
            if let parameter = optional.projectedValue { visit(parameter, name: name) }
        case let buffer as Buffer:
            if visited.insert(ObjectIdentifier(buffer)).inserted { buffers.append((name, buffer)) }
        case let module as Module:
            guard visited.insert(ObjectIdentifier(module)).inserted else { return }
            modules.append((name, module))
            visitProperties(of: Mirror(reflecting: module), prefix: name, names: module.publishedNames)
        case is Tensor:
            fatalError(
                "Module: the stored property \(name) is a plain Tensor, which is neither trained nor saved: "
                    + "write @Parameter var or @Buffer var, or @Unregistered var if that is what you want")
        case let matrix as SparseMatrix:
            if matrix.values.requiresGrad {
                fatalError(
                    "Module: the elements of the sparse matrix \(name) ask for gradients but are not trained: keep them in "
                        + "a @Parameter and make the matrix in forward(_:)")
            }
        case is any UnregisteredValue: return
        case is any BinaryInteger, is any BinaryFloatingPoint, is Bool, is String, is RandomGenerator:
            return
        default:
            visitContainer(value, name: name)
        }
    }

    private mutating func visitContainer(_ value: Any, name: String) {
        let mirror = Mirror(reflecting: value)
        switch mirror.displayStyle {
        case .optional:
            for child in mirror.children { visit(child.value, name: name) }
        case .collection, .set:
            for (index, child) in mirror.children.enumerated() {
                // A long array of numbers is not worth a walk.
                if index == 0 && (child.value is any Numeric || child.value is String) { return }
                visit(child.value, name: joined(name, "\(index)"))
            }
        case .dictionary:
            let entries = mirror.children.compactMap { child -> (String, Any)? in
                let pair = Array(Mirror(reflecting: child.value).children)
                return pair.count == 2 ? ("\(pair[0].value)", pair[1].value) : nil
            }
            for (key, entry) in entries.sorted(by: { $0.0 < $1.0 }) { visit(entry, name: joined(name, key)) }
        case .class:
            let object = value as AnyObject
            if visited.insert(ObjectIdentifier(object)).inserted { visitProperties(of: mirror, prefix: name) }
        case .struct, .tuple, .enum:
            visitProperties(of: mirror, prefix: name)
        default:
            return
        }
    }

    private mutating func visitProperties(of mirror: Mirror, prefix: String, names: [String: String] = [:]) {
        if mirror.subjectType == Module.self { return }
        if let superclass = mirror.superclassMirror { visitProperties(of: superclass, prefix: prefix, names: names) }
        for (index, child) in mirror.children.enumerated() {
            if let promoting = child.value as? any PromotesContents {
                for (name, value) in promoting.promotedContents { visit(value, name: joined(prefix, name)) }
                continue
            }
            let label = child.label ?? "\(index)"
            let name = propertyName(label)
            if label.hasPrefix(lazyPrefix), (child.value as? any UnmadeValue)?.isUnmadeModule == true {
                fatalError(
                    "Module: the lazy property \(joined(prefix, name)) has not been made yet, so its parameters would be "
                        + "left out: read it once before, or make it without lazy")
            }
            visit(child.value, name: joined(prefix, names[name] ?? name))
        }
    }

    private var lazyPrefix: String { "$__lazy_storage_$_" }

    /// The name in the source: wrapped properties are stored with a leading underscore, lazy ones with a long prefix,
    /// tuples' elements with a dot.
    private func propertyName(_ label: String) -> String {
        for prefix in [lazyPrefix, "_", "."] where label.hasPrefix(prefix) && label != prefix {
            return String(label.dropFirst(prefix.count))
        }
        return label
    }

    private func joined(_ prefix: String, _ name: String) -> String {
        prefix.isEmpty ? name : prefix + "." + name
    }
}

/// The storage of a lazy property.
private protocol UnmadeValue {
    /// Whether it will hold a module and does not yet.
    var isUnmadeModule: Bool { get }
}

extension Optional: UnmadeValue {
    fileprivate var isUnmadeModule: Bool {
        guard case .none = self else { return false }
        return Wrapped.self is Module.Type
    }
}
