extension Tensor {
    /// Rows of zeros with a one at each label: labels of shape [...] give [..., classes].
    public static func oneHot(_ labels: Tensor, classes: Int, dtype: DType = .float32) -> Tensor {
        if labels.dtype.isFloatingPoint || labels.dtype == .bool {
            shapeError("oneHot", "labels of dtype \(labels.dtype); integers are wanted (cast(to: .int64))")
        }
        let flat = labels.reshape(-1).array(of: Int.self)
        for (index, label) in flat.enumerated() where label < 0 || label >= classes {
            let place = labels.rank == 0 ? "the label" : "label \(positions(of: index, in: labels.shape))"
            shapeError("oneHot", "\(place) is \(label); with \(classes) classes it must be 0..<\(classes)")
        }
        var shape = labels.shape
        shape.append(classes)
        var result = zeros(shape, dtype: dtype)
        let places = flat.enumerated().map { $0.offset * classes + $0.element }
        result.put(.ones([], dtype: dtype), at: Tensor(places, shape: [places.count], dtype: .int64))
        return result
    }

    /// Rows of zeros with a one at each label: n labels give [n, classes].
    public static func oneHot(_ labels: [Int], classes: Int, dtype: DType = .float32) -> Tensor {
        oneHot(Tensor(labels, shape: [labels.count], dtype: .int64), classes: classes, dtype: dtype)
    }
}
