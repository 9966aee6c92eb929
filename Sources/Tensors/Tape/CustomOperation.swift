/// A differentiable operation of your own: a value and, for what the tape cannot or should not work out, its derivative.
///
/// ```swift
/// // Rounds, but lets the gradient through as if it had not (a straight-through estimator).
/// let rounded = CustomOperation("round") { x in
///     Tensor(x[0].scalars().map { $0.rounded() }, shape: x[0].shape, dtype: x[0].dtype)
/// } backward: { pass in
///     [pass.gradient]
/// }
/// let y = rounded(x)
/// ```
///
/// The derivative is written with tensor operations, and so is differentiable in turn.
public struct CustomOperation {
    /// The name that messages and graphs show.
    public let name: String
    private let value: ([Tensor]) -> Tensor
    private let backward: (Backward) -> [Tensor?]
    private let forward: ((Forward) -> Tensor)?

    /// What the backward rule has to go by.
    public struct Backward {
        public let inputs: [Tensor]
        public let output: Tensor
        /// The gradient of the differentiated value with respect to `output`, of its shape.
        public let gradient: Tensor
    }

    /// What the forward rule has to go by.
    public struct Forward {
        public let inputs: [Tensor]
        public let output: Tensor
        /// The tangent of each input, of its shape: the direction in which it moves.
        public let tangents: [Tensor]
    }

    /// - Parameters:
    ///   - name: What messages and graphs call the operation.
    ///   - value: Computes the output. Its own steps are not recorded.
    ///   - backward: Reverse mode: the gradient with respect to each input, Jᵀ g, of the input's shape; `nil` for zeros.
    ///   - forward: Forward mode: the output's tangent J t, of its shape. If there is none it is derived from `backward`.
    public init(
        _ name: String, value: @escaping ([Tensor]) -> Tensor, backward: @escaping (Backward) -> [Tensor?],
        forward: ((Forward) -> Tensor)? = nil
    ) {
        self.name = name
        self.value = value
        self.backward = backward
        self.forward = forward
    }

    /// The operation's output for `inputs`, recorded if one of them asks for it.
    public func callAsFunction(_ inputs: Tensor...) -> Tensor { callAsFunction(inputs) }

    /// The operation's output for `inputs`, recorded if one of them asks for it.
    public func callAsFunction(_ inputs: [Tensor]) -> Tensor {
        let output = noGradient { value(inputs.map { $0.detach() }) }.packed
        if inputs.isEmpty { return output }
        return Tensor(output.node.storage, output.shape, output.dtype, by: Recorded(self), inputs: inputs)
    }

    /// The operation as the tape knows it.
    private final class Recorded: Operation, @unchecked Sendable {
        private let operation: CustomOperation
        init(_ operation: CustomOperation) { self.operation = operation }
        override var name: String { operation.name }

        override func backward(_ pass: BackwardPass) {
            let inputs = (0..<pass.inputCount).map(pass.input)
            let shares = operation.backward(Backward(inputs: inputs, output: pass.output, gradient: pass.gradient))
            if shares.count != inputs.count {
                shapeError(name, "backward returned \(shares.count) gradients for \(inputs.count) inputs")
            }
            for (index, share) in shares.enumerated() {
                guard let share else { continue }
                if share.shape != inputs[index].shape {
                    shapeError(
                        name,
                        "backward returned shape \(share.shape) for input \(index) of shape \(inputs[index].shape) "
                            + "(a gradient has its input's shape)")
                }
                pass.add(to: index, share)
            }
        }

        override func forward(_ pass: ForwardPass) -> Tensor {
            guard let forward = operation.forward else { return super.forward(pass) }
            let indices = 0..<pass.inputCount
            let tangent = forward(
                Forward(
                    inputs: indices.map(pass.input), output: pass.output, tangents: indices.map(pass.fullTangent)))
            if tangent.shape != pass.output.shape {
                shapeError(
                    name,
                    "forward returned shape \(tangent.shape) for an output of shape \(pass.output.shape) "
                        + "(a tangent has the output's shape)")
            }
            return tangent
        }
    }
}
