/// A scale of colours for numbers.
public struct ColorMap: Hashable, Sendable {
    public let name: String
    /// Whether the middle of the scale means zero, so that its range is laid out evenly to both sides.
    public let isDiverging: Bool
    /// 256 colours as `0x00RRGGBB`.
    private let colors: [UInt32]
    /// The colour of what is not a number.
    let missing: UInt32

    /// A map through evenly spaced colours, given as `0xRRGGBB`.
    public init(name: String, colors: [UInt32], isDiverging: Bool = false) {
        precondition(!colors.isEmpty, "a colour map needs at least one colour")
        self.name = name
        self.isDiverging = isDiverging
        missing = 0xD55E00
        self.colors = (0..<256).map { index in
            let position = Double(index) / 255 * Double(colors.count - 1)
            let lower = Int(position)
            let upper = min(lower + 1, colors.count - 1)
            return ColorMap.mixed(colors[lower], colors[upper], position - Double(lower))
        }
    }

    /// The colour at `position`, from 0 to 1; what lies beyond gets the colour of the nearer end.
    subscript(position: Float) -> UInt32 {
        position.isNaN ? missing : colors[Int((min(max(position, 0), 1) * 255).rounded())]
    }

    private static func mixed(_ first: UInt32, _ second: UInt32, _ share: Double) -> UInt32 {
        [16, 8, 0].reduce(0) { color, shift in
            let a = Double(first >> shift & 0xFF)
            let b = Double(second >> shift & 0xFF)
            return color << 8 | UInt32((a + (b - a) * share).rounded())
        }
    }

    /// From black to white.
    public static let gray = ColorMap(name: "gray", colors: [0x000000, 0xFFFFFF])

    /// From white to black, for ink on paper.
    public static let reversedGray = ColorMap(name: "reversed gray", colors: [0xFFFFFF, 0x000000])
}
