internal import CKernels

extension Tensor {
    /// The only element, whatever the number of axes.
    public func item() -> Double {
        if count != 1 { shapeError("item", "the tensor has shape \(shape), \(count) elements; item() wants one") }
        switch dtype {
        case .float32: return Double(node.address.load(as: Float.self))
        case .float64: return node.address.load(as: Double.self)
        }
    }

    /// All elements in row-major order.
    public func scalars() -> [Double] {
        let source = packed
        return [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = count
            guard let base = buffer.baseAddress else { return }
            sl_convert(dtype.kernel, SL_FLOAT64, count, source.node.address, base)
        }
    }

    /// All elements in row-major order, as `Float`, `Double` or `Int`.
    public func array<Scalar: TensorScalar>(of type: Scalar.Type) -> [Scalar] {
        scalars().map { Scalar(tensorValue: $0) }
    }

    /// Runs `body` on the packed elements' bytes, in the machine's representation.
    package func withPackedBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let source = packed
        let result = try body(UnsafeRawBufferPointer(start: source.node.address, count: count * dtype.size))
        withExtendedLifetime(source) {}
        return result
    }
}
