public import NeuralNetworks
public import Tensors

/// Images with the objects that are in each.
public struct DetectionData: Dataset, CustomStringConvertible {
    /// [count, channels, height, width]
    public let images: Tensor
    /// The objects in each image.
    public let objects: [[DetectedBox]]
    /// What the kinds of objects are called.
    public let classNames: [String]

    public init(images: Tensor, objects: [[DetectedBox]], classNames: [String]) {
        if images.rank == 0 || images.shape[0] != objects.count {
            shapeError("DetectionData", "images \(images.shape) and objects of \(objects.count) images")
        }
        for (image, boxes) in objects.enumerated() {
            for (index, box) in boxes.enumerated() where !classNames.indices.contains(box.label) {
                shapeError(
                    "DetectionData",
                    "objects[\(image)][\(index)] has the label \(box.label); it must be 0..<\(classNames.count)")
            }
        }
        self.images = images
        self.objects = objects
        self.classNames = classNames
    }

    /// The number of images.
    public var count: Int { objects.count }

    public subscript(indices: [Int]) -> DetectionData {
        check(indices)
        return DetectionData(
            images: images.gathered(rows: indices), objects: indices.map { objects[$0] }, classNames: classNames)
    }

    /// The images in `range`, as a view.
    public subscript(range: Range<Int>) -> DetectionData {
        check(range)
        return DetectionData(images: images[range], objects: Array(objects[range]), classNames: classNames)
    }

    /// The images and what is in them.
    public var batch: (images: Tensor, objects: [[DetectedBox]]) { (images, objects) }

    public var description: String {
        "\(count) images of shape \(Shape(images.shape.dropFirst())) with \(objects.map(\.count).reduce(0, +)) objects of "
            + classNames.joined(separator: ", ")
    }
}
