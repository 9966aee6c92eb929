internal import NotebookDisplay

extension Tensor: VariableSummarizing {
    package var variableSummary: String { "\(dtype) \(shape)" }
}
