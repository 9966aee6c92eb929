import Figures

/// A decoded picture, to be asked about its pixels.
struct Raster {
    let picture: PNGPicture

    init(_ png: [UInt8]) throws { picture = try PNGPicture(decoding: png) }

    var width: Int { picture.width }
    var height: Int { picture.height }

    subscript(x: Int, y: Int) -> SIMD3<Int> {
        let start = (y * width + x) * 4
        return SIMD3(Int(picture.pixels[start]), Int(picture.pixels[start + 1]), Int(picture.pixels[start + 2]))
    }

    /// How many pixels of a rectangle, in CSS pixels at twice the resolution, are near `color`.
    func count(of color: SIMD3<Int>, in rect: Rect, tolerance: Int = 24) -> Int {
        var count = 0
        for y in max(0, Int(rect.y * 2))..<min(height, Int(rect.maxY * 2)) {
            for x in max(0, Int(rect.x * 2))..<min(width, Int(rect.maxX * 2)) {
                let difference = self[x, y] &- color
                if (0..<3).allSatisfy({ abs(difference[$0]) <= tolerance }) { count += 1 }
            }
        }
        return count
    }

    func count(of color: SIMD3<Int>) -> Int {
        count(of: color, in: Rect(x: 0, y: 0, width: Double(width), height: Double(height)))
    }

    static let blue = SIMD3(0x00, 0x72, 0xB2)
    static let vermilion = SIMD3(0xD5, 0x5E, 0x00)
}
