internal import CCairo

/// A raster to draw on, measured in CSS pixels and stored with `scale` times as many pixels in each direction.
package final class Canvas {
    package let width: Double
    package let height: Double
    package let scale: Double
    let surface: OpaquePointer
    let context: OpaquePointer

    /// A canvas filled with `background`.
    ///
    /// Sizes are rounded to whole CSS pixels and held between 1 and 16,000, since Cairo's rasters end at 32,767 pixels.
    package init(width: Double, height: Double, scale: Double = 2, background: Color) {
        self.width = Canvas.wholeSize(width)
        self.height = Canvas.wholeSize(height)
        self.scale = scale
        surface = cairo_image_surface_create(
            CAIRO_FORMAT_ARGB32, max(1, Int32(self.width * scale)), max(1, Int32(self.height * scale)))
        let status = cairo_surface_status(surface)
        precondition(
            status == CAIRO_STATUS_SUCCESS,
            "a picture of \(Int(self.width))×\(Int(self.height)) cannot be drawn: \(String(cString: cairo_status_to_string(status)))"
        )
        context = cairo_create(surface)
        cairo_scale(context, scale, scale)
        setUpFont()
        set(background)
        cairo_paint(context)
    }

    deinit {
        cairo_destroy(context)
        cairo_surface_destroy(surface)
    }

    package static func wholeSize(_ size: Double) -> Double {
        size.isFinite ? min(max(size.rounded(), 1), 16_000) : 1
    }

    func set(_ color: Color) {
        cairo_set_source_rgba(context, color.red, color.green, color.blue, color.alpha)
    }

    /// `position` moved so that a line of `width` along a pixel row or column has sharp edges.
    package func crisp(_ position: Double, width: Double) -> Double {
        let pixels = max(1, (width * scale).rounded())
        let offset = pixels.truncatingRemainder(dividingBy: 2) == 0 ? 0 : 0.5
        return ((position * scale - offset).rounded() + offset) / scale
    }

    package func fill(_ rect: Rect, color: Color, cornerRadius: Double = 0) {
        set(color)
        trace(rect, cornerRadius: cornerRadius)
        cairo_fill(context)
    }

    package func stroke(_ rect: Rect, color: Color, width: Double, cornerRadius: Double = 0) {
        set(color)
        cairo_set_line_width(context, width)
        trace(rect, cornerRadius: cornerRadius)
        cairo_stroke(context)
    }

    private func trace(_ rect: Rect, cornerRadius radius: Double) {
        guard radius > 0 else { return cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height) }
        let corners = [
            (rect.maxX - radius, rect.y + radius), (rect.maxX - radius, rect.maxY - radius),
            (rect.x + radius, rect.maxY - radius), (rect.x + radius, rect.y + radius),
        ]
        cairo_new_sub_path(context)
        for (index, corner) in corners.enumerated() {
            let start = Double(index - 1) * .pi / 2
            cairo_arc(context, corner.0, corner.1, radius, start, start + .pi / 2)
        }
        cairo_close_path(context)
    }

    /// A straight line along a row or column of pixels, with sharp edges.
    package func rule(from start: Point, to end: Point, color: Color, width: Double) {
        set(color)
        cairo_set_line_width(context, max(1 / scale, (width * scale).rounded() / scale))
        cairo_set_line_cap(context, CAIRO_LINE_CAP_BUTT)
        let isVertical = start.x == end.x
        let x = crisp(start.x, width: width)
        let y = crisp(start.y, width: width)
        cairo_move_to(context, isVertical ? x : start.x, isVertical ? start.y : y)
        cairo_line_to(context, isVertical ? x : end.x, isVertical ? end.y : y)
        cairo_stroke(context)
    }

    /// A line through `points` with round joins and ends.
    package func polyline(_ points: some Sequence<Point>, color: Color, width: Double, dashes: [Double] = []) {
        set(color)
        cairo_set_line_width(context, width)
        cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
        cairo_set_line_cap(context, dashes.isEmpty ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT)
        cairo_set_dash(context, dashes, Int32(dashes.count), 0)
        cairo_new_path(context)
        var count = 0
        for point in points {
            cairo_line_to(context, point.x, point.y)
            count += 1
            // Stroking takes time that grows with the crossings of a path with itself, so a long one goes in pieces.
            if dashes.isEmpty && color.alpha == 1 && count % 64 == 0 {
                cairo_stroke(context)
                cairo_move_to(context, point.x, point.y)
            }
        }
        cairo_stroke(context)
        cairo_set_dash(context, [], 0, 0)
    }

    package func dot(at center: Point, radius: Double, color: Color) {
        set(color)
        cairo_new_path(context)
        cairo_arc(context, center.x, center.y, radius, 0, 2 * .pi)
        cairo_fill(context)
    }

    /// Draws with everything outside `rect` left untouched.
    package func clipped(to rect: Rect, _ body: () -> Void) {
        cairo_save(context)
        cairo_new_path(context)
        cairo_rectangle(context, rect.x, rect.y, rect.width, rect.height)
        cairo_clip(context)
        body()
        cairo_restore(context)
    }
}
