internal import NotebookDisplay

extension Tensor: VariableInspectable {
    package var inspection: [(name: String, text: String)] {
        var facts = [("Shape", "\(shape)"), ("DType", "\(dtype)"), ("Gradient", gradientState)]
        facts.append(("Value", noGradient { detach().description }))
        return facts
    }

    private var gradientState: String {
        guard requiresGrad else { return "not required" }
        if let operationName { return "required, recorded by \(operationName)" }
        guard let grad else { return "required, none yet" }
        let norm = noGradient { grad.detach().squared().sum().item() }.squareRoot()
        return "required, norm \(norm)"
    }
}
