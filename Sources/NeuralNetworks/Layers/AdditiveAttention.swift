public import Tensors

/// softmax(v · tanh(W_q q + W_k k)) over the keys: for each query the values' mean, weighted by what a small network thinks
/// of the pair (Bahdanau, Cho and Bengio, "Neural machine translation by jointly learning to align and translate", 2015).
///
/// - Parameters: `query.weight` [hidden, queries' features], `key.weight` [hidden, keys' features] and `score.weight`
///   [1, hidden].
public final class AdditiveAttention: Module {
    public let query: Linear
    public let key: Linear
    public let score: Linear

    public init(
        queries: Int, keys: Int, hidden: Int, dtype: DType = .float32, generator: RandomGenerator = .default
    ) {
        query = Linear(queries, hidden, bias: false, dtype: dtype, generator: generator)
        key = Linear(keys, hidden, bias: false, dtype: dtype, generator: generator)
        score = Linear(hidden, 1, bias: false, dtype: dtype, generator: generator)
        super.init()
    }

    /// - Parameters:
    ///   - queries: [batch, queries, features].
    ///   - keys: [batch, keys, features].
    ///   - values: [batch, keys, features]; the keys unless they are given.
    ///   - mask: What may be attended to, of type bool; broadcasts to [batch, queries, keys].
    /// - Returns: The means [batch, queries, features] and the weights [batch, queries, keys].
    public func callAsFunction(
        queries: Tensor, keys: Tensor, values: Tensor? = nil, mask: Tensor? = nil
    ) -> (output: Tensor, weights: Tensor) {
        withinForward {
            let values = values ?? keys
            if queries.rank != 3 || keys.rank != 3 || values.rank != 3 || queries.shape[0] != keys.shape[0]
                || Array(keys.shape.prefix(2)) != Array(values.shape.prefix(2))
            {
                failure(
                    "queries \(queries.shape), keys \(keys.shape), values \(values.shape); [batch, queries, features] "
                        + "and twice [batch, keys, features] are wanted")
            }
            let pairs = (query(queries).expandingDims(axis: 2) + key(keys).expandingDims(axis: 1)).tanh()
            let weights = score(pairs).squeezing(axis: 3)
                .attentionWeights(mask: mask, "AdditiveAttention")
            let output = weights.matmul(values)
            observed(queries, output)
            return (output, weights)
        }
    }

    /// Attention of the input's steps to themselves.
    public override func forward(_ input: Tensor) -> Tensor { self(queries: input, keys: input).output }
}
