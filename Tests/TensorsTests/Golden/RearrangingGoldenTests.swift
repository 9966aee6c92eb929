import Tensors
import Testing

@Suite struct RearrangingGoldenTests {
    @Test(arguments: try GoldenFile("rearranging").cases)
    func agreesWithNumPy(test: GoldenFile.Case) {
        expectGolden(
            test, several(test) ?? (joined(test) ?? viewed(test) ?? ordered(test) ?? created(test)).map { [$0] })
    }

    private func several(_ x: GoldenFile.Case) -> [Tensor]? {
        switch x.expression {
        case "np.split(a, 2, axis=-1)": return x.a.split(into: 2, axis: -1)
        case "np.split(a, [1, 1, 3], axis=1)": return x.a.split(sizes: [1, 0, 2, 1], axis: 1)
        case "np.meshgrid(a, b)": return meshgrid(x.a, x.b)
        case "np.meshgrid(a, b, indexing='ij')": return meshgrid(x.a, x.b, indexing: .matrix)
        case "np.unique(a, return_index=True, return_inverse=True, return_counts=True)":
            let unique = x.a.unique()
            // NumPy 1 gives the positions flat.
            return [unique.values, unique.firstPositions, unique.inverse.reshape(-1), unique.counts]
        default: return nil
        }
    }

    private func joined(_ x: GoldenFile.Case) -> Tensor? {
        let a = x.inputs.first ?? Tensor(0)
        switch x.expression {
        case "np.concatenate((a, b))": return .concatenated([a, x.b])
        case "np.concatenate((a, b), axis=1)": return .concatenated([a, x.b], axis: 1)
        case "np.stack((a, b), axis=-1)": return .stacked([a, x.b], axis: -1)
        case "np.pad(a, ((2, 1), (0, 3)), mode='constant')": return a.padded([(2, 1), (0, 3)])
        case "np.pad(a, ((2, 1), (0, 3)), mode='reflect')": return a.padded([(2, 1), (0, 3)], mode: .reflect)
        case "np.pad(a, ((2, 1), (0, 3)), mode='edge')": return a.padded([(2, 1), (0, 3)], mode: .edge)
        case "np.pad(a, ((2, 1), (0, 3)), mode='wrap')": return a.padded([(2, 1), (0, 3)], mode: .wrap)
        case "np.pad(a, ((0, 1), (2, 0)), constant_values=7.5)":
            return a.padded([(0, 1), (2, 0)], mode: .constant(7.5))
        case "np.tile(a, 3)": return a.tiled(3)
        case "np.tile(a, (2, 3))": return a.tiled(2, 3)
        case "np.tile(a, (2, 1, 2))": return a.tiled(2, 1, 2)
        case "np.repeat(a, 3, axis=1)": return a.repeated(3, axis: 1)
        case "np.roll(a, 2, axis=0)": return a.rolled(by: 2, axis: 0)
        case "np.roll(a, -5, axis=-1)": return a.rolled(by: -5, axis: -1)
        case "np.take_along_axis(a, b, axis=1)": return a.gathered(at: x.b, axis: 1)
        case "np.put_along_axis(a, b, c, axis=1)": return a.scattering(x.c, at: x.b, axis: 1)
        case "np.add.at(a, (np.arange(3)[:, None], b), c)": return a.scatterAdding(x.c, at: x.b, axis: 1)
        case "np.eye(4)[a]": return .oneHot(a, classes: 4)
        default: return nil
        }
    }

    private func viewed(_ x: GoldenFile.Case) -> Tensor? {
        let a = x.inputs.first ?? Tensor(0)
        switch x.expression {
        case "np.flip(a)": return a.flipped()
        case "np.flip(a, axis=1)": return a.flipped(axis: 1)
        case "np.transpose(a)": return a.transposed()
        case "np.swapaxes(a, 0, -1)": return a.swappingAxes(0, -1)
        case "np.moveaxis(a, 0, -1)": return a.movingAxis(0, to: -1)
        case "np.reshape(a, (4, -1))": return a.reshape(4, -1)
        case "np.broadcast_to(a, (2, 3, 4))": return a.broadcast(to: [2, 3, 4])
        case "np.expand_dims(a, -2)": return a.expandingDims(axis: -2)
        case "np.squeeze(a)": return a.squeezing()
        case "np.trace(a)": return a.trace()
        default: break
        }
        for k in [0, 1, -2] {
            switch x.expression {
            case "np.tril(a, \(k))": return a.lowerTriangle(diagonal: k)
            case "np.triu(a, \(k))": return a.upperTriangle(diagonal: k)
            case "np.diagonal(a, \(k), -2, -1)": return a.diagonal(offset: k)
            case "np.diag(a, \(k))": return a.diagonalMatrix(offset: k)
            default: continue
            }
        }
        return nil
    }

    private func ordered(_ x: GoldenFile.Case) -> Tensor? {
        let a = x.inputs.first ?? Tensor(0)
        switch x.expression {
        case "np.sort(a)": return a.sorted()
        case "np.sort(a, axis=0)": return a.sorted(axis: 0)
        case "np.argsort(a, kind='stable')": return a.argsort()
        case "np.argsort(a, axis=0, kind='stable')": return a.argsort(axis: 0)
        case "np.sort(a)[..., ::-1][..., :2]": return a.topK(2).values
        case "np.unique(a)": return a.unique().values
        case "np.maximum.accumulate(a, axis=1)": return a.cumulativeMax(axis: 1)
        case "np.minimum.accumulate(a, axis=0)": return a.cumulativeMin(axis: 0)
        case "np.diff(a)": return a.differences()
        case "np.diff(a, axis=0)": return a.differences(axis: 0)
        case "np.quantile(a, 0.3, axis=-1)": return a.quantile(0.3, axis: -1)
        case "np.quantile(a, 1, axis=0)": return a.quantile(1, axis: 0)
        default: return nil
        }
    }

    private func created(_ x: GoldenFile.Case) -> Tensor? {
        switch x.expression {
        case "np.arange(7)": return .arange(7, dtype: .int64)
        case "np.arange(2, -1, -0.5)": return .arange(from: 2, to: -1, by: -0.5)
        case "np.linspace(-1, 2, 7)": return .linspace(-1, 2, count: 7, dtype: .float64)
        case "np.logspace(0, 2, 5)": return .logspace(0, 2, count: 5, dtype: .float64)
        case "np.eye(3, 5)": return .eye(3, columns: 5)
        case "np.full((2, 3), 1.5)": return .full([2, 3], 1.5)
        case "np.fromfunction(lambda i, j: 10 * i + j, (2, 3))": return Tensor(shape: [2, 3]) { 10 * $0[0] + $0[1] }
        default: return nil
        }
    }
}
