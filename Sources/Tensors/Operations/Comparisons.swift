internal import CKernels

// Comparisons broadcast, give a tensor of type bool and are not recorded. NaN equals nothing, itself included. The
// operators are those of SIMD vectors in Swift's library.

extension Tensor {
    /// Where an element equals its partner.
    public func equalTo(_ other: Tensor) -> Tensor { .compared(SL_EQUAL, self, other, "equalTo") }

    /// Where an element equals `value`.
    public func equalTo(_ value: some TensorScalar) -> Tensor { equalTo(comparable(to: value)) }

    /// Where an element differs from its partner.
    public func notEqualTo(_ other: Tensor) -> Tensor { .compared(SL_NOT_EQUAL, self, other, "notEqualTo") }

    /// Where an element differs from `value`.
    public func notEqualTo(_ value: some TensorScalar) -> Tensor { notEqualTo(comparable(to: value)) }

    /// Where an element is less than its partner.
    public func lessThan(_ other: Tensor) -> Tensor { .compared(SL_LESS, self, other, "lessThan") }

    /// Where an element is less than `value`.
    public func lessThan(_ value: some TensorScalar) -> Tensor { lessThan(comparable(to: value)) }

    /// Where an element is at most its partner.
    public func lessThanOrEqualTo(_ other: Tensor) -> Tensor {
        .compared(SL_LESS_EQUAL, self, other, "lessThanOrEqualTo")
    }

    /// Where an element is at most `value`.
    public func lessThanOrEqualTo(_ value: some TensorScalar) -> Tensor { lessThanOrEqualTo(comparable(to: value)) }

    /// Where an element is greater than its partner.
    public func greaterThan(_ other: Tensor) -> Tensor { .compared(SL_GREATER, self, other, "greaterThan") }

    /// Where an element is greater than `value`.
    public func greaterThan(_ value: some TensorScalar) -> Tensor { greaterThan(comparable(to: value)) }

    /// Where an element is at least its partner.
    public func greaterThanOrEqualTo(_ other: Tensor) -> Tensor {
        .compared(SL_GREATER_EQUAL, self, other, "greaterThanOrEqualTo")
    }

    /// Where an element is at least `value`.
    public func greaterThanOrEqualTo(_ value: some TensorScalar) -> Tensor {
        greaterThanOrEqualTo(comparable(to: value))
    }

    /// Where an element is NaN; nowhere in tensors of integers and bools.
    public func isNaN() -> Tensor { notEqualTo(self) }

    /// Where an element is neither infinite nor NaN.
    public func isFinite() -> Tensor {
        if !dtype.isFloatingPoint { return .ones(shape, dtype: .bool) }
        return detach().abs().lessThan(Double.infinity)
    }

    /// Where an element is positive or negative infinity.
    public func isInfinite() -> Tensor {
        dtype.isFloatingPoint ? detach().abs().equalTo(Double.infinity) : .zeros(shape, dtype: .bool)
    }

    /// Where |a - b| ≤ absolute + relative |b|, NumPy's `isclose`. Equal infinities are close, NaN is close to nothing.
    public func isClose(to other: Tensor, relative: Double = 1e-5, absolute: Double = 1e-8) -> Tensor {
        let (a, b) = (detach().floating, other.detach().floating)
        let near = (a - b).abs().lessThanOrEqualTo(b.abs() * relative + absolute) .& b.isFinite()
        return near .| a.equalTo(b)
    }

    /// Whether all elements are close, as `isClose` says.
    public func allClose(to other: Tensor, relative: Double = 1e-5, absolute: Double = 1e-8) -> Bool {
        isClose(to: other, relative: relative, absolute: absolute).all().item(as: Bool.self)
    }
}

extension Tensor {
    /// Where an element equals its partner.
    public static func .== (a: Tensor, b: Tensor) -> Tensor { a.equalTo(b) }
    public static func .== (a: Tensor, b: some TensorScalar) -> Tensor { a.equalTo(b) }
    public static func .== (a: some TensorScalar, b: Tensor) -> Tensor { b.equalTo(a) }

    /// Where an element differs from its partner.
    public static func .!= (a: Tensor, b: Tensor) -> Tensor { a.notEqualTo(b) }
    public static func .!= (a: Tensor, b: some TensorScalar) -> Tensor { a.notEqualTo(b) }
    public static func .!= (a: some TensorScalar, b: Tensor) -> Tensor { b.notEqualTo(a) }

    /// Where an element is less than its partner.
    public static func .< (a: Tensor, b: Tensor) -> Tensor { a.lessThan(b) }
    public static func .< (a: Tensor, b: some TensorScalar) -> Tensor { a.lessThan(b) }
    public static func .< (a: some TensorScalar, b: Tensor) -> Tensor { b.greaterThan(a) }

    /// Where an element is at most its partner.
    public static func .<= (a: Tensor, b: Tensor) -> Tensor { a.lessThanOrEqualTo(b) }
    public static func .<= (a: Tensor, b: some TensorScalar) -> Tensor { a.lessThanOrEqualTo(b) }
    public static func .<= (a: some TensorScalar, b: Tensor) -> Tensor { b.greaterThanOrEqualTo(a) }

    /// Where an element is greater than its partner.
    public static func .> (a: Tensor, b: Tensor) -> Tensor { a.greaterThan(b) }
    public static func .> (a: Tensor, b: some TensorScalar) -> Tensor { a.greaterThan(b) }
    public static func .> (a: some TensorScalar, b: Tensor) -> Tensor { b.lessThan(a) }

    /// Where an element is at least its partner.
    public static func .>= (a: Tensor, b: Tensor) -> Tensor { a.greaterThanOrEqualTo(b) }
    public static func .>= (a: Tensor, b: some TensorScalar) -> Tensor { a.greaterThanOrEqualTo(b) }
    public static func .>= (a: some TensorScalar, b: Tensor) -> Tensor { b.lessThanOrEqualTo(a) }
}
