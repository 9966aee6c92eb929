/// Images in rows and columns, each in a cell of its own with a caption above it.
struct ImageGrid: Sendable {
    var images: [ImageData]
    var titles: [String]
    var columns: Int
    var colorMap: ColorMap
    var range: ImageRange
    /// The width of a cell in CSS pixels; `nil` fits the page.
    var cellSize: Double?

    static let pageWidth = 640.0
    static let gap = 8.0
    /// The size to which a single pixel of an image is enlarged at most.
    static let largestPixel = 48.0
    /// So that neither the raster nor the page grows without bound.
    static let highest = 4_000.0

    var shownCount: Int { min(images.count, columns * layout().rows) }

    var textSummary: String {
        let sizes = Set(images.map { "\($0.height)×\($0.width)" + ($0.channels == 1 ? "" : "×\($0.channels)") })
        let size = sizes.count == 1 ? " of \(sizes.first ?? "")" : ""
        let names =
            titles.isEmpty ? "" : ": " + titles.prefix(10).joined(separator: ", ") + (titles.count > 10 ? ", …" : "")
        return (images.count == 1 ? "1 image" : "\(images.count) images") + size + names
    }
}

/// A figure of images in a grid.
///
/// Each pixel of a small image is a sharp square; a large one is reduced by averaging.
///
/// ```swift
/// imageGrid(digits, columns: 8, titles: labels.map(String.init))
/// ```
///
/// - Parameters:
///   - images: Grey, RGB or RGBA images, not necessarily of one size.
///   - columns: How many images stand in a row; by default as many as look well.
///   - titles: A caption for each image.
///   - colorMap: The colours of grey images.
///   - range: Which numbers of grey images are drawn in the first and the last colour. A diverging map has zero in its
///     middle unless the range is fixed.
///   - cellSize: The width of an image in CSS pixels; by default it fits the page.
public func imageGrid(
    _ images: [ImageData], columns: Int? = nil, titles: [String] = [], title: String = "", colorMap: ColorMap = .gray,
    range: ImageRange = .shared, cellSize: Double? = nil
) -> Figure {
    let grid = ImageGrid(
        images: images, titles: titles,
        columns: max(1, min(columns ?? defaultColumns(images.count), max(images.count, 1))),
        colorMap: colorMap, range: range, cellSize: cellSize)
    var figure = Figure(images: grid)
    figure.title = title
    return figure
}

/// Up to eight in a row; for more images than that the width that leaves the last row fullest.
private func defaultColumns(_ count: Int) -> Int {
    guard count > 8 else { return max(count, 1) }
    return (5...8).reversed().min { first, second in
        (first - count % first) % first < (second - count % second) % second
    } ?? 8
}
