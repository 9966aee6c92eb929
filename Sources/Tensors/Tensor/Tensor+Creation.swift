internal import CKernels

extension Tensor {
    /// The numbers of nested arrays: `Tensor([[1, 2], [3, 4]])` has shape [2, 2].
    ///
    /// - Parameter dtype: Unless it is given, bools stay bools and all other numbers become float32, whatever their Swift
    ///   type.
    public init<Element: TensorElements>(_ elements: [Element], dtype: DType? = nil, requiresGrad: Bool = false) {
        var lengths: [Int] = []
        elements.appendShape(to: &lengths)
        var nested = NestedElements(lengths: lengths)
        elements.append(to: &nested)
        let dtype = dtype ?? Tensor.defaultDType(Element.elementDType)
        let shape = Shape(lengths)
        self =
            Element.elementDType.isFloatingPoint
            ? Tensor(numbers: nested.floats, shape, dtype) : Tensor(numbers: nested.integers, shape, dtype)
        if requiresGrad { self = requiringGrad() }
    }

    /// A single number, of shape []. Unless `dtype` is given, a `Bool` is a bool and any other number float32.
    public init<Scalar: TensorScalar>(_ value: Scalar, dtype: DType? = nil, requiresGrad: Bool = false) {
        let number = Tensor.full([], value, dtype: dtype ?? Tensor.defaultDType(Scalar.dtype))
        self = requiresGrad ? number.requiringGrad() : number
    }

    /// Numbers in row-major order arranged as `shape`. Unless `dtype` is given, bools stay bools and all other numbers
    /// become float32.
    public init<Scalar: TensorScalar>(
        _ scalars: [Scalar], shape: Shape, dtype: DType? = nil, requiresGrad: Bool = false
    ) {
        self.init(numbers: scalars, shape, dtype ?? Tensor.defaultDType(Scalar.dtype))
        if requiresGrad { self = requiringGrad() }
    }

    /// A tensor whose element at each position is what `function` returns for it.
    ///
    /// ```swift
    /// Tensor(shape: [2, 3]) { Double($0[0] * 10 + $0[1]) }  // [[0, 1, 2], [10, 11, 12]]
    /// ```
    public init<Scalar: TensorScalar>(shape: Shape, dtype: DType? = nil, _ function: ([Int]) throws -> Scalar) rethrows
    {
        Tensor.checkLengths(shape)
        let scalars = try (0..<shape.elementCount).map { try function(positions(of: $0, in: shape)) }
        self.init(numbers: scalars, shape, dtype ?? Tensor.defaultDType(Scalar.dtype))
    }

    private static func defaultDType(_ literal: DType) -> DType { literal == .bool ? .bool : .float32 }

    /// Copies Swift numbers, whose memory is that of their `dtype`.
    init<Scalar: TensorScalar>(numbers: [Scalar], _ shape: Shape, _ dtype: DType) {
        Tensor.checkLengths(shape)
        if numbers.count != shape.elementCount {
            shapeError("Tensor", "\(numbers.count) numbers do not fill shape \(shape) (\(shape.elementCount))")
        }
        if Scalar.dtype != dtype && !dtype.isFloatingPoint && dtype != .bool {
            for number in numbers where !dtype.holds(number) { dtype.check(number, "") }
        }
        let storage = Tensor.storage(shape, dtype)
        numbers.withUnsafeBytes { bytes in
            guard let base = bytes.baseAddress, !numbers.isEmpty else { return }
            sl_convert(Scalar.dtype.kernel, dtype.kernel, numbers.count, base, storage.memory)
        }
        self.init(storage, shape, dtype)
    }

    /// A tensor whose packed elements `fill` writes, in the machine's representation.
    package init(_ shape: Shape, dtype: DType, filledBy fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
        let storage = Tensor.storage(shape, dtype)
        let bytes = UnsafeMutableRawBufferPointer(start: storage.memory, count: shape.elementCount * dtype.size)
        try fill(bytes)
        if dtype == .bool {
            for index in bytes.indices where bytes[index] > 1 { bytes[index] = 1 }
        }
        self.init(storage, shape, dtype)
    }

    /// A tensor full of `value`.
    public static func full(_ shape: Shape, _ value: some TensorScalar, dtype: DType = .float32) -> Tensor {
        filled(shape, value, dtype)
    }

    /// A tensor full of `value`.
    public static func full(_ shape: Shape, _ value: Double, dtype: DType = .float32) -> Tensor {
        filled(shape, value, dtype)
    }

