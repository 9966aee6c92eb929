internal import CCairo

extension Canvas {
    /// Dots of one size and colour.
    ///
    /// Many dots are stamped: one is drawn for each of sixteen positions within a pixel, and copied to its places, which
    /// is several times faster than drawing circles and looks the same.
    package func dots(at centers: [Point], radius: Double, color: Color) {
        guard centers.count > 300 else {
            for center in centers { dot(at: center, radius: radius, color: color) }
            return
        }
        let stamps = DotStamps(radius: radius * scale)
        set(color)
        cairo_save(context)
        cairo_identity_matrix(context)
        for center in centers { stamps.stamp(context, x: center.x * scale, y: center.y * scale) }
        cairo_restore(context)
    }
}

/// Masks of a dot at positions a quarter of a pixel apart.
private final class DotStamps {
    private static let steps = 4
    private let half: Double
    private let masks: [OpaquePointer?]

    /// - Parameter radius: In pixels of the raster.
    init(radius: Double) {
        let half = radius.rounded(.up) + 1
        self.half = half
        masks = (0..<Self.steps * Self.steps).map { index in
            let side = Int32(2 * half + 1)
            let surface = cairo_image_surface_create(CAIRO_FORMAT_A8, side, side)
            let context = cairo_create(surface)
            let x = half + Double(index % Self.steps) / Double(Self.steps)
            let y = half + Double(index / Self.steps) / Double(Self.steps)
            cairo_arc(context, x, y, radius, 0, 2 * .pi)
            cairo_fill(context)
            cairo_destroy(context)
            return surface
        }
    }

    deinit { for mask in masks { cairo_surface_destroy(mask) } }

    func stamp(_ context: OpaquePointer, x: Double, y: Double) {
        let steps = Double(Self.steps)
        let column = (x * steps).rounded()
        let row = (y * steps).rounded()
        let left = (column / steps).rounded(.down)
        let top = (row / steps).rounded(.down)
        let index = Int(row - top * steps) * Self.steps + Int(column - left * steps)
        cairo_mask_surface(context, masks[index], left - half, top - half)
    }
}
