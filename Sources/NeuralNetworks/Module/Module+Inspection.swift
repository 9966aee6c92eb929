internal import NotebookDisplay

extension Module: VariableInspectable {
    package var inspection: [(name: String, text: String)] {
        [
            ("Parameters", grouped(parameterCount)), ("Mode", isTraining ? "training" : "evaluation"),
            ("Layers", summary),
        ]
    }
}
