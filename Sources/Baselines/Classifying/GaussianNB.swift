internal import Glibc
public import Tensors

/// Naive Bayes: gives each sample the class c with the largest P(c) Π N(x | μ, σ²), as if the features of a class were
/// independent and normally distributed, with the mean and variance of each feature over the samples of the class.
///
/// To each variance 10⁻⁹ of the largest variance of a feature is added, as in scikit-learn, so that none is 0.
public struct GaussianNB: Classifier {
    public let classes: [Int]
    /// P(c), the share of the samples that each class has.
    public let priors: [Double]
    /// The mean of each feature in each class, [classes, features] in float64.
    public let means: Tensor
    /// The variance of each feature in each class, [classes, features] in float64.
    public let variances: Tensor

    /// - Parameters:
    ///   - inputs: [samples, features].
    ///   - labels: The class of each sample.
    public init(fitting inputs: Tensor, labels: [Int]) {
        let samples = ClassifiedRows(inputs, labels, "GaussianNB")
        let all = samples.matrix.tensor
        let smoothing = 1e-9 * all.variance(axis: 0).max().item()
        var (means, variances, priors): ([Tensor], [Tensor], [Double]) = ([], [], [])
        for position in samples.classes.indices {
            let members = all.gathered(rows: samples.positions.indices.filter { samples.positions[$0] == position })
            means.append(members.mean(axis: 0))
            variances.append(members.variance(axis: 0) + smoothing)
            priors.append(Double(members.shape[0]) / Double(labels.count))
        }
        classes = samples.classes
        self.priors = priors
        self.means = .stacked(means)
        self.variances = .stacked(variances)
        if self.variances.min().item() <= 0 {
            shapeError("GaussianNB", "all samples are the same, so that there is nothing to tell apart")
        }
    }

    /// ln P(c) + Σ ln N(x | μ, σ²), [samples, classes].
    private func logLikelihoods(_ inputs: Tensor) -> Tensor {
        let x = Matrix(inputs, features: means.shape[1], "GaussianNB").tensor.expandingDims(axis: 1)
        let terms = (x - means).squared() / variances + (variances * (2 * Double.pi)).log()
        return Tensor(priors.map { Glibc.log($0) }, dtype: .float64) - terms.sum(axis: 2) * 0.5
    }

    public func predict(_ inputs: Tensor) -> [Int] {
        if inputs.rank == 2 && inputs.shape[0] == 0 { return [] }
        return logLikelihoods(inputs).argmax(axis: 1).array(of: Int.self).map { classes[$0] }
    }

    /// P(c | x), [samples, classes] in float64.
    public func predictProbabilities(_ inputs: Tensor) -> Tensor { logLikelihoods(inputs).softmax() }
}
