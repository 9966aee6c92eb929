internal import CCairo

extension Canvas {
    /// What is drawn, as RGB where it is opaque everywhere, else as RGBA.
    package func picture() -> PNGPicture {
        cairo_surface_flush(surface)
        let width = Int(cairo_image_surface_get_width(surface))
        let height = Int(cairo_image_surface_get_height(surface))
        let stride = Int(cairo_image_surface_get_stride(surface))
        guard let data = cairo_image_surface_get_data(surface) else { fatalError("the drawing was closed") }
        let isOpaque = (0..<height).allSatisfy { y in
            let row = UnsafeRawPointer(data + y * stride).assumingMemoryBound(to: UInt32.self)
            return (0..<width).allSatisfy { row[$0] >> 24 == 255 }
        }
        let channels = isOpaque ? 3 : 4
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * channels) { output, count in
            var out = 0
            for y in 0..<height {
                let row = UnsafeRawPointer(data + y * stride).assumingMemoryBound(to: UInt32.self)
                for x in 0..<width {
                    let pixel = row[x]
                    let alpha = pixel >> 24
                    for shift in [16, 8, 0] as [UInt32] {
                        // Cairo keeps colours multiplied by alpha, PNG does not.
                        let value = pixel >> shift & 0xFF
                        let straight = isOpaque ? value : (alpha == 0 ? 0 : min(255, (value * 255 + alpha / 2) / alpha))
                        output[out] = UInt8(straight)
                        out += 1
                    }
                    if !isOpaque {
                        output[out] = UInt8(alpha)
                        out += 1
                    }
                }
            }
            count = out
        }
        return PNGPicture(width: width, height: height, channels: channels, pixels: pixels)
    }

    /// Draws an RGB raster into `rect` with every raster pixel a sharp rectangle.
    ///
    /// - Parameter colors: `width * height` pixels as `0x00RRGGBB`, rows from top to bottom.
    package func drawPixels(_ colors: [UInt32], width: Int, height: Int, in rect: Rect) {
        guard width > 0, height > 0,
            let image = cairo_image_surface_create(CAIRO_FORMAT_RGB24, Int32(width), Int32(height)),
            let data = cairo_image_surface_get_data(image)
        else { return }
        let stride = Int(cairo_image_surface_get_stride(image))
        for y in 0..<height {
            let row = UnsafeMutableRawPointer(data + y * stride).assumingMemoryBound(to: UInt32.self)
            for x in 0..<width { row[x] = colors[y * width + x] }
        }
        cairo_surface_mark_dirty(image)
        cairo_save(context)
        cairo_translate(context, rect.x, rect.y)
        cairo_scale(context, rect.width / Double(width), rect.height / Double(height))
        cairo_set_source_surface(context, image, 0, 0)
        cairo_pattern_set_filter(cairo_get_source(context), CAIRO_FILTER_NEAREST)
        cairo_rectangle(context, 0, 0, Double(width), Double(height))
        cairo_fill(context)
        cairo_restore(context)
        cairo_surface_destroy(image)
    }
}
