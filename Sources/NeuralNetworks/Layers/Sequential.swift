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
public final class Sequential: Module {
    /// The modules in their order.
    public var layers: [Module] { list.modules }

    private let list: LayerList

    /// Names the modules by their position alone.
    private struct LayerList: PromotesContents {
        let modules: [Module]
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

    /// The module at `position`.
    public subscript(position: Int) -> Module { layers[position] }

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
