public import Tensors

/// Σₖ tₖ (log tₖ - log pₖ): how far a distribution p is from the target t (Kullback and Leibler, "On information and
/// sufficiency", 1951), averaged over the rows unless `reduction` says otherwise. PyTorch's `kl_div` with `batchmean`.
///
/// - Parameters:
///   - logProbabilities: log p, [rows, classes]: a `logSoftmax()`.
///   - targets: t, of the same shape; where it is 0 the term is 0.
public func klDivergence(
    logProbabilities: Tensor, targets: Tensor, reduction: Reduction = .mean
) -> Tensor {
    checkShapes(logProbabilities, targets, "klDivergence")
    if logProbabilities.rank == 0 { shapeError("klDivergence", "a single number is no distribution") }
    let isZero = targets.detach() .<= 0
    let logs = targets.replacing(where: isZero, with: 1.0).log()
    let terms = (targets * (logs - logProbabilities)).replacing(where: isZero, with: 0.0)
    return reduction(terms.sum(axis: -1), "klDivergence")
}
