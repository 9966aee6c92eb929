internal import CKernels

/// softmax(Q Kᵀ · scale) over the keys that each query may attend to. Inputs: queries and keys, of one type.
final class AttentionWeights: FusedOperation, @unchecked Sendable {
    private let scale: Double
    /// What may be attended to, of type bool; broadcasts to the weights.
    private let mask: Tensor?
    private let isCausal: Bool

    init(scale: Double, mask: Tensor?, isCausal: Bool) {
        (self.scale, self.mask, self.isCausal) = (scale, mask, isCausal)
    }
    override var name: String { "attention weights" }

    override func composed(_ inputs: [Tensor]) -> Tensor {
        (inputs[0] * scale).matmul(inputs[1].matrixTransposed).softmax(over: mask, isCausal: isCausal)
    }

    override func fusedBackward(_ pass: BackwardPass) {
        let (query, key, weights) = (pass.input(0), pass.input(1), pass.output)
        let (batch, dtype) = (weights.shape.batch, weights.dtype)
        let gradient = pass.gradient.packed
        /// Memory for the gradient of an input before it is summed over what it stretches to, in the order of the input.
        func empty(_ index: Int) -> Tensor? {
            if !pass.needsGradient(index) { return nil }
            let input = pass.input(index)
            var shape = batch
            shape.append(input.shape[input.rank - 2])
            shape.append(input.shape[input.rank - 1])
            return Tensor(Tensor.storage(shape, dtype), shape, dtype, strides: shape.strides(inOrderOf: input.node))
        }
        let (queryGradient, keyGradient) = (empty(0), empty(1))
        if weights.count > 0 {
            withKernel(query, key, batch) { attention, queries, keys in
                func optional(_ gradient: Tensor?, _ body: (UnsafePointer<sl_matrices>?) -> Void) {
                    if let gradient { MatrixBatch(gradient, in: batch).withKernel(body) } else { body(nil) }
                }
                optional(queryGradient) { ofQueries in
                    optional(keyGradient) { ofKeys in
                        sl_attention_gradient(
                            attention, queries, keys, weights.node.address, gradient.node.address, ofQueries, ofKeys)
                    }
                }
            }
        }
        func share(_ gradient: Tensor?) -> Tensor {
            weights.count > 0 ? gradient! : .zeros(gradient!.shape, dtype: dtype)
        }
        pass.add(to: 0, share(queryGradient))
        pass.add(to: 1, share(keyGradient))
    }

    fileprivate func withKernel(
        _ query: Tensor, _ key: Tensor, _ batch: Shape,
        _ body: (UnsafePointer<sl_attention>, UnsafePointer<sl_matrices>, UnsafePointer<sl_matrices>) -> Void
    ) {
        func call(_ mask: UnsafePointer<sl_matrices>?) {
            var attention = sl_attention(
                dtype: query.dtype.kernel, count: batch.elementCount, queries: query.shape[query.rank - 2],
                keys: key.shape[key.rank - 2], width: query.shape[query.rank - 1], scale: scale,
                is_causal: isCausal ? 1 : 0, mask: mask)
            MatrixBatch(query, in: batch).withKernel { queries in
                MatrixBatch(key, in: batch).withKernel { keys in body(&attention, queries, keys) }
            }
        }
        guard let mask else { return call(nil) }
        var shape = batch
        shape.append(query.shape[query.rank - 2])
        shape.append(key.shape[key.rank - 2])
        MatrixBatch(mask.broadcast(to: shape), in: batch).withKernel(call)
    }
}

extension Tensor {
    /// softmax(Q Kᵀ / √width) for queries [..., queries, width] and keys [..., keys, width]: [..., queries, keys], zeros where
    /// nothing may be attended to.
    ///
    /// - Parameters:
    ///   - mask: What may be attended to, of type bool, or numbers that are added to the scores; broadcasts to the weights.
    ///   - isCausal: Whether query i may only attend to the keys 0...i.
    ///   - operation: What messages call it.
    package func attentionWeights(
        to key: Tensor, mask: Tensor?, isCausal: Bool, _ operation: String
    ) -> Tensor {
        let common = DType.promoted(floating.dtype, key.floating.dtype)
        let (query, key) = (cast(to: common), key.cast(to: common))
        var shape = Shape.broadcast(query.shape.batch, key.shape.batch, operation)
        let batch = shape
        shape.append(query.shape[query.rank - 2])
        shape.append(key.shape[key.rank - 2])
        let scale = 1 / Double(Swift.max(query.shape[query.rank - 1], 1)).squareRoot()
        if let mask {
            checkMask(mask, for: shape, operation)
            if mask.dtype != .bool {
                return ((query * scale).matmul(key.matrixTransposed) + mask).softmax(over: nil, isCausal: isCausal)
            }
        }
        let storage = Tensor.storage(shape, common)
        let weights = AttentionWeights(scale: scale, mask: mask, isCausal: isCausal)
        if shape.elementCount > 0 {
            weights.withKernel(query, key, batch) { sl_attention_weights($0, $1, $2, storage.memory) }
        }
        return Tensor(storage, shape, common, by: weights, query, key)
    }

    /// The softmax of these scores, [..., queries, keys], over the keys that may be attended to.
    package func attentionWeights(mask: Tensor?, _ operation: String) -> Tensor {
        guard let mask else { return softmax() }
        checkMask(mask, for: shape, operation)
        return mask.dtype == .bool ? softmax(over: mask, isCausal: false) : (self + mask).softmax()
    }

    fileprivate func softmax(over mask: Tensor?, isCausal: Bool) -> Tensor {
        var allowed = mask
        if isCausal {
            let (queries, keys) = (shape[rank - 2], shape[rank - 1])
            let earlier = Tensor.ones([queries, keys]).lowerTriangle().greaterThan(0)
            allowed = allowed.map { earlier .& $0 } ?? earlier
        }
        guard let allowed else { return softmax() }
        let forbidden = .!allowed
        // A finite number, so that a query without any key has no NaN.
        return replacing(where: forbidden, with: -1e30).softmax().replacing(where: forbidden, with: 0.0)
    }
}

private func checkMask(_ mask: Tensor, for scores: Shape, _ operation: String) {
    let fits =
        mask.rank <= scores.rank
        && (0..<mask.rank).allSatisfy {
            let length = mask.shape[mask.rank - 1 - $0]
            return length == 1 || length == scores[scores.rank - 1 - $0]
        }
    if !fits { shapeError(operation, "a mask of \(mask.shape) for scores of \(scores) [..., queries, keys]") }
}
