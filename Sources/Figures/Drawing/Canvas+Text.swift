internal import CCairo

/// Which point of a text stands at the given place.
package enum TextAnchor: Sendable {
    case left, center, right
}

/// Where a text stands vertically to the given place.
package enum TextBaseline: Sendable {
    /// The place is on the base line.
    case bottom
    /// The place is half way up the capital letters and digits.
    case middle
    /// The place is at the top of the capital letters and digits.
    case top
}

extension Canvas {
    /// DejaVu Sans has Greek, arrows, superscripts and mathematical signs. Where it is missing Cairo takes the nearest
    /// font there is, and its own built-in letters when there is none.
    func setUpFont() {
        cairo_select_font_face(context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
        let options = cairo_font_options_create()
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_set_font_options(context, options)
        cairo_font_options_destroy(options)
    }

    /// The width of `text` on a line, in CSS pixels.
    package func width(of text: String, size: Double) -> Double {
        cairo_set_font_size(context, size)
        var extents = cairo_text_extents_t()
        cairo_text_extents(context, drawable(text), &extents)
        return extents.x_advance.isFinite ? extents.x_advance : 0
    }

    /// The height of capital letters and digits.
    package func capHeight(size: Double) -> Double {
        cairo_set_font_size(context, size)
        var extents = cairo_text_extents_t()
        cairo_text_extents(context, "H", &extents)
        return extents.height > 0 ? extents.height : size * 0.73
    }

    /// Writes one line of text.
    ///
    /// - Parameter isUpward: Whether the text is turned by a quarter, to be read from bottom to top.
    package func text(
        _ text: String, at place: Point, size: Double, color: Color, anchor: TextAnchor = .left,
        baseline: TextBaseline = .bottom, isUpward: Bool = false
    ) {
        let width = width(of: text, size: size)
        let capHeight = capHeight(size: size)
        let dx =
            switch anchor {
            case .left: 0.0
            case .center: -width / 2
            case .right: -width
            }
        let dy =
            switch baseline {
            case .bottom: 0.0
            case .middle: capHeight / 2
            case .top: capHeight
            }
        set(color)
        cairo_save(context)
        cairo_translate(context, place.x, place.y)
        if isUpward { cairo_rotate(context, -.pi / 2) }
        cairo_move_to(context, dx, dy)
        cairo_show_text(context, drawable(text))
        cairo_new_path(context)
        cairo_restore(context)
    }

    /// `text`, or as much of its beginning as fits in `width` with an ellipsis.
    package func fitted(_ text: String, width limit: Double, size: Double) -> String {
        guard width(of: text, size: size) > limit else { return text }
        var characters = Array(text.prefix(2_000))
        var low = 0
        var high = characters.count
        while low < high {
            let middle = (low + high + 1) / 2
            if width(of: String(characters[..<middle]) + "…", size: size) <= limit {
                low = middle
            } else {
                high = middle - 1
            }
        }
        characters.removeSubrange(low...)
        return String(characters) + "…"
    }

    /// One line of text as Cairo can take it: no control characters, and an end.
    private func drawable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.prefix(2_000).map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
    }
}
