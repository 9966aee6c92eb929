/// An operation of many steps with code of its own for the value and the gradient, as a whole recurrent layer.
///
/// What it computes is written down in tensor operations too. That is what is differentiated where the gradient itself is
/// differentiated, and in forward mode.
class FusedOperation: Operation, @unchecked Sendable {
    /// The operation's output for `inputs`, written with tensor operations.
    func composed(_ inputs: [Tensor]) -> Tensor {
        fatalError("\(name) has no derivative")
    }

    /// Reverse mode, at one go: nobody will differentiate what it adds to the inputs' gradients.
    func fusedBackward(_ pass: BackwardPass) {
        fatalError("\(name) has no derivative")
    }

    final override func backward(_ pass: BackwardPass) {
        if !pass.isDifferentiated {
            fusedBackward(pass)
            return
        }
        let createGraph = isGradientEnabled
        let wanted = (0..<pass.inputCount).filter { pass.needsGradient($0) }
        let shares = withGradient(enabled: true) {
            // Nodes of their own, beyond which the gradient does not look.
            var inputs = (0..<pass.inputCount).map { pass.input($0) }
            for index in wanted { inputs[index] = inputs[index].alias() }
            let variables = wanted.map { inputs[$0] }
            return composed(inputs).adjoints(of: variables, seed: pass.gradient, createGraph: createGraph)
        }
        for (index, share) in zip(wanted, shares) {
            if let share { pass.add(to: index, share) }
        }
    }

    final override func forward(_ pass: ForwardPass) -> Tensor {
        let indices = 0..<pass.inputCount
        let moving = indices.filter { pass.tangent(of: $0) != nil }
        return jvp(
            of: { variables in
                var inputs = indices.map { pass.input($0) }
                for (index, variable) in zip(moving, variables) { inputs[index] = variable }
                return self.composed(inputs)
            }, at: moving.map { pass.input($0) }, along: moving.map { pass.tangent(of: $0)! }
        ).tangent
    }
}
