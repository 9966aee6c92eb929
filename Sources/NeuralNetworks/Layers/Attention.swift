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
    let weights = query.attentionWeights(to: key, mask: mask, isCausal: isCausal, name)
    return (weights.matmul(value), weights)
}
