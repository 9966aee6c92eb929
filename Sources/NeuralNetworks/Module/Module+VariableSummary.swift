internal import NotebookDisplay

extension Module: VariableSummarizing {
    package var variableSummary: String { "\(grouped(parameterCount)) parameters" }
}
