internal import Baselines
public import NeuralNetworks
public import Tensors

/// The network of radial basis functions: units that each answer to the inputs near their centre, and a linear layer
/// (Broomhead and Lowe, "Multivariable functional interpolation and adaptive networks", 1988). Its centres are found before
/// the training (Moody and Darken, "Fast learning in networks of locally-tuned processing units", 1989).
///
/// ```swift
/// let model = RBFNetwork(samples: train.inputs, units: 12, outputs: 2)
/// let logits = model(train.inputs)
/// ```
///
/// - Input: [batch, inputs]. Output: [batch, outputs].
/// - Parameters: `rbf.centers` [units, inputs], `rbf.log_widths` [units], `linear.weight` [outputs, units] and `linear.bias`.
public final class RBFNetwork: Module {
    public let rbf: RBF
    public let linear: Linear

    /// Where the centres come from.
    public enum Centers: Sendable {
        /// The means of as many clusters of the samples; see `KMeans`.
        case kMeans
        /// As many of the samples, drawn at random.
        case samples
    }

    /// - Parameters:
    ///   - samples: Inputs like those of the training, [samples, inputs]; at least as many as units.
    ///   - width: σ of each unit at first. Unless it is given, the mean distance of a centre to the one next to it.
    public init(
        samples: Tensor, units: Int, outputs: Int, centers: Centers = .kMeans, width: Double? = nil,
        generator: RandomGenerator = .default
    ) {
        RBFNetwork.require(
            samples.rank == 2 && units > 0 && samples.shape[0] >= units,
            "samples \(samples.shape) for \(units) units; [samples, inputs] with at least as many samples is wanted")
        let points = samples.detach().cast(to: samples.dtype.isFloatingPoint ? samples.dtype : .float32)
        let found =
            switch centers {
            case .kMeans:
                KMeans(fitting: points, clusters: units, seed: generator.next()).centers.cast(to: points.dtype)
            case .samples: points.gathered(rows: Array(generator.permutation(points.shape[0]).prefix(units)))
            }
        rbf = RBF(centers: found, width: width ?? RBFNetwork.spacing(of: found))
        linear = Linear(units, outputs, dtype: points.dtype, generator: generator)
        super.init()
    }

    public override func forward(_ input: Tensor) -> Tensor { linear(rbf(input)) }

    /// The mean distance of a centre to the one next to it; 1 where that is nothing.
    private static func spacing(of centers: Tensor) -> Double {
        let units = centers.shape[0]
        if units == 1 { return 1 }
        let differences = centers.expandingDims(axis: 1) - centers.expandingDims(axis: 0)
        let distances = differences.squared().sum(axis: 2) + Tensor.eye(units, dtype: centers.dtype) * 1e30
        let mean = distances.min(axis: 1).sqrt().mean().item()
        return mean > 0 ? mean : 1
    }
}