    private static func filled(_ shape: Shape, _ value: some TensorScalar, _ dtype: DType) -> Tensor {
        checkLengths(shape)
        dtype.check(value, "")
        let storage = Tensor.storage(shape, dtype)
        withElement(value, dtype) { sl_fill(dtype.size, shape.elementCount, $0, storage.memory) }
        return Tensor(storage, shape, dtype)
    }

    /// Runs `body` with `value` in memory as an element of type `dtype`.
    static func withElement<Scalar: TensorScalar>(
        _ value: Scalar, _ dtype: DType, _ body: (UnsafeRawPointer) -> Void
    ) {
        var element: UInt64 = 0
        withUnsafeMutableBytes(of: &element) { bytes in
            if dtype.isFloatingPoint || Scalar.dtype.isFloatingPoint {
                withUnsafePointer(to: value.tensorValue) {
                    sl_convert(SL_FLOAT64, dtype.kernel, 1, $0, bytes.baseAddress!)
                }
            } else {
                withUnsafePointer(to: value.integerValue) {
                    sl_convert(SL_INT64, dtype.kernel, 1, $0, bytes.baseAddress!)
                }
            }
            body(bytes.baseAddress!)
        }
    }

    /// A tensor of zeros.
    public static func zeros(_ shape: Shape, dtype: DType = .float32) -> Tensor { full(shape, 0, dtype: dtype) }

    /// A tensor of ones.
    public static func ones(_ shape: Shape, dtype: DType = .float32) -> Tensor { full(shape, 1, dtype: dtype) }

    /// Zeros of this tensor's shape and type.
    public func zerosLike() -> Tensor { .zeros(shape, dtype: dtype) }

    /// Ones of this tensor's shape and type.
    public func onesLike() -> Tensor { .ones(shape, dtype: dtype) }

    /// The identity matrix with `size` rows, or the rows by `columns` matrix with ones on its diagonal.
    public static func eye(_ size: Int, columns: Int? = nil, dtype: DType = .float32) -> Tensor {
        let columns = columns ?? size
        if size < 0 || columns < 0 { shapeError("eye", "a matrix of \(size) by \(columns)") }
        var result = zeros([size, columns], dtype: dtype)
        let diagonal = (0..<Swift.min(size, columns)).map { $0 * columns + $0 }
        result.put(Tensor.ones([], dtype: dtype), at: Tensor(diagonal, shape: [diagonal.count], dtype: .int64))
        return result
    }

    /// 0, 1, … up to but without `end`.
    public static func arange(_ end: some TensorScalar, dtype: DType = .float32) -> Tensor {
        arange(from: 0, to: end.tensorValue, dtype: dtype)
    }

    /// `start`, `start + step`, … up to but without `end`.
    public static func arange(from start: Double, to end: Double, by step: Double = 1, dtype: DType = .float32)
        -> Tensor
    {
        if step == 0 || !step.isFinite || !start.isFinite || !end.isFinite {
            shapeError("arange", "from \(start) to \(end) by \(step): a step of \(step) never arrives")
        }
        let steps = ((end - start) / step).rounded(.up)
        if steps > 0x1p40 { shapeError("arange", "from \(start) to \(end) by \(step) are \(steps) numbers, too many") }
        let scalars = (0..<Swift.max(0, Int(steps))).map { start + Double($0) * step }
        return Tensor(numbers: scalars, [scalars.count], dtype)
    }

    /// `count` numbers at equal distances from `start` to `end`, both included.
    public static func linspace(_ start: Double, _ end: Double, count: Int = 50, dtype: DType = .float32) -> Tensor {
        if count < 0 || count > 1 << 40 { shapeError("linspace", "count is \(count)") }
        let scalars = (0..<count).map { index in
            index == count - 1 && count > 1
                ? end : start + (end - start) * Double(index) / Double(Swift.max(1, count - 1))
        }
        return Tensor(numbers: scalars, [count], dtype)
    }

    /// `count` numbers at equal ratios from `base` to the power of `start` to `base` to the power of `end`.
    public static func logspace(
        _ start: Double, _ end: Double, count: Int = 50, base: Double = 10, dtype: DType = .float32
    ) -> Tensor {
        let exponents = linspace(start, end, count: count, dtype: .float64).scalars()
        return Tensor(numbers: exponents.map { Tensors.pow(base, $0) }, [count], dtype)
    }

    static func checkLengths(_ shape: Shape) {
        for length in shape where length < 0 {
            shapeError("shape", "\(shape) has a negative length")
        }
    }
}

extension Tensor {
    /// The same elements in memory of their own.
    package func copied() -> Tensor { detach() * 1 }
}
