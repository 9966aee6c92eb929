extension ImageData {
    /// The least and the greatest finite value.
    var extent: ClosedRange<Float>? {
        var low = Float.infinity
        var high = -Float.infinity
        for value in values where value.isFinite {
            low = min(low, value)
            high = max(high, value)
        }
        return low <= high ? low...high : nil
    }

    /// Each pixel as `0x00RRGGBB`.
    ///
    /// Grey images go through `colorMap` over `range`. RGB images are taken as 0…1, or as 0…255 where a value is greater
    /// than 2; transparent ones lie on white. A pixel that is not a number is drawn in the map's own colour for it.
    func colors(_ colorMap: ColorMap, range: ClosedRange<Float>) -> [UInt32] {
        channels == 1 ? mappedColors(colorMap, range: range) : directColors()
    }

    private func mappedColors(_ colorMap: ColorMap, range: ClosedRange<Float>) -> [UInt32] {
        // Halves keep the difference of two huge numbers finite.
        let low = range.lowerBound / 2
        let span = range.upperBound / 2 - low
        return values.map { value in
            if value.isNaN { return colorMap.missing }
            guard span > 0 else { return colorMap[value > range.upperBound ? 1 : (value < range.lowerBound ? 0 : 0.5)] }
            return colorMap[(value / 2 - low) / span]
        }
    }

    private func directColors() -> [UInt32] {
        let isByteRange = values.contains { $0 > 2 && $0.isFinite }
        let scale: Float = isByteRange ? 1 : 255
        return (0..<height * width).map { pixel in
            let start = pixel * channels
            let alpha = channels == 4 ? min(max(values[start + 3] * scale / 255, 0), 1) : 1
            return (0..<3).reduce(UInt32(0)) { color, channel in
                let value = values[start + channel] * scale
                let onWhite = (value.isNaN ? 128 : min(max(value, 0), 255)) * alpha + 255 * (1 - alpha)
                return color << 8 | UInt32(onWhite.isNaN ? 128 : onWhite.rounded())
            }
        }
    }
}
