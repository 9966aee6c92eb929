/// The range of values that an axis shows for its data.
package enum AxisLimits {
    /// Larger values are treated as infinite, so that ranges and margins cannot overflow.
    static let largest = 1e300

    static func isDrawable(_ value: Double) -> Bool { abs(value) <= largest }

    /// The range of `values`, widened on both sides by `margin` of itself.
    ///
    /// Values that are not finite are left out. One value, or equal ones, get room around them; no value gives `nil`.
    package static func automatic(for values: some Sequence<Double>, margin: Double) -> ClosedRange<Double>? {
        var low = Double.infinity
        var high = -Double.infinity
        for value in values where isDrawable(value) {
            low = min(low, value)
            high = max(high, value)
        }
        guard low <= high else { return nil }
        let magnitude = max(abs(low), abs(high))
        // Below this the differences are rounding errors, and ticks between the ends could not be told apart.
        guard high - low > magnitude * 1e-12, high - low > 1e-290 else {
            let room = magnitude > 1e-280 ? magnitude * 0.1 : 1
            return (low - room)...(high + room)
        }
        let room = (high - low) * margin
        return (low - room)...(high + room)
    }
}
