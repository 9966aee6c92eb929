public import Tensors

/// The parameters of a module with what `backward()` has accumulated for them.
public struct Gradients: RandomAccessCollection, Sendable {
    /// One parameter.
    public struct Element: Sendable {
        /// The dotted name, such as `0.weight`.
        public let name: String
        /// The parameter's value.
        public let value: Tensor
        /// The gradient; `nil` before the first `backward()`.
        public let gradient: Tensor?
    }

    private let elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    public var startIndex: Int { elements.startIndex }
    public var endIndex: Int { elements.endIndex }
    public subscript(position: Int) -> Element { elements[position] }

    /// The gradient of the parameter with this dotted name, if it exists and has one.
    public subscript(name: String) -> Tensor? {
        elements.first { $0.name == name }?.gradient
    }

    /// √Σ g² over all gradients.
    public var norm: Double {
        elements.reduce(0) { $0 + ($1.gradient.map(squares) ?? 0) }.squareRoot()
    }

    private func squares(_ gradient: Tensor) -> Double {
        gradient.detach().squared().sum().item()
    }
}

extension Module {
    /// Each parameter's name, value and gradient.
    public var gradients: Gradients {
        Gradients(
            namedParameters.filter(\.parameter.isInitialized).map {
                Gradients.Element(name: $0.name, value: $0.parameter.value.detach(), gradient: $0.parameter.grad)
            })
    }
}

extension Gradients: CustomStringConvertible {
    /// One line a parameter: name, shape and the gradient's norm.
    public var description: String {
        let rows = elements.map { element in
            let norm = element.gradient.map { "\(Tensor(squares($0).squareRoot()))" } ?? "none"
            return [element.name, "\(element.value.shape)", norm]
        }
        return TextTable(header: ["parameter", "shape", "gradient norm"], rows: rows).text
    }
}
