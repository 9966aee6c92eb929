extension Tensor {
    /// The integers of a range: `Tensor(0..<3)` is [0, 1, 2], of float32 unless `dtype` is given.
    public init(_ range: Range<Int>, dtype: DType = .float32) {
        self.init(Array(range), dtype: dtype)
    }

    /// The integers of a range: `Tensor(1...3)` is [1, 2, 3], of float32 unless `dtype` is given.
    public init(_ range: ClosedRange<Int>, dtype: DType = .float32) {
        self.init(Array(range), dtype: dtype)
    }

    /// The numbers of a stride: `Tensor(stride(from: 0, to: 1, by: 0.25))`, of float32 unless `dtype` is given.
    public init<Number: TensorElements>(_ numbers: StrideTo<Number>, dtype: DType = .float32) {
        self.init(Array(numbers), dtype: dtype)
    }

    /// The numbers of a stride: `Tensor(stride(from: 0, through: 1, by: 0.25))`, of float32 unless `dtype` is given.
    public init<Number: TensorElements>(_ numbers: StrideThrough<Number>, dtype: DType = .float32) {
        self.init(Array(numbers), dtype: dtype)
    }
}
