import Tensors
import Testing

/// A mistake and what its message must say.
struct Mistake: Sendable {
    let message: String
    let make: @Sendable () -> Void

    init(_ message: String, _ make: @escaping @Sendable () -> Void) {
        self.message = message
        self.make = make
    }

    static let all: [Mistake] =
        creation + indexing + assignment + elementwise + reductions + rearranging + products + linearAlgebra + sparse
        + random

    private static let matrix = Tensor.arange(6).reshape(2, 3)
    private static let integers = Tensor([3, -1, 2], dtype: .int64)

    private static let creation: [Mistake] = [
        Mistake("Tensor: ragged literal: row [1] has 1 entry, row [0] has 2 (rows of a tensor must be equally long)") {
            _ = Tensor([[1, 2], [3]])
        },
        Mistake("Tensor: ragged literal: row [1][0] has 3 entries, row [0][0] has 2") {
            _ = Tensor([[[1, 2]], [[1, 2, 3]]])
        },
        Mistake("Tensor: ragged literal: row [1] has 1 entry, row [0] has 0") { _ = Tensor([[], [3]]) },
        Mistake("Tensor: 3 numbers do not fill shape [2, 2] (4)") { _ = Tensor([1, 2, 3], shape: [2, 2]) },
        Mistake("shape: [4294967296, 4294967296] has more elements than an Int can count") {
            _ = Tensor.zeros([1 << 32, 1 << 32])
        },
        Mistake("memory: a tensor of 4611686018427387904 bytes is asked for, more than a machine has") {
            _ = Tensor.zeros([1 << 62], dtype: .bool)
        },
        Mistake("shape: [2, -1] has a negative length") { _ = Tensor.ones([2, -1]) },
        Mistake("shape: 9 axes asked for, a tensor has at most 8") {
            _ = Tensor.ones(Shape([1, 1, 1, 1, 1, 1, 1, 1, 1]))
        },
        Mistake("arange: from 0.0 to 3.0 by 0.0: a step of 0.0 never arrives") {
            _ = Tensor.arange(from: 0, to: 3, by: 0)
        },
        Mistake("arange: from 0.0 to 1e+300 by 1.0 are 1e+300 numbers, too many") { _ = Tensor.arange(1e300) },
        Mistake("uniform: dtype is int64; the numbers have fractions") { _ = Tensor.uniform([2], dtype: .int64) },
        Mistake("requiresGrad: a tensor of int64 has no gradient, as its elements cannot change a little") {
            _ = Tensor([1, 2], dtype: .int64, requiresGrad: true)
        },
        Mistake("uint8: 300 is not in 0...255") { _ = Tensor([1, 300], dtype: .uint8) },
        Mistake("int32: 3000000000.0 is not in -2147483648...2147483647") { _ = Tensor(3e9, dtype: .int32) },
        Mistake("int64: nan is not in -9223372036854775808...9223372036854775807") {
            _ = Tensor.full([2], .nan, dtype: .int64)
        },
        Mistake("uint8: -1 is not in 0...255 (cast the tensor to a wider type first)") {
            _ = Tensor([1], dtype: .uint8) + -1
        },
        Mistake("uint8: 256 is not in 0...255") {
            var x = Tensor([1], dtype: .uint8)
            x[0] = 256
        },
        Mistake("item: the tensor has shape [2, 3], 6 elements; item() wants one") { _ = matrix.item() },
    ]

