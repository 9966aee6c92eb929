internal import CKernels

/// Softmax and cross-entropy in one: inputs are the logits, the labels are fixed.
final class CrossEntropy: Operation, @unchecked Sendable {
    let labels: [Int]
    let scale: Double
    let logProbabilities: Tensor
    init(labels: [Int], scale: Double, logProbabilities: Tensor) {
        self.labels = labels
        self.scale = scale
        self.logProbabilities = logProbabilities
    }
    override var name: String { "softmaxCrossEntropy" }

    override func backward(_ pass: BackwardPass) {
        if pass.isDifferentiated {
            let logits = pass.input(0)
            pass.add(to: 0, (logits.softmax() - .oneHot(labels, like: logits)) * (pass.gradient * scale))
        } else {
            let factor = pass.gradient.item() * scale
            pass.add(to: 0, logProbabilities.crossEntropyGradient(labels, factor))
        }
    }

    override func forward(_ pass: ForwardPass) -> Tensor {
        let logits = pass.input(0)
        return ((logits.softmax() - .oneHot(labels, like: logits)) * pass.tangent).sum() * scale
    }
}

extension Tensor {
    /// `scale` Σ over rows of -log softmax(row)[label]; the gradient with respect to a row is softmax - onehot.
    ///
    /// - Precondition: shape [rows, classes], one label in 0..<classes a row.
    package func crossEntropy(labels: [Int], scale: Double) -> Tensor {
        let logs = detach().logSoftmax().packed
        let total = labels.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map {
                sl_negative_log_likelihood(dtype.kernel, shape[0], shape[1], $0, logs.node.address)
            } ?? 0
        }
        let storage = scalar(total * scale).node.storage
        return Tensor(
            storage, Shape(rank: 0, repeating: 0), dtype,
            by: CrossEntropy(labels: labels, scale: scale, logProbabilities: logs), self)
    }

    fileprivate func crossEntropyGradient(_ labels: [Int], _ scale: Double) -> Tensor {
        let storage = Tensor.storage(shape, dtype)
        labels.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            sl_cross_entropy_gradient(dtype.kernel, shape[0], shape[1], base, scale, node.address, storage.memory)
        }
        return Tensor(storage, shape, dtype)
    }

    /// Rows with a one at their label, in the shape and type of `like`.
    fileprivate static func oneHot(_ labels: [Int], like: Tensor) -> Tensor {
        eye(like.shape[1], dtype: like.dtype).gathered(rows: labels)
    }
}
