public import Tensors

/// All axes but the first as one: [batch, a, b, …] to [batch, a · b · …].
public final class Flatten: Module {
    public override func forward(_ input: Tensor) -> Tensor {
        if input.rank == 0 { failure("the input is a single number; a batch is wanted") }
        return input.rank == 1 ? input.expandingDims(axis: 1) : input.flattened(from: 1)
    }
}
