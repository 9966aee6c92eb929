public import Tensors

/// Radial basis functions: unit j answers by how near the input is to its centre, exp(-‖x - cⱼ‖² / (2 σⱼ²)) (Broomhead and
/// Lowe, "Multivariable functional interpolation and adaptive networks", 1988). A `Linear` after it makes an RBF network.
///
/// - Input: [batch, inputs]. Output: [batch, units], in 0...1.
/// - Parameters: `centers` [units, inputs], normal, and `log_widths` [units], the logarithms of σ, so that it stays positive.
public final class RBF: Module {
    @Parameter public var centers: Tensor
    @Parameter public var logWidths: Tensor

    /// - Parameter width: σ of every unit at first.
    public init(
        _ inputs: Int, _ units: Int, width: Double = 1, dtype: DType = .float32, generator: RandomGenerator = .default
    ) {
        RBF.require(inputs > 0 && units > 0, "(\(inputs), \(units)): both sizes must be positive")
        RBF.require(width > 0 && width.isFinite, "a width of \(width); a positive number is wanted")
        centers = Initializer.normal()([units, inputs], dtype: dtype, generator: generator)
        logWidths = .full([units], log(width), dtype: dtype)
        super.init()
    }

    /// A layer with its centres at given points, such as samples or the centres of clusters: [units, inputs].
    public convenience init(centers: Tensor, width: Double = 1) {
        RBF.require(
            centers.rank == 2 && centers.count > 0, "centers of shape \(centers.shape); [units, inputs] is wanted")
        let points = centers.detach().floating
        self.init(points.shape[1], points.shape[0], width: width, dtype: points.dtype)
        self.centers = points
    }

    public override var publishedNames: [String: String] { ["logWidths": "log_widths"] }

    public override func forward(_ input: Tensor) -> Tensor {
        check(input, axis: 1, has: centers.shape[1], "features", rank: 2...2)
        let distances = (input.expandingDims(axis: 1) - centers).squared().sum(axis: 2)
        return (distances * (logWidths * -2).exp() * -0.5).exp()
    }

    public override var layerDescription: String { "RBF(\(centers.shape[1]) → \(centers.shape[0]))" }
}
