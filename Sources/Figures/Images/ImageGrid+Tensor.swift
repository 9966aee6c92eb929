public import Tensors

/// A figure of the images in a tensor, in a grid.
///
/// ```swift
/// imageGrid(digits.images[0..<16], side: 8, titles: labels)
/// ```
///
/// - Parameters:
///   - images: Shape [n, h, w] for grey images, [n, h, w, c] with 1, 3 or 4 channels, [n, h·w] together with
///     `side` for grey images whose rows lie one after the other, or [h, w] for a single one.
///   - side: The height h of images of shape [n, h·w].
///   - columns: How many images stand in a row; by default as many as look well.
///   - titles: A caption for each image.
///   - colorMap: The colours of grey images.
///   - range: Which numbers of grey images are drawn in the first and the last colour.
///   - cellSize: The width of an image in CSS pixels; by default it fits the page.
/// - Precondition: The tensor has one of these shapes.
public func imageGrid(
    _ images: Tensor, side: Int? = nil, columns: Int? = nil, titles: [String] = [], title: String = "",
    colorMap: ColorMap = .gray, range: ImageRange = .shared, cellSize: Double? = nil
) -> Figure {
    imageGrid(
        imageData(of: images, side: side), columns: columns, titles: titles, title: title, colorMap: colorMap,
        range: range, cellSize: cellSize)
}

private func imageData(of tensor: Tensor, side: Int?) -> [ImageData] {
    let shape = Array(tensor.shape)
    let layout: (count: Int, height: Int, width: Int, channels: Int)
    switch (shape.count, side) {
    case (2, let side?):
        guard side > 0, shape[1] % side == 0 else {
            shapeError("imageGrid", "rows of \(shape[1]) numbers are not images of \(side) rows of pixels")
        }
        layout = (shape[0], side, shape[1] / side, 1)
    case (2, nil): layout = (1, shape[0], shape[1], 1)
    case (3, _): layout = (shape[0], shape[1], shape[2], 1)
    case (4, _) where [1, 3, 4].contains(shape[3]): layout = (shape[0], shape[1], shape[2], shape[3])
    default:
        shapeError(
            "imageGrid",
            "a tensor of shape \(tensor.shape) is not images: wanted is [n, h, w], [n, h, w, c] with "
                + "1, 3 or 4 channels, [n, h*w] with side, or [h, w]")
    }
    let values = tensor.array(of: Float.self)
    let size = layout.height * layout.width * layout.channels
    return (0..<layout.count).map { index in
        ImageData(
            height: layout.height, width: layout.width, channels: layout.channels,
            values: Array(values[index * size..<(index + 1) * size]))
    }
}
