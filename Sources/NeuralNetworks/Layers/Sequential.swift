public import Tensors

/// Modules one after the other, each fed with the output of the one before.
///
/// ```swift
/// let model = Sequential {
///     Linear(64, 32)
///     ReLU()
///     Linear(32, 10)
/// }
/// ```
///
/// Parameters are named by position: `0.weight`, `0.bias`, `2.weight`, `2.bias`.
///
/// A module can be replaced by another, and some of them taken for a model of their own, which shares them:
///
/// ```swift
/// let features = model[..<2]
/// model[2] = Linear(32, 5)
/// ```
///
/// An optimizer changes the parameters that the model had when it was made: make a new one after that.
public final class Sequential: Module {
    /// The modules in their order.
    public var layers: [Module] { list.modules }

    private var list: LayerList

    /// Names the modules by their position alone.
    private struct LayerList: PromotesContents {
        var modules: [Module]
        var promotedContents: [(name: String, value: Any)] {
            modules.enumerated().map { ("\($0.offset)", $0.element) }
        }
    }

    public init(_ layers: [Module]) {
        list = LayerList(modules: layers)
        super.init()
    }

    public convenience init(_ layers: Module...) {
        self.init(layers)
    }

    public convenience init(@SequentialBuilder _ layers: () -> [Module]) {
        self.init(layers())
    }

    /// The number of modules.
    public var count: Int { list.modules.count }

    /// The module at `position`, which may be replaced.
    public subscript(position: Int) -> Module {
        get {
            check(position)
            return list.modules[position]
        }
        set {
            check(position)
            list.modules[position] = newValue
        }
    }

    /// The modules in `range` as a model of their own, which shares them with this one: `model[..<3]`.
    public subscript(range: some RangeExpression<Int>) -> Sequential {
        let bounds = range.relative(to: 0..<count)
        if bounds.lowerBound < 0 || bounds.upperBound > count {
            failure("modules \(bounds) are asked for, there are \(count)")
        }
        return Sequential(Array(list.modules[bounds]))
    }

    /// Puts a module behind the last one.
    public func append(_ module: Module) { list.modules.append(module) }

    private func check(_ position: Int) {
        if !(0..<count).contains(position) { failure("module \(position) is asked for, there are \(count)") }
    }

    public override func forward(_ input: Tensor) -> Tensor {
        let layers = list.modules
        var output = input
        var position = 0
        while position < layers.count {
            let (layer, next) = (layers[position], position + 1)
            if next < layers.count, let joined = layer.output(for: output, followedBy: layers[next]) {
                output = joined
                position += 2
            } else {
                output = layer(output)
                position += 1
            }
        }
        return output
    }
}

/// Collects the modules of `Sequential { … }`, with `if` and `for`.
@resultBuilder
public enum SequentialBuilder {
    public static func buildExpression(_ module: Module) -> [Module] { [module] }
    public static func buildExpression(_ modules: [Module]) -> [Module] { modules }
    public static func buildBlock(_ parts: [Module]...) -> [Module] { parts.flatMap { $0 } }
    public static func buildOptional(_ part: [Module]?) -> [Module] { part ?? [] }
    public static func buildEither(first part: [Module]) -> [Module] { part }
    public static func buildEither(second part: [Module]) -> [Module] { part }
    public static func buildArray(_ parts: [[Module]]) -> [Module] { parts.flatMap { $0 } }
}
