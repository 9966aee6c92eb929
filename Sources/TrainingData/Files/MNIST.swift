public import Tensors

extension Datasets {
    /// MNIST: 70,000 handwritten digits of 28 × 28 pixels, 60,000 to train and 10,000 to test with (LeCun, Cortes and
    /// Burges, 1998).
    ///
    /// ```swift
    /// let (train, test) = try Datasets.mnist()
    /// ```
    ///
    /// - Parameters:
    ///   - folder: Where the four files are, packed or not: `train-images-idx3-ubyte.gz` and so on. If `nil`, they are
    ///     fetched, 11 MB, and kept for the next time.
    ///   - dtype: `.float32` for pixels in 0...1, `.uint8` for those in 0...255, which takes a quarter of the memory; see
    ///     ``ToFloat``.
    /// - Returns: Images [count, 1, 28, 28], labels 0...9.
    /// - Throws: ``DataError`` for files that are missing, damaged or do not belong together.
    public static func mnist(
        from folder: String? = nil, dtype: DType = .float32
    ) throws(DataError) -> (train: LabelledData, test: LabelledData) {
        let server = "https://ossci-datasets.s3.amazonaws.com/mnist/"
        func file(_ name: String, _ sha256: String) throws(DataError) -> String {
            guard let folder else { return try download("\(server)\(name).gz", sha256: sha256, limit: 1 << 25) }
            let names = [name, "\(name).gz", name.replacingLast("-", by: ".")]
            if let found = names.map({ "\(folder)/\($0)" }).first(where: fileExists) { return found }
            throw DataError("\(folder)/\(name)", "is missing; \(name).gz would do as well")
        }
        let train = try labelledImages(
            file("train-images-idx3-ubyte", "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            file("train-labels-idx1-ubyte", "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"), dtype)
        let test = try labelledImages(
            file("t10k-images-idx3-ubyte", "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            file("t10k-labels-idx1-ubyte", "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"), dtype)
        return (train, test)
    }

    private static func labelledImages(
        _ imagePath: String, _ labelPath: String, _ dtype: DType
    ) throws(DataError) -> LabelledData {
        let images = try idx(imagePath)
        if images.rank != 3 || images.dtype != .uint8 {
            throw DataError(
                imagePath, "holds \(images.dtype) of shape \(images.shape); images are bytes of [count, height, width]")
        }
        let labels = try idx(labelPath)
        if labels.rank != 1 || labels.dtype != .uint8 || labels.shape[0] != images.shape[0] {
            throw DataError(
                labelPath,
                "holds \(labels.dtype) of shape \(labels.shape); \(images.shape[0]) bytes are wanted, one for each image"
            )
        }
        let numbers = labels.array(of: Int.self)
        if let index = numbers.firstIndex(where: { $0 > 9 }) {
            throw DataError(labelPath, "label \(index) is \(numbers[index]); digits are 0...9")
        }
        let shaped = images.reshape(images.shape[0], 1, images.shape[1], images.shape[2])
        return LabelledData(inputs: pixels(shaped, dtype, "mnist"), labels: numbers)
    }

    /// Bytes as they are, or as fractions of 255.
    static func pixels(_ bytes: Tensor, _ dtype: DType, _ name: String) -> Tensor {
        if dtype == .uint8 { return bytes }
        if !dtype.isFloatingPoint { shapeError(name, "a dtype of \(dtype); float32, float64 or uint8 is wanted") }
        return bytes.cast(to: dtype) / 255
    }
}

extension String {
    /// train-images-idx3-ubyte is train-images.idx3-ubyte in some places.
    fileprivate func replacingLast(_ old: Character, by new: Character) -> String {
        let parts = split(separator: old)
        guard parts.count > 2 else { return self }
        return parts.dropLast(2).joined(separator: String(old)) + String(new)
            + parts.suffix(2).joined(separator: String(old))
    }
}
