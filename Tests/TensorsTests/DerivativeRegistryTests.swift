import Tensors
import Testing

/// Sees to it that no operation is left out of the gradient checks: the classes are read from the sources, and which of
/// them the cases reach is asked of the tape.
@Suite struct DerivativeRegistryTests {
    @Test func everyOperationInTheSourcesIsGradientChecked() throws {
        let declared = try differentiableOperations()
        #expect(declared.count > 30)
        var reached: Set<String> = []
        for test in DifferentiableCase.all {
            let (leaves, function) = try #require(test.instance(.transposed))
            let inputs = leaves.map { $0.requiringGrad() }
            let loss = function(inputs).squared().sum()
            let slopes = loss.gradients(withRespectTo: inputs, createGraph: true)
            for tensor in [loss] + slopes { reached.formUnion(tensor.operationClasses) }
        }
        #expect(declared.subtracting(reached) == [], "operations without an entry in DifferentiableCase.all")
        #expect(reached.subtracting(declared) == [], "operations that the search of the sources has missed")
    }

    @Test func layoutsAreLeftOutForAReasonOnly() {
        for test in DifferentiableCase.all {
            for layout in Layout.allCases where test.shapes(in: layout) == nil {
                #expect(layout == .empty || layout == .zeroDimensional)
            }
        }
    }

    /// The names of the subclasses of `Operation`, direct or not, that write down a derivative.
    private func differentiableOperations() throws -> Set<String> {
        let declaration = /class\s+(?<name>\w+)\s*:\s*(?<parent>\w+)/
        var parents: [String: String] = [:]
        var withDerivative: Set<String> = []
        for path in RepositoryFiles.paths(below: "Sources", suffix: ".swift") {
            let text = try #require(RepositoryFiles.text(path))
            let matches = text.matches(of: declaration)
            for (index, match) in matches.enumerated() {
                parents["\(match.name)"] = "\(match.parent)"
                let end = index + 1 < matches.count ? matches[index + 1].range.lowerBound : text.endIndex
                let body = text[match.range.upperBound..<end]
                let derivatives = ["backward", "derivative", "fusedBackward"]
                if derivatives.contains(where: { body.contains("override func \($0)(") }) {
                    withDerivative.insert("\(match.name)")
                }
            }
        }
        func isOperation(_ name: String) -> Bool {
            name == "Operation" || parents[name].map(isOperation) == true
        }
        // These themselves only pass on what their subclasses say.
        return withDerivative.filter(isOperation).subtracting(["SymmetricOperation", "FusedOperation"])
    }
}
