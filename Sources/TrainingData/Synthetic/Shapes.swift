internal import Glibc
internal import NeuralNetworks
internal import Tensors

extension Datasets {
    /// Drawn circles, squares and triangles on a dark ground, and the box around each: images to find objects in.
    ///
    /// The shapes differ in size, place and brightness, and neither overlap nor leave the image. Their edges are smooth:
    /// each pixel is as bright as the share of it that the shape covers, plus noise.
    ///
    /// - Parameters:
    ///   - count: How many images there are.
    ///   - size: Height and width of the images, at least 16.
    ///   - objects: How many shapes an image has; fewer where there is no room.
    ///   - noise: The standard deviation of what is added to each pixel.
    ///   - seed: The same seed gives the same images on every machine.
    /// - Returns: Images [count, 1, size, size] in float32, mostly in 0...1.
    public static func shapes(
        count: Int = 500, size: Int = 32, objects: ClosedRange<Int> = 1...3, noise: Double = 0.02, seed: UInt64 = 0
    ) -> DetectionData {
        checkSizes("shapes", count, classes: 1)
        checkNoise(noise, "shapes")
        if size < 16 || objects.lowerBound < 0 {
            shapeError(
                "shapes", "\(objects) objects in images of size \(size); at least 16 pixels and 0 objects are wanted")
        }
        let generator = RandomGenerator(seed: seed)
        var pixels = [Float](repeating: 0, count: count * size * size)
        var boxes: [[DetectedBox]] = []
        for image in 0..<count {
            let wanted = objects.lowerBound + generator.next(below: objects.count)
            let drawn = placed(wanted, generator)
            for shape in drawn {
                shape.draw(size, generator.uniform(0.5, 1), &pixels, image * size * size)
            }
            boxes.append(drawn.map(\.box))
        }
        let clean = Tensor(pixels, shape: [count, 1, size, size])
        let images = clean + Tensor.normal(clean.shape, standardDeviation: noise, generator: generator)
        return DetectionData(images: images, objects: boxes, classNames: ["circle", "square", "triangle"])
    }

    /// Shapes with room between them.
    private static func placed(_ wanted: Int, _ generator: RandomGenerator) -> [DrawnShape] {
        var shapes: [DrawnShape] = []
        for _ in 0..<(wanted * 20) where shapes.count < wanted {
            let radius = generator.uniform(0.09, 0.2)
            let shape = DrawnShape(
                kind: generator.next(below: 3), x: generator.uniform(radius, 1 - radius),
                y: generator.uniform(radius, 1 - radius), radius: radius)
            let isFree = shapes.allSatisfy {
                Swift.max(($0.x - shape.x).magnitude, ($0.y - shape.y).magnitude) > $0.radius + shape.radius
            }
            if isFree { shapes.append(shape) }
        }
        return shapes
    }
}

/// A shape in the unit square, within `radius` of its centre along both axes.
private struct DrawnShape {
    let kind: Int
    let x: Double
    let y: Double
    let radius: Double

    var box: DetectedBox { DetectedBox(x: x, y: y, width: 2 * radius, height: 2 * radius, label: kind) }

    private func contains(_ dx: Double, _ dy: Double) -> Bool {
        switch kind {
        case 0: dx * dx + dy * dy <= radius * radius
        case 1: Swift.max(dx.magnitude, dy.magnitude) <= radius
        // With the tip on top.
        default: dy.magnitude <= radius && dx.magnitude <= (dy + radius) / 2
        }
    }

    /// Draws on the `size` by `size` pixels from `start` on, each by four by four points in it.
    func draw(_ size: Int, _ brightness: Double, _ pixels: inout [Float], _ start: Int) {
        func range(_ center: Double) -> Range<Int> {
            let low = Int(((center - radius) * Double(size)).rounded(.down))
            let high = Int(((center + radius) * Double(size)).rounded(.up))
            return Swift.max(0, low)..<Swift.min(size, high)
        }
        let step = 1 / Double(4 * size)
        for row in range(y) {
            for column in range(x) {
                var covered = 0
                for point in 0..<16 {
                    let dy = (Double(4 * row + point / 4) + 0.5) * step - y
                    let dx = (Double(4 * column + point % 4) + 0.5) * step - x
                    if contains(dx, dy) { covered += 1 }
                }
                pixels[start + row * size + column] += Float(brightness * Double(covered) / 16)
            }
        }
    }
}
