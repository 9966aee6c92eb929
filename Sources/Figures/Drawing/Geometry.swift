/// A place on a canvas, in CSS pixels from the top left corner.
package struct Point: Hashable, Sendable {
    package var x: Double
    package var y: Double

    package init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }
}

/// An upright rectangle on a canvas, in CSS pixels.
package struct Rect: Hashable, Sendable {
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
        self.x = x
        self.y = y
        self.width = width
        self.height = height
    }

    package var maxX: Double { x + width }
    package var maxY: Double { y + height }
    package var midX: Double { x + width / 2 }
    package var midY: Double { y + height / 2 }

    /// The rectangle with each side moved inwards.
    package func inset(_ distance: Double) -> Rect {
        Rect(
            x: x + distance, y: y + distance, width: max(0, width - 2 * distance), height: max(0, height - 2 * distance)
        )
    }

    package func contains(_ point: Point) -> Bool {
        point.x >= x && point.x <= maxX && point.y >= y && point.y <= maxY
    }

    /// Whether any part of the segment from `a` to `b` lies in the rectangle (Liang and Barsky, 1984).
    package func meetsSegment(from a: Point, to b: Point) -> Bool {
        var enter = 0.0
        var leave = 1.0
        let dx = b.x - a.x
        let dy = b.y - a.y
        for (direction, distance) in [(-dx, a.x - x), (dx, maxX - a.x), (-dy, a.y - y), (dy, maxY - a.y)] {
            if direction == 0 {
                if distance < 0 { return false }
            } else if direction < 0 {
                enter = max(enter, distance / direction)
            } else {
                leave = min(leave, distance / direction)
            }
        }
        return enter <= leave
    }
}
