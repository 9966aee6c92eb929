import Dispatch
import Tensors
import Testing

/// Large operations are shared by threads and done by other libraries; what comes out must not tell.
@Suite(.serialized) struct BackendTests {
    private static let generator = RandomGenerator(seed: 7)

    private func withThreads<Result>(_ count: Int, _ body: () -> Result) -> Result {
        let before = Backend.threadCount
        Backend.threadCount = count
        defer { Backend.threadCount = before }
        return body()
    }

    private static let large = Tensor.normal([300_001], generator: generator)
    private static let other = Tensor.normal([300_001], generator: generator)
    private static let matrix = Tensor.normal([700, 431], generator: generator)

    static let operations: [(name: String, call: @Sendable () -> Tensor)] = [
        ("tanh", { tanh(large) }), ("sin", { sin(large) }), ("multiply", { large * other }),
        ("add to every row", { matrix + matrix[0] }), ("transpose", { (matrix.transposed() + 0).reshape(-1) }),
        ("compare", { (large .> other).cast(to: .float32) }), ("sum", { large.sum() }),
        ("sum of every other", { large[.slice(by: 2)].sum() }), ("max", { large.max() }),
        ("sum of rows", { matrix.sum(axis: 1) }), ("sum of columns", { matrix.sum(axis: 0) }),
        ("mean of float64", { large.cast(to: .float64).mean() }),
        ("normal", { .normal([100_001], generator: RandomGenerator(seed: 5)) }),
        ("uniform", { .uniform([100_001], generator: RandomGenerator(seed: 5)) }),
    ]

    @Test(arguments: operations.indices) func resultsDoNotDependOnTheNumberOfThreads(_ index: Int) {
        let (name, call) = BackendTests.operations[index]
        let expected = withThreads(1, call).scalars()
        for threads in [2, 3, 8] {
            for _ in 0..<5 {
                let isEqual = withThreads(threads, call).scalars() == expected
                #expect(isEqual, "\(name) on \(threads) threads")
            }
        }
    }

    @Test(arguments: [DType.float32, .float64]) func productsAgreeOnAnyNumberOfThreads(_ dtype: DType) {
        let a = BackendTests.matrix.cast(to: dtype)
        for (left, right) in [(a, a.transposed()), (a.transposed(), a)] {
            let expected = withThreads(1) { left.matmul(right) }
            for threads in [2, 3, 8] {
                let difference = withThreads(threads) { abs(left.matmul(right) - expected).max().item() }
                #expect(difference <= (dtype == .float32 ? 1e-3 : 1e-11), "\(threads) threads")
            }
        }
    }

    /// The same matrix, its columns packed instead of its rows.
    private func copyByColumns(_ a: Tensor) -> Tensor {
        a.transposed().reshape(a.shape[1] * a.shape[0]).reshape(a.shape[1], a.shape[0]).transposed()
    }

    @Test(arguments: [true, false]) func bothLibrariesMultiplyAlike(_ usesOneDNN: Bool) {
        let before = Backend.usesOneDNN
        Backend.usesOneDNN = usesOneDNN
        defer { Backend.usesOneDNN = before }
        for (m, k, n) in [(128, 128, 128), (300, 17, 900), (1, 5000, 900), (900, 5000, 1), (257, 129, 65)] {
            let a = Tensor.normal([m, k], generator: BackendTests.generator)
            let b = Tensor.normal([k, n], generator: BackendTests.generator)
            let expected = a.cast(to: .float64).matmul(b.cast(to: .float64))
            for (left, right) in [
                (a, b), (copyByColumns(a), b), (a, copyByColumns(b)), (copyByColumns(a), copyByColumns(b)),
            ] {
                let difference = abs(left.matmul(right).cast(to: .float64) - expected).max().item()
                #expect(difference < 1e-4 * Double(k).squareRoot(), "[\(m), \(k)] · [\(k), \(n)]")
            }
        }
    }

    @Test func manyThreadsMayAskAtOnce() {
        let expected = BackendTests.matrix.matmul(BackendTests.matrix.transposed()).sum().item()
        let tanhs = tanh(BackendTests.large).scalars()
        DispatchQueue.concurrentPerform(iterations: 16) { _ in
            for _ in 0..<4 {
                let sum = BackendTests.matrix.matmul(BackendTests.matrix.transposed()).sum().item()
                #expect(abs(sum - expected) < 1e-5 * expected)
                let isEqual = tanh(BackendTests.large).scalars() == tanhs
                #expect(isEqual)
            }
        }
    }

    @Test func descriptionNamesLibrariesAndThreads() {
        #expect(Backend.description.contains("OpenBLAS"))
        #expect(withThreads(1) { Backend.description.hasSuffix("1 thread") })
        #expect(withThreads(3) { Backend.description.hasSuffix("3 threads") })
    }

    @Test func aNumberOfThreadsOutOfRangeIsTheNearestThatMakesSense() {
        #expect(withThreads(0) { Backend.threadCount } == 1)
        #expect(withThreads(100_000) { Backend.threadCount } == 64)
    }
}
