internal import CKernels

// Every element's bits come from a counter of its own, so that the numbers do not depend on who fills which part.

extension Tensor {
    /// Traps where numbers with fractions are asked for in a type that holds none.
    static func checkFloatingPoint(_ dtype: DType, _ operation: String) {
        if !dtype.isFloatingPoint {
            shapeError(operation, "dtype is \(dtype); the numbers have fractions (float32 or float64 hold them)")
        }
    }

    /// Numbers drawn evenly from low..<high.
    public static func uniform(
        _ shape: Shape, low: Double = 0, high: Double = 1, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) -> Tensor {
        checkLengths(shape)
        checkFloatingPoint(dtype, "uniform")
        if !(low <= high) || !(high - low).isFinite { shapeError("uniform", "no numbers from \(low) to \(high)") }
        let storage = Tensor.storage(shape, dtype)
        let count = shape.elementCount
        let (key, counter) = generator.take(blocks: dtype == .float32 ? (count + 3) / 4 : (count + 1) / 2)
        sl_random_uniform(dtype.kernel, count, key, counter, low, high, storage.memory)
        return Tensor(storage, shape, dtype)
    }

    /// Numbers from the normal distribution.
    public static func normal(
        _ shape: Shape, mean: Double = 0, standardDeviation: Double = 1, dtype: DType = .float32,
        generator: RandomGenerator = .default
    ) -> Tensor {
        checkLengths(shape)
        checkFloatingPoint(dtype, "normal")
        if !(standardDeviation >= 0) { shapeError("normal", "a standard deviation of \(standardDeviation)") }
        let storage = Tensor.storage(shape, dtype)
        let count = shape.elementCount
        let (key, counter) = generator.take(blocks: (count + 1) / 2)
        sl_random_normal(dtype.kernel, count, key, counter, mean, standardDeviation, storage.memory)
        return Tensor(storage, shape, dtype)
    }

    /// Numbers from the normal distribution of `mean` and `standardDeviation`, of which only those between `low` and
    /// `high` are kept.
    ///
    /// - Parameters:
    ///   - low: The least number, by default two standard deviations below the mean.
    ///   - high: The largest number, by default two standard deviations above the mean.
    public static func truncatedNormal(
        _ shape: Shape, mean: Double = 0, standardDeviation: Double = 1, low: Double? = nil, high: Double? = nil,
        dtype: DType = .float32, generator: RandomGenerator = .default
    ) -> Tensor {
        checkLengths(shape)
        checkFloatingPoint(dtype, "truncatedNormal")
        let low = low ?? mean - 2 * standardDeviation
        let high = high ?? mean + 2 * standardDeviation
        if !(standardDeviation > 0) || !mean.isFinite || !standardDeviation.isFinite || !(low < high) {
            shapeError(
                "truncatedNormal",
                "mean \(mean), standard deviation \(standardDeviation), between \(low) and \(high): the deviation must be "
                    + "positive and the bounds in order")
        }
        let storage = Tensor.storage(shape, dtype)
        let count = shape.elementCount
        let (key, counter) = generator.take(blocks: count)
        sl_random_truncated_normal(
            dtype.kernel, count, key, counter, mean, standardDeviation, low, high, storage.memory)
        return Tensor(storage, shape, dtype)
    }

    /// Integers drawn evenly from `range`.
    public static func randomIntegers(
        in range: Range<Int>, _ shape: Shape, dtype: DType = .int64, generator: RandomGenerator = .default
    ) -> Tensor {
        checkLengths(shape)
        if range.isEmpty { shapeError("randomIntegers", "\(range) holds no integers") }
        let numbers = Tensor(Tensor.storage(shape, .int64), shape, .int64)
        let count = shape.elementCount
        let (key, counter) = generator.take(blocks: count)
        let bound = UInt64(bitPattern: Int64(range.upperBound &- range.lowerBound))
        sl_random_below(count, key, counter, bound, numbers.node.address.assumingMemoryBound(to: Int64.self))
        return (numbers + range.lowerBound).cast(to: dtype)
    }

    /// 1 (or true) with the given probability, else 0.
    public static func bernoulli(
        _ shape: Shape, probability: Double = 0.5, dtype: DType = .bool, generator: RandomGenerator = .default
    ) -> Tensor {
        if !(0...1).contains(probability) { shapeError("bernoulli", "a probability of \(probability)") }
        return uniform(shape, dtype: .float64, generator: generator).lessThan(probability).cast(to: dtype)
    }

    /// For each probability 1 (or true) with it, else 0; in the probabilities' type unless `dtype` is given. Not recorded.
    public static func bernoulli(
        _ probabilities: Tensor, dtype: DType? = nil, generator: RandomGenerator = .default
    ) -> Tensor {
        let wide = probabilities.detach().cast(to: .float64)
        if !((wide .>= 0) .& (wide .<= 1)).all().item(as: Bool.self) {
            shapeError("bernoulli", "a probability is not in 0...1")
        }
        let draws = uniform(probabilities.shape, dtype: .float64, generator: generator)
        return draws.lessThan(wide).cast(to: dtype ?? probabilities.dtype)
    }

    /// Classes drawn with the given probabilities, as int64: weights [..., classes] give [...], or [..., count].
    ///
    /// - Parameters:
    ///   - weights: Not negative; those of a row are divided by their sum. For logits take their `softmax()`.
    ///   - count: How many classes to draw from each row, each from all of them.
    public static func categorical(
        _ weights: Tensor, count: Int? = nil, generator: RandomGenerator = .default
    ) -> Tensor {
        if weights.rank == 0 { shapeError("categorical", "a single number has no classes") }
        let wide = weights.detach().cast(to: .float64)
        let ends = wide.cumulativeSum(axis: -1)
        let total = wide.sum(axis: -1, keepDims: true)
        if !(wide .>= 0).all().item(as: Bool.self) || !((total .> 0) .& total.isFinite()).all().item(as: Bool.self) {
            shapeError("categorical", "the weights of shape \(weights.shape) must not be negative, nor all 0 in a row")
        }
        let batch = Array(weights.shape.dropLast())
        let draws = uniform(Shape(batch + [count ?? 1]), dtype: .float64, generator: generator) * total
        // The class drawn is the number of classes that end at or before the draw; of those that weigh nothing none is.
        let passed = ends.expandingDims(axis: -2).lessThanOrEqualTo(draws.expandingDims(axis: -1)).sum(axis: -1)
        let last = (wide .> 0).flipped(axis: -1).argmax(axis: -1, keepDims: true)
        let classes = minimum(passed, weights.shape[weights.rank - 1] - 1 - last)
        return count == nil ? classes.squeezing(axis: -1) : classes
    }

    /// 0..<count in random order, as int64.
    public static func permutation(_ count: Int, generator: RandomGenerator = .default) -> Tensor {
        Tensor(generator.permutation(count), shape: [count], dtype: .int64)
    }

    /// The entries of the first axis in random order.
    public func shuffled(generator: RandomGenerator = .default) -> Tensor {
        if rank == 0 { shapeError("shuffled", "a single number has no order") }
        return gathered(checkedRows: generator.permutation(shape[0]))
    }
}
