public import Tensors

/// softmax(Q Kᵀ / √width) V: for each query the values' mean, weighted by how well their keys fit (Vaswani et al.,
/// "Attention is all you need", 2017).
///
/// - Parameters:
///   - query: [..., queries, width].
///   - key: [..., keys, width].
///   - value: [..., keys, features].
///   - mask: What may be attended to, of type bool, or numbers that are added to the scores; broadcasts to
///     [..., queries, keys]. A query that may attend to nothing gets zeros.
///   - isCausal: Whether query i may only attend to the keys 0...i.
/// - Returns: The means [..., queries, features] and the weights [..., queries, keys].
public func scaledDotProductAttention(
    query: Tensor, key: Tensor, value: Tensor, mask: Tensor? = nil, isCausal: Bool = false
) -> (output: Tensor, weights: Tensor) {
    let name = "scaledDotProductAttention"
    if query.rank < 2 || key.rank < 2 || value.rank < 2 || query.shape[query.rank - 1] != key.shape[key.rank - 1]
        || key.shape[key.rank - 2] != value.shape[value.rank - 2]
    {
        shapeError(
            name,
            "query \(query.shape), key \(key.shape), value \(value.shape): [..., queries, width], [..., keys, width] and "
                + "[..., keys, features] are wanted")
    }
    let width = Double(query.shape[query.rank - 1])
    let scores = (query * (1 / width.squareRoot())).matmul(key.swappingAxes(-1, -2))
    let weights = scores.attentionWeights(mask: mask, isCausal: isCausal, name)
    return (weights.matmul(value), weights)
}

extension Tensor {
    /// The softmax of scores [..., queries, keys] over the keys that may be attended to.
    func attentionWeights(mask: Tensor?, isCausal: Bool, _ operation: String) -> Tensor {
        var scores = self
        var allowed: Tensor?
        if isCausal {
            let (queries, keys) = (shape[rank - 2], shape[rank - 1])
            allowed = Tensor.ones([queries, keys]).lowerTriangle().greaterThan(0)
        }
        if let mask {
            let fits =
                mask.rank <= rank
                && (0..<mask.rank).allSatisfy {
                    let length = mask.shape[mask.rank - 1 - $0]
                    return length == 1 || length == shape[rank - 1 - $0]
                }
            if !fits { shapeError(operation, "a mask of \(mask.shape) for scores of \(shape) [..., queries, keys]") }
            if mask.dtype == .bool {
                allowed = allowed.map { $0 .& mask } ?? mask
            } else {
                scores = scores + mask
            }
        }
        guard let allowed else { return scores.softmax() }
        let forbidden = .!allowed
        // A finite number, so that a query without any key has no NaN.
        return scores.replacing(where: forbidden, with: -1e30).softmax().replacing(where: forbidden, with: 0.0)
    }
}