    private static let indexing: [Mistake] = [
        Mistake("index: 2 is out of range for axis 0 of [2, 3], which has 2 entries") { _ = matrix[2] as Tensor },
        Mistake("index: -4 is out of range for axis 1 of [2, 3], which has 3 entries") { _ = matrix[0, -4] as Tensor },
        Mistake("index: x[0, 0, 0] has indices for 3 axes, shape [2, 3] has 2") { _ = matrix[0, 0, 0] as Tensor },
        Mistake("index: 1..<4 is not within 0..<3, axis 1 of [2, 3], which has 3 entries") {
            _ = matrix[0..., 1..<4] as Tensor
        },
        Mistake("index: 2..<1 is not within 0..<3") { _ = matrix[0, .slice(from: 2, to: 1)] as Tensor },
        Mistake("index: x[.slice(by: 0)]: a step of 0 goes nowhere") { _ = matrix[.slice(by: 0)] as Tensor },
        Mistake("index: 0, … 4 is not within 0..<3") { _ = matrix[0, stride(from: 0, to: 6, by: 2)] as Tensor },
        Mistake("index: x[.ellipsis, .ellipsis] has 2 ellipses; one can stand for many axes") {
            _ = matrix[.ellipsis, .ellipsis] as Tensor
        },
        Mistake("index: 3 is out of range for axis 1 of [2, 3], which has 3 entries") {
            _ = matrix[0..., [0, 3]] as Tensor
        },
        Mistake("index: a tensor of float32 is neither a mask nor positions (compare it, or cast(to: .int64))") {
            _ = matrix[matrix] as Tensor
        },
        Mistake("index: a mask of shape [3] for axes 0..<1 of [2, 3] (lengths must agree)") {
            _ = matrix[Tensor([true, false, true])] as Tensor
        },
        Mistake("index: [2] and [3]: 2 ≠ 3 on axis 0 (lengths must agree or be 1)") {
            _ = matrix[[0, 1], [0, 1, 2]] as Tensor
        },
    ]

    private static let assignment: [Mistake] = [
        Mistake("assign: elements of shape [2] do not fill the selected [3]") {
            var x = matrix
            x[0] = Tensor([1, 2])
        },
        Mistake("index: 5 is out of range for axis 0 of [2, 3], which has 2 entries") {
            var x = matrix
            x[5] = 1
        },
    ]

    private static let elementwise: [Mistake] = [
        Mistake("add: [2, 3] and [2]: 3 ≠ 2 on axis 1 (lengths must agree or be 1)") { _ = matrix + Tensor([1, 2]) },
        Mistake("lessThan: [2, 3] and [2]: 3 ≠ 2") { _ = matrix.lessThan(Tensor([1, 2])) },
        Mistake("where: [2] and [2, 3]: 2 ≠ 3 on axis 1") { _ = Tensor.where(Tensor([true, false]), matrix, 0) },
        Mistake("floorDivided: division of integers by zero: the divisor at [1] is 0 (cast(to: .float32) gives inf)") {
            _ = integers.floorDivided(by: Tensor([1, 0, 2], dtype: .int64))
        },
        Mistake("remainder: division of integers by zero: the divisor is 0") { _ = integers.remainder(0) },
        Mistake("pow: an integer to a negative power is a fraction: the exponent at [1] is negative") {
            _ = Tensor([2, 2, 2], dtype: .int64).pow(integers)
        },
        Mistake("subtract: bools have no difference; use .!= or cast(to: .int64)") {
            _ = Tensor([true, false]) - Tensor([true, true])
        },
        Mistake("negate: bools have no negative") { _ = -Tensor([true]) },
        Mistake("and: float32 has no bits to combine (integers and bools do)") { let _ = matrix .& matrix },
        Mistake("clamp: the least value 2.0 is above the largest, 1.0") { _ = matrix.clamped(min: 2, max: 1) },
        Mistake("matmul: [32, 784] · [256, 128]: 784 ≠ 256 (inner dimensions must agree)") {
            _ = Tensor.zeros([32, 784]).matmul(Tensor.zeros([256, 128]))
        },
    ]

    private static let reductions: [Mistake] = [
        Mistake("sum: axis 2 is out of range (axes are -2...1)") { _ = matrix.sum(axis: 2) },
        Mistake("mean: axis -3 is out of range (axes are -2...1)") { _ = matrix.mean(axis: -3) },
        Mistake("max: axis 0 is out of range (a single number has no axes)") { _ = Tensor(1).max(axis: 0) },
        Mistake("sum: [0, -2] names axis 0 of [2, 3] twice") { _ = matrix.sum(axes: [0, -2]) },
        Mistake("max: shape [0, 3] has no elements to choose from") { _ = Tensor.zeros([0, 3]).max() },
        Mistake("argmax: axis 0 of shape [0, 3] has no elements") { _ = Tensor.zeros([0, 3]).argmax(axis: 0) },
        Mistake("topK: 4 elements asked for, axis 1 of [2, 3] has 3") { _ = matrix.topK(4) },
        Mistake("quantile: 1.5 is not a fraction in 0...1") { _ = matrix.quantile(1.5, axis: 0) },
        Mistake("backward: the tensor has shape [2, 3]; only a single number has a gradient") {
            matrix.requiringGrad().backward()
        },
    ]

