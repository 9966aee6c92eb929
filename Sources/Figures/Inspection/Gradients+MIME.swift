public import NeuralNetworks
public import NotebookDisplay

extension Gradients: MIMERepresentable {
    /// A table with each parameter's name and shape and its gradient's size and distribution; see ``GradientTable``.
    public var mimeBundle: MIMEBundle { GradientTable(self).mimeBundle }
}

extension GradientTable {
    /// The parameters of a module with their gradients.
    public init(_ gradients: Gradients) {
        self.init(
            gradients.map { element in
                Entry(
                    name: element.name, shape: Array(element.value.shape), values: element.value.array(of: Float.self),
                    gradient: element.gradient?.array(of: Float.self))
            })
    }
}
