internal import CDigits
internal import Tensors

extension Datasets {
    /// 1,797 handwritten digits of 8 × 8 pixels, 1,437 to train and 360 to test with.
    ///
    /// The inputs are float32 in 0...1 of shape [count, 64], or [count, 8, 8] if not `flattened`; the labels are 0...9. The
    /// split is a shuffle by `seed`, the same on every machine.
    ///
    /// Source: the test part of "Optical Recognition of Handwritten Digits" (E. Alpaydin and C. Kaynak, 1998, UCI
    /// Machine Learning Repository, https://doi.org/10.24432/C50P49), licensed CC BY 4.0.
    public static func digits(flattened: Bool = true, seed: UInt64 = 0) -> (train: LabelledData, test: LabelledData) {
        let count = swiftlet_digits_count
        let side = swiftlet_digits_side
        let pixels = side * side
        let bytes = UnsafeBufferPointer(start: swiftlet_digits_bytes(), count: count * (pixels + 1))
        let scalars: [Float] = bytes[..<(count * pixels)].map { Float($0) / 16 }
        let labels = bytes[(count * pixels)...].map { Int($0) }
        let images = Tensor(scalars, shape: flattened ? [count, pixels] : [count, side, side])
        return LabelledData(inputs: images, labels: labels).split(test: 360, seed: seed)
    }
}