    private static let rearranging: [Mistake] = [
        Mistake("reshape: [2, 3] has 6 elements, they do not fit [4, -1]") { _ = matrix.reshape(4, -1) },
        Mistake("shape: [4611686018427387904, 4] has more elements than an Int can count") {
            _ = matrix.reshape(1 << 62, 4)
        },
        Mistake("reshape: [2, 3] has 6 elements, they do not fit [-1, 0]") { _ = matrix.reshape(-1, 0) },
        Mistake("reshape: [2, 3] to [-1, -1]: lengths are positive, and at most one is -1") {
            _ = matrix.reshape(-1, -1)
        },
        Mistake("shape: a tensor has at most 8 axes") {
            _ = Tensor.ones(Shape(Array(repeating: 1, count: 8))).expandingDims(axis: 0)
        },
        Mistake("broadcast: [2, 3] does not stretch to [2, 1]") { _ = matrix.broadcast(to: [2, 1]) },
        Mistake("transpose: [0, 0] does not name each of the 2 axes of [2, 3] once") { _ = matrix.transposed([0, 0]) },
        Mistake("squeezing: axis 0 of [2, 3] has length 2, not 1") { _ = matrix.squeezing(axis: 0) },
        Mistake("concatenate: [2, 3] and [2] along axis 0 (all other lengths must agree)") {
            _ = Tensor.concatenated([matrix, Tensor([1, 2])])
        },
        Mistake("stack: [2, 3] and [3, 2] (shapes must agree)") { _ = Tensor.stacked([matrix, matrix.transposed()]) },
        Mistake("gather: row 2 is out of range for shape [2, 3], which has 2 rows") { _ = matrix.gathered(rows: [2]) },
        Mistake("gather: positions of dtype float32; integers are wanted (cast(to: .int64))") {
            _ = matrix.gathered(at: matrix, axis: 1)
        },
        Mistake("gather: positions [3] for shape [2, 3] along axis 1") { _ = matrix.gathered(at: integers, axis: 1) },
        Mistake("shape [2, 3]: axis 2 is out of range (axes are -2...1)") { _ = matrix.shape[2] },
        Mistake("split: axis 1 of [2, 3] does not divide into 2 equal parts (give their sizes)") {
            _ = matrix.split(into: 2, axis: 1)
        },
        Mistake("split: sizes [1, 1] do not add up to 3, axis 1 of [2, 3]") {
            _ = matrix.split(sizes: [1, 1], axis: 1)
        },
        Mistake("pad: 1 pairs of widths for the 2 axes of [2, 3]") { _ = matrix.padded([(1, 1)]) },
        Mistake("oneHot: label [1] is 3; with 3 classes it must be 0..<3") { _ = Tensor.oneHot([0, 3], classes: 3) },
        Mistake("diagonal: shape [3] has no rows and columns") { _ = integers.diagonal() },
    ]

    private static let products: [Mistake] = [
        Mistake("matmul: [] · [2, 3]: a single number is no matrix (multiply it with *)") {
            _ = Tensor(1).matmul(matrix)
        },
        Mistake("linear: input [2, 3], weight [4, 5]: 3 ≠ 5 (the last axes must agree)") {
            _ = matrix.linear(weight: .zeros([4, 5]))
        },
        Mistake("linear: bias [2] for weight [4, 3]: [4] is wanted") {
            _ = matrix.linear(weight: .zeros([4, 3]), bias: .zeros([2]))
        },
        Mistake("softmax: axis 2 is out of range (axes are -2...1)") { _ = matrix.softmax(axis: 2) },
        Mistake("dot: [2, 3] and [3] are not both vectors") { _ = matrix.dot(integers) },
        Mistake("einsum: \"ij,jk\": it has 2 terms, but 1 tensors are given") { _ = einsum("ij,jk", matrix) },
        Mistake("einsum: \"ij,jk->ik\": j is 3 and, in [2, 3], 2") { _ = einsum("ij,jk->ik", matrix, matrix) },
        Mistake("einsum: \"ij->ik\": the result's k is in no term") { _ = einsum("ij->ik", matrix) },
        Mistake("einsum: \"ijk\": ijk names 3 axes of a tensor of shape [2, 3]") { _ = einsum("ijk", matrix) },
        Mistake("einsum: \"i1->i\": \"1\" is no letter") { _ = einsum("i1->i", matrix) },
    ]

