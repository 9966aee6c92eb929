internal import CKernels

final class Cast: Operation, @unchecked Sendable {
    static let shared = Cast()
    override var name: String { "cast" }

    override func backward(_ pass: BackwardPass) {
        pass.add(to: 0, pass.gradient.cast(to: pass.input(0).dtype))
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        pass.tangent.cast(to: pass.output.dtype)
    }
}

extension Tensor {
    /// The elements converted to `dtype`.
    ///
    /// To integers fractions are cut off, numbers beyond the range become the nearest integer and NaN becomes 0, but
    /// integers too large for a smaller type wrap around; to bool everything but 0 is true. Only between float32 and
    /// float64 a gradient passes.
    public func cast(to dtype: DType) -> Tensor {
        if dtype == self.dtype { return self }
        let source = node.isChannelsLast ? self : packed
        let storage = Tensor.storage(shape, dtype)
        sl_convert(self.dtype.kernel, dtype.kernel, count, source.node.address, storage.memory)
        if !dtype.isFloatingPoint { return Tensor(storage, shape, dtype, strides: source.node.strides) }
        return Tensor(storage, shape, dtype, strides: source.node.strides, by: Cast.shared, self)
    }
}
