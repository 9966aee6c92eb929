internal import CKernels

/// A Swift number that tensors mix with: `Float`, `Double` and `Int`.
public protocol TensorScalar: Sendable {
    /// The number in double precision.
    var tensorValue: Double { get }
    init(tensorValue: Double)
}

extension Float: TensorScalar {
    public var tensorValue: Double { Double(self) }
    public init(tensorValue: Double) { self = Float(tensorValue) }
}

extension Double: TensorScalar {
    public var tensorValue: Double { self }
    public init(tensorValue: Double) { self = tensorValue }
}

extension Int: TensorScalar {
    public var tensorValue: Double { Double(self) }
    /// The whole part.
    public init(tensorValue: Double) { self = Int(tensorValue) }
}

/// What an array literal of a tensor may hold: numbers, or arrays of them nested to any depth.
public protocol TensorElements {
    /// Appends the lengths of this level and those below it.
    func appendShape(to lengths: inout [Int])
    /// Appends the numbers in row-major order, trapping where a level is not as long as `lengths` says.
    func appendScalars(to scalars: inout [Double], lengths: ArraySlice<Int>)
}

extension TensorElements where Self: TensorScalar {
    public func appendShape(to lengths: inout [Int]) {}
    public func appendScalars(to scalars: inout [Double], lengths: ArraySlice<Int>) { scalars.append(tensorValue) }
}

extension Float: TensorElements {}
extension Double: TensorElements {}
extension Int: TensorElements {}

extension Array: TensorElements where Element: TensorElements {
    public func appendShape(to lengths: inout [Int]) {
        lengths.append(count)
        first?.appendShape(to: &lengths)
    }

    public func appendScalars(to scalars: inout [Double], lengths: ArraySlice<Int>) {
        if count != lengths.first {
            shapeError(
                "Tensor",
                "a row has \(count) elements where the first has \(lengths.first ?? 0) "
                    + "(rows of a tensor must be equally long)")
        }
        for element in self { element.appendScalars(to: &scalars, lengths: lengths.dropFirst()) }
    }
}

extension Tensor {
    /// The numbers of nested arrays: `Tensor([[1, 2], [3, 4]])` has shape [2, 2].
    ///
    /// Elements become float32 unless `dtype` says otherwise, whatever the Swift type of the literal.
    public init(_ elements: [some TensorElements], dtype: DType = .float32, requiresGrad: Bool = false) {
        var lengths: [Int] = []
        elements.appendShape(to: &lengths)
        var scalars: [Double] = []
        elements.appendScalars(to: &scalars, lengths: lengths[...])
        self.init(scalars: scalars, shape: Shape(lengths), dtype: dtype, requiresGrad: requiresGrad)
    }

    /// A single number, of shape [].
    public init(_ value: some TensorScalar, dtype: DType = .float32, requiresGrad: Bool = false) {
        let number = Tensor.full([], value.tensorValue, dtype: dtype)
        self = requiresGrad ? number.requiringGrad() : number
    }

    /// Numbers in row-major order arranged as `shape`.
    public init(
        _ scalars: [some TensorScalar], shape: Shape, dtype: DType = .float32, requiresGrad: Bool = false
    ) {
        self.init(scalars: scalars.map(\.tensorValue), shape: shape, dtype: dtype, requiresGrad: requiresGrad)
    }

    private init(scalars: [Double], shape: Shape, dtype: DType, requiresGrad: Bool) {
        Tensor.checkLengths(shape)
        if scalars.count != shape.elementCount {
            shapeError("Tensor", "\(scalars.count) numbers do not fill shape \(shape) (\(shape.elementCount))")
        }
        let storage = Tensor.storage(shape, dtype)
        scalars.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            sl_convert(SL_FLOAT64, dtype.kernel, buffer.count, base, storage.memory)
        }
        let packed = Tensor(storage, shape, dtype)
        self = requiresGrad ? packed.requiringGrad() : packed
    }

    /// A tensor whose packed elements `fill` writes, in the machine's representation.
    package init(_ shape: Shape, dtype: DType, filledBy fill: (UnsafeMutableRawBufferPointer) throws -> Void) rethrows {
        let storage = Tensor.storage(shape, dtype)
        try fill(UnsafeMutableRawBufferPointer(start: storage.memory, count: shape.elementCount * dtype.size))
        self.init(storage, shape, dtype)
    }

    /// A tensor full of `value`.
    public static func full(_ shape: Shape, _ value: Double, dtype: DType = .float32) -> Tensor {
        checkLengths(shape)
        let storage = Tensor.storage(shape, dtype)
        sl_fill(dtype.kernel, shape.elementCount, value, storage.memory)
        return Tensor(storage, shape, dtype)
    }

    /// A tensor of zeros.
    public static func zeros(_ shape: Shape, dtype: DType = .float32) -> Tensor { full(shape, 0, dtype: dtype) }

    /// A tensor of ones.
    public static func ones(_ shape: Shape, dtype: DType = .float32) -> Tensor { full(shape, 1, dtype: dtype) }

    /// The identity matrix with `size` rows.
    public static func eye(_ size: Int, dtype: DType = .float32) -> Tensor {
        var scalars = [Double](repeating: 0, count: size * size)
        for index in 0..<size { scalars[index * size + index] = 1 }
        return Tensor(scalars: scalars, shape: [size, size], dtype: dtype, requiresGrad: false)
    }

    /// 0, 1, … up to but without `end`.
    public static func arange(_ end: some TensorScalar, dtype: DType = .float32) -> Tensor {
        arange(from: 0, to: end.tensorValue, dtype: dtype)
    }

    /// `start`, `start + step`, … up to but without `end`.
    public static func arange(from start: Double, to end: Double, by step: Double = 1, dtype: DType = .float32)
        -> Tensor
    {
        if step == 0 || !step.isFinite { shapeError("arange", "a step of \(step) never arrives at \(end)") }
        let count = Swift.max(0, Int(((end - start) / step).rounded(.up)))
        let scalars = (0..<count).map { start + Double($0) * step }
        return Tensor(scalars: scalars, shape: [count], dtype: dtype, requiresGrad: false)
    }

    /// `count` numbers at equal distances from `start` to `end`, both included.
    public static func linspace(_ start: Double, _ end: Double, count: Int = 50, dtype: DType = .float32) -> Tensor {
        if count < 0 { shapeError("linspace", "count is \(count)") }
        let scalars = (0..<count).map { index in
            index == count - 1 && count > 1
                ? end : start + (end - start) * Double(index) / Double(Swift.max(1, count - 1))
        }
        return Tensor(scalars: scalars, shape: [count], dtype: dtype, requiresGrad: false)
    }

    static func checkLengths(_ shape: Shape) {
        for length in shape where length < 0 {
            shapeError("shape", "\(shape) has a negative length")
        }
    }
}
