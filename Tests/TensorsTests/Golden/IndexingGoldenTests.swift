import Tensors
import Testing

@Suite struct IndexingGoldenTests {
    @Test(arguments: try GoldenFile("indexing").cases)
    func agreesWithNumPy(test: GoldenFile.Case) {
        if test.expression == "np.nonzero(a)" {
            expectGolden(test, test.a.nonzero())
        } else {
            expectGolden(test, (selected(test) ?? assigned(test)).map { [$0] })
        }
    }

    private func selected(_ x: GoldenFile.Case) -> Tensor? {
        let a = x.a
        switch x.expression {
        case "a[0]": return a[0]
        case "a[-1]": return a[-1]
        case "a[0, 1]": return a[0, 1]
        case "a[1, 2, 3]": return a[1, 2, 3]
        case "a[-1, -1, -1]": return a[-1, -1, -1]
        case "a[1:2]": return a[1..<2]
        case "a[0, 1:]": return a[0, 1...]
        case "a[:, 1, :2]": return a[0..., 1, ..<2]
        case "a[:, ::2]": return a[.all, .slice(by: 2)]
        case "a[:, ::-1]": return a[.all, .slice(by: -1)]
        case "a[..., 0]": return a[.ellipsis, 0]
        case "a[..., -2:]": return a[.ellipsis, (-2)...]
        case "a[1, ..., ::2]": return a[1, .ellipsis, stride(from: 0, to: 4, by: 2)]
        case "a[..., np.newaxis]": return a[.ellipsis, .newAxis]
        case "a[np.newaxis, 0]": return a[.newAxis, 0]
        case "a[:, np.newaxis, 1]": return a[.all, .newAxis, 1]
        case "a[:, 2:0:-1]": return a[.all, stride(from: 2, to: 0, by: -1)]
        case "a[:, 1:-1]": return a[.all, .slice(from: 1, to: -1)]
        case "a[:, -3:-1]": return a[.all, -3 ..< -1]
        case "a[..., 3:0:-2]": return a[.ellipsis, .slice(from: 3, to: 0, by: -2)]
        case "a[:, :0]": return a[.all, ..<0]
        case "a[2:8:3]": return a[.slice(from: 2, to: 8, by: 3)]
        case "a[-2::-3]": return a[.slice(from: -2, by: -3)]
        case "a[b]": return a[x.b]
        case "a[:, b]": return a[0..., x.b]
        case "a[..., b]": return a[.ellipsis, x.b]
        case "a[b, c]": return a[x.b, x.c]
        case "a[:, b, c]": return a[0..., x.b, x.c]
        case "a[b, :, c]": return a[x.b, 0..., x.c]
        case "a[1:, b]": return a[1..., x.b]
        case "a[np.newaxis, b]": return a[.newAxis, x.b]
        default: return nil
        }
    }

    private func assigned(_ x: GoldenFile.Case) -> Tensor? {
        var a = x.a
        switch x.expression {
        case "a[0] = b": a[0] = x.b
        case "a[1:, ::2] = b": a[1..., .slice(by: 2)] = x.b
        case "a[:, 1] = b": a[0..., 1] = x.b
        case "a[..., ::-1] = b": a[.ellipsis, .slice(by: -1)] = x.b
        case "a[-1, -1] = b": a[-1, -1] = x.b
        case "a[b] = c": a[x.b] = x.c
        case "a[:, b] = c": a[0..., x.b] = x.c
        case "a[b, c] = d": a[x.b, x.c] = x.d
        case "a[b > 5] = 0": a[x.b .> 5] = 0
        case "a[1:] += b": a[1...] += x.b
        default: return nil
        }
        return a
    }
}