    private static let linearAlgebra: [Mistake] = [
        Mistake("inverse: shape [2, 3]: 2 ≠ 3 (a matrix with as many rows as columns is wanted)") {
            _ = matrix.inverse()
        },
        Mistake("solve: the matrix is singular: pivot 2 of its elimination is 0") {
            _ = solve(Tensor([[1, 2], [2, 4]]), Tensor([1, 1]))
        },
        Mistake("solve: matrix 1 of 2 is singular: pivot 1 of its elimination is 0") {
            _ = solve(Tensor([[[1]], [[0]]]), Tensor([1]))
        },
        Mistake("solve: [2, 2] and [3]: 2 ≠ 3 (both sides must have as many rows)") { _ = solve(.eye(2), integers) },
        Mistake("cholesky: the matrix is not positive definite: its leading 2 rows and columns") {
            _ = Tensor([[1, 2], [2, 1]]).cholesky()
        },
        Mistake("symmetricEigen: the matrix is not symmetric: element [0, 1] is 2.0, element [1, 0] is 5.0") {
            _ = Tensor([[1, 2], [5, 1]]).symmetricEigen()
        },
        Mistake("svd: the matrix has elements that are not finite") { _ = Tensor([[1, .nan], [0, 1]]).svd() },
        Mistake("symmetricEigen: the matrix has elements that are not finite") {
            _ = Tensor([[1, .infinity], [.infinity, 1]]).symmetricEigen()
        },
        Mistake("leastSquares: the matrix has elements that are not finite") {
            _ = leastSquares(Tensor([[1, .nan]]), Tensor([1]))
        },
        Mistake("solveTriangular: the matrix is singular: element 1 of its diagonal is 0") {
            _ = solveTriangular(Tensor([[1, 2], [0, 0]]), Tensor([1, 1]), upper: true)
        },
    ]

    private static let sparse: [Mistake] = [
        Mistake("SparseMatrix: 2 rows, 1 columns, values [2] (as many are wanted)") {
            _ = SparseMatrix(rows: [0, 1], columns: [0], values: Tensor([1, 1]), shape: [2, 2])
        },
        Mistake("SparseMatrix: column 2 is out of range for shape [2, 2]") {
            _ = SparseMatrix(rows: [0], columns: [2], values: Tensor([1]), shape: [2, 2])
        },
        Mistake("sparse matmul: [2, 3] · [2, 3]: 3 ≠ 2 (inner dimensions must agree)") {
            _ = SparseMatrix(matrix).matmul(matrix)
        },
    ]

    private static let random: [Mistake] = [
        Mistake("uniform: no numbers from 2.0 to 1.0") { _ = Tensor.uniform([2], low: 2, high: 1) },
        Mistake("normal: a standard deviation of -1.0") { _ = Tensor.normal([2], standardDeviation: -1) },
        Mistake("truncatedNormal: mean 0.0, standard deviation 1.0, between 3.0 and 2.0") {
            _ = Tensor.truncatedNormal([2], low: 3)
        },
        Mistake("bernoulli: a probability of 1.5") { _ = Tensor.bernoulli([2], probability: 1.5) },
        Mistake("categorical: the weights of shape [2] must not be negative") {
            _ = Tensor.categorical(Tensor([1, -1]))
        },
        Mistake("next(below:): the bound is 0, a positive one is wanted") {
            _ = RandomGenerator(seed: 1).next(below: 0)
        },
        Mistake("permutation: count is -1") { _ = Tensor.permutation(-1) },
        Mistake("randomIntegers: 3..<3 holds no integers") { _ = Tensor.randomIntegers(in: 3..<3, [1]) },
    ]
}

@Suite struct MistakeTests {
    @Test(arguments: Mistake.all.indices)
    func theMessageSaysWhatWasWrong(index: Int) async {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [index] in
            Mistake.all[index].make()
        }
        let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.contains("Fatal error") } ?? ""
        #expect(line.contains(Mistake.all[index].message))
    }
}
