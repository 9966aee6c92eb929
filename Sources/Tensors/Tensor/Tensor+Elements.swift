internal import CKernels

extension Tensor {
    /// The only element, whatever the number of axes; `true` is 1.
    public func item() -> Double { item(as: Double.self) }

    /// The only element as a `Double`, `Float`, `Int`, `Bool`, …
    public func item<Scalar: TensorScalar>(as type: Scalar.Type) -> Scalar {
        if count != 1 { shapeError("item", "the tensor has shape \(shape), \(count) elements; item() wants one") }
        let address = node.address
        switch dtype {
        case .float32: return Scalar(tensorValue: Double(address.load(as: Float.self)))
        case .float64: return Scalar(tensorValue: address.load(as: Double.self))
        case .int32: return Scalar(integerValue: Int64(address.load(as: Int32.self)))
        case .int64: return Scalar(integerValue: address.load(as: Int64.self))
        case .uint8, .bool: return Scalar(integerValue: Int64(address.load(as: UInt8.self)))
        }
    }

    /// All elements in row-major order; `true` is 1.
    public func scalars() -> [Double] { array(of: Double.self) }

    /// All elements in row-major order, as `Float`, `Double`, `Int`, `Bool`, …
    ///
    /// Fractions are cut off, numbers beyond an integer's range become its nearest one, and NaN becomes 0.
    public func array<Scalar: TensorScalar>(of type: Scalar.Type) -> [Scalar] {
        let source = packed
        defer { withExtendedLifetime(source) {} }
        return [Scalar](unsafeUninitializedCapacity: count) { buffer, initialized in
            initialized = count
            guard let base = buffer.baseAddress else { return }
            // A Swift number lies in memory as an element of its type does.
            sl_convert(dtype.kernel, Scalar.dtype.kernel, count, source.node.address, base)
        }
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
