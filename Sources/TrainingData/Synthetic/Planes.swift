internal import Glibc
internal import Tensors

// Points in the plane in classes, in the manner of scikit-learn's make_blobs, make_moons and make_circles. Samples come in
// random order; the classes differ in size by one at most.

extension Datasets {
    /// Normally distributed points around centres, a class for each centre.
    ///
    /// - Parameters:
    ///   - count: How many samples there are.
    ///   - centers: How many centres there are, each drawn evenly from -10..<10 along every axis.
    ///   - features: How many numbers a sample has.
    ///   - standardDeviation: How far the points scatter along every axis.
    ///   - seed: The same seed gives the same samples on every machine.
    /// - Returns: Inputs [count, features] in float32.
    public static func blobs(
        count: Int = 100, centers: Int = 3, features: Int = 2, standardDeviation: Double = 1, seed: UInt64 = 0
    ) -> LabelledData {
        checkSizes("blobs", count, classes: centers)
        if features < 1 { shapeError("blobs", "\(features) features; at least one is wanted") }
        let generator = RandomGenerator(seed: seed)
        let places = (0..<centers).map { _ in (0..<features).map { _ in generator.uniform(-10, 10) } }
        return blobs(count, around: places, standardDeviation, generator)
    }

    /// Normally distributed points around the given centres, a class for each.
    public static func blobs(
        count: Int = 100, around centers: [[Double]], standardDeviation: Double = 1, seed: UInt64 = 0
    ) -> LabelledData {
        checkSizes("blobs", count, classes: centers.count)
        if let index = centers.firstIndex(where: { $0.isEmpty || $0.count != centers[0].count }) {
            shapeError("blobs", "centers[\(index)] has \(centers[index].count) numbers, the first \(centers[0].count)")
        }
        return blobs(count, around: centers, standardDeviation, RandomGenerator(seed: seed))
    }

    private static func blobs(
        _ count: Int, around centers: [[Double]], _ deviation: Double, _ generator: RandomGenerator
    ) -> LabelledData {
        checkNoise(deviation, "blobs")
        return labelled(count, classes: centers.count, noise: deviation, generator) { label, _ in centers[label] }
    }

    /// Two half circles that reach into each other: the upper half of the unit circle around (0, 0), and the lower half of
    /// the one around (1, 0.5).
    ///
    /// - Parameter noise: The standard deviation of what is added to each coordinate.
    /// - Returns: Inputs [count, 2] in float32, evenly spaced along the half circles but for the noise.
    public static func moons(count: Int = 100, noise: Double = 0.1, seed: UInt64 = 0) -> LabelledData {
        checkSizes("moons", count, classes: 2)
        checkNoise(noise, "moons")
        return labelled(count, classes: 2, noise: noise, RandomGenerator(seed: seed)) { label, share in
            let angle = share * .pi
            return label == 0
                ? [Glibc.cos(angle), Glibc.sin(angle)] : [1 - Glibc.cos(angle), 0.5 - Glibc.sin(angle)]
        }
    }

    /// The unit circle, class 0, and a smaller one within it, class 1.
    ///
    /// - Parameters:
    ///   - noise: The standard deviation of what is added to each coordinate.
    ///   - factor: The radius of the inner circle, in 0..<1.
    /// - Returns: Inputs [count, 2] in float32, evenly spaced along the circles but for the noise.
    public static func circles(
        count: Int = 100, noise: Double = 0.05, factor: Double = 0.5, seed: UInt64 = 0
    ) -> LabelledData {
        checkSizes("circles", count, classes: 2)
        checkNoise(noise, "circles")
        if !(factor >= 0 && factor < 1) { shapeError("circles", "a factor of \(factor); 0..<1 is wanted") }
        return labelled(count, classes: 2, noise: noise, RandomGenerator(seed: seed), endsMeet: true) { label, share in
            let (angle, radius) = (share * 2 * .pi, label == 0 ? 1 : factor)
            return [radius * Glibc.cos(angle), radius * Glibc.sin(angle)]
        }
    }

    /// Arms that wind around (0, 0), out to a radius of 1, a class for each.
    ///
    /// - Parameters:
    ///   - arms: How many arms there are.
    ///   - turns: How often each winds around the middle.
    ///   - noise: The standard deviation of what is added to each coordinate.
    /// - Returns: Inputs [count, 2] in float32, evenly spaced along the radius but for the noise.
    public static func spirals(
        count: Int = 200, arms: Int = 2, turns: Double = 1, noise: Double = 0.02, seed: UInt64 = 0
    ) -> LabelledData {
        checkSizes("spirals", count, classes: arms)
        checkNoise(noise, "spirals")
        return labelled(count, classes: arms, noise: noise, RandomGenerator(seed: seed)) { label, share in
            let radius = 0.05 + 0.95 * share
            let angle = 2 * .pi * (turns * share + Double(label) / Double(arms))
            return [radius * Glibc.cos(angle), radius * Glibc.sin(angle)]
        }
    }

    /// Samples of each class at equal distances along what `point` describes, from 0 to 1, with noise, in random order.
    private static func labelled(
        _ count: Int, classes: Int, noise: Double, _ generator: RandomGenerator, endsMeet: Bool = false,
        _ point: (_ label: Int, _ share: Double) -> [Double]
    ) -> LabelledData {
        var rows: [[Double]] = []
        var labels: [Int] = []
        for label in 0..<classes {
            let members = count / classes + (label < count % classes ? 1 : 0)
            for member in 0..<members {
                let steps = endsMeet ? members : max(1, members - 1)
                rows.append(point(label, Double(member) / Double(steps)))
                labels.append(label)
            }
        }
        let order = generator.permutation(count)
        let points = Tensor(order.map { rows[$0] }, dtype: .float64)
        let noisy =
            points + Tensor.normal(points.shape, standardDeviation: noise, dtype: .float64, generator: generator)
        return LabelledData(inputs: noisy.cast(to: .float32), labels: order.map { labels[$0] })
    }

    static func checkSizes(_ name: String, _ count: Int, classes: Int) {
        if classes < 1 || count < classes {
            shapeError(
                name, "\(count) samples in \(classes) classes; at least one class and a sample of each are wanted")
        }
    }

    static func checkNoise(_ noise: Double, _ name: String) {
        if !(noise >= 0 && noise.isFinite) { shapeError(name, "a standard deviation of \(noise)") }
    }
}

extension RandomGenerator {
    /// A number drawn evenly from low..<high.
    func uniform(_ low: Double, _ high: Double) -> Double {
        low + (high - low) * Double(next() >> 11) * 0x1p-53
    }

    /// A number from the normal distribution (Box and Muller).
    func normal() -> Double {
        let radius = (-2 * Glibc.log(1 - uniform(0, 1))).squareRoot()
        return radius * Glibc.cos(2 * .pi * uniform(0, 1))
    }
}
