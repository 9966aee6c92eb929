public import Tensors

extension Datasets {
    /// CIFAR-10: 60,000 colour photos of 32 × 32 pixels in ten classes, 50,000 to train and 10,000 to test with (Krizhevsky,
    /// "Learning multiple layers of features from tiny images", 2009).
    ///
    /// - Parameters:
    ///   - folder: Where the files of the binary version are: `data_batch_1.bin` to `data_batch_5.bin` and `test_batch.bin`.
    ///     If `nil`, they are fetched, 162 MB, and kept for the next time.
    ///   - dtype: `.uint8` for pixels in 0...255, which a loader turns into fractions with ``ToFloat``; `.float32` for those
    ///     in 0...1, which take 737 MB.
    /// - Returns: Images [count, 3, 32, 32] of red, green and blue.
    /// - Throws: ``DataError`` for files that are missing or damaged.
    public static func cifar10(
        from folder: String? = nil, dtype: DType = .float32
    ) throws(DataError) -> (train: LabelledData, test: LabelledData) {
        let trained = (1...5).map { "data_batch_\($0).bin" }
        if let folder {
            return (
                try cifar10(files: trained.map { "\(folder)/\($0)" }, dtype: dtype),
                try cifar10(files: ["\(folder)/test_batch.bin"], dtype: dtype)
            )
        }
        let archive = try download(
            "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
            sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd", limit: 1 << 28)
        let parts = try tarMembers(
            archive, Set((trained + ["test_batch.bin"]).map { "cifar-10-batches-bin/\($0)" }), limit: 1 << 28)
        func records(_ names: [String]) throws(DataError) -> LabelledData {
            var all: [[UInt8]] = []
            for name in names {
                guard let part = parts["cifar-10-batches-bin/\(name)"] else {
                    throw DataError(archive, "has no \(name)")
                }
                try checkRecords(part, "\(archive), \(name)")
                all.append(part)
            }
            return images(all, dtype)
        }
        return (try records(trained), try records(["test_batch.bin"]))
    }

    /// The images of files in CIFAR-10's binary format, packed with gzip or not: a byte for the class, then 32 × 32 bytes of
    /// red, of green and of blue, for each image.
    public static func cifar10(files: [String], dtype: DType = .float32) throws(DataError) -> LabelledData {
        var parts: [[UInt8]] = []
        for file in files {
            let bytes = try ByteSource(file).readAll(limit: 1 << 28)
            try checkRecords(bytes, file)
            parts.append(bytes)
        }
        return images(parts, dtype)
    }

    private static var recordSize: Int { 1 + 3 * 32 * 32 }

    private static func checkRecords(_ bytes: [UInt8], _ file: String) throws(DataError) {
        if bytes.isEmpty || bytes.count % recordSize != 0 {
            throw DataError(
                file,
                "has \(bytes.count) bytes, which are no whole images of \(recordSize) bytes: it is cut off or no such file"
            )
        }
        for image in 0..<(bytes.count / recordSize) where bytes[image * recordSize] > 9 {
            throw DataError(file, "image \(image) has the class \(bytes[image * recordSize]); there are 0...9")
        }
    }

    private static func images(_ parts: [[UInt8]], _ dtype: DType) -> LabelledData {
        var (labels, bytes): ([Int], [UInt8]) = ([], [])
        bytes.reserveCapacity(parts.map(\.count).reduce(0, +))
        for part in parts {
            for start in stride(from: 0, to: part.count, by: recordSize) {
                labels.append(Int(part[start]))
                bytes += part[(start + 1)..<(start + recordSize)]
            }
        }
        return LabelledData(
            inputs: pixels(Tensor(bytes, shape: [labels.count, 3, 32, 32], dtype: .uint8), dtype, "cifar10"),
            labels: labels,
            classNames: [
                "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck",
            ])
    }
}
