internal import CPNGCodec
internal import Glibc

/// An 8-bit picture as PNG files hold it.
package struct PNGPicture {
    package var width: Int
    package var height: Int
    /// 1 for grey, 3 for RGB, 4 for RGBA.
    package var channels: Int
    /// Rows from top to bottom, `width * channels` bytes each.
    package var pixels: [UInt8]

    package init(width: Int, height: Int, channels: Int, pixels: [UInt8]) {
        precondition(
            pixels.count == width * height * channels, "\(pixels.count) bytes are not \(width)×\(height)×\(channels)")
        self.width = width
        self.height = height
        self.channels = channels
        self.pixels = pixels
    }

    /// The bytes of a PNG file.
    ///
    /// - Parameters:
    ///   - dotsPerInch: The resolution to record, so that programs show the picture at its intended size.
    ///   - texts: Keys and texts to record, such as `Title`.
    package func encoded(dotsPerInch: Double? = nil, texts: [(key: String, text: String)] = []) throws -> [UInt8] {
        let strings = texts.flatMap { [strdup($0.key), strdup($0.text)] }
        defer { for string in strings { free(string) } }
        let pointers = strings.map { UnsafePointer<CChar>($0) }
        var bytes: UnsafeMutablePointer<UInt8>?
        var length = 0
        let message = pixels.withUnsafeBufferPointer { pixels in
            pointers.withUnsafeBufferPointer { pointers in
                var picture = cpng_picture(
                    pixels: pixels.baseAddress, width: UInt32(width), height: UInt32(height), channels: Int32(channels),
                    pixels_per_metre: UInt32(((dotsPerInch ?? 0) / 0.0254).rounded()), texts: pointers.baseAddress,
                    text_count: Int32(texts.count))
                return errorMessage { cpng_encode(&picture, &bytes, &length, $0) }
            }
        }
        if let message { throw PNGError(operation: "written", reason: message) }
        defer { free(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: length))
    }

    /// The picture in the bytes of a PNG file, as RGBA.
    package init(decoding file: [UInt8]) throws {
        var decoded: UnsafeMutablePointer<UInt8>?
        var width: UInt32 = 0
        var height: UInt32 = 0
        if let message = errorMessage({ cpng_decode(file, file.count, &decoded, &width, &height, $0) }) {
            throw PNGError(operation: "read", reason: message)
        }
        defer { free(decoded) }
        let count = Int(width) * Int(height) * 4
        self.init(
            width: Int(width), height: Int(height), channels: 4,
            pixels: Array(UnsafeBufferPointer(start: decoded, count: count)))
    }
}

/// A picture could not be written or read as PNG.
public struct PNGError: Error, CustomStringConvertible {
    let operation: String
    public let reason: String
    public var description: String { "The PNG picture could not be \(operation): \(reason)." }
}

/// What a function of the codec says went wrong, or `nil` when it succeeded.
private func errorMessage(_ body: (UnsafeMutablePointer<CChar>) -> Int32) -> String? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(CPNG_ERROR_LENGTH)) { buffer in
        buffer.initialize(repeating: 0)
        guard let start = buffer.baseAddress, body(start) == 0 else { return nil }
        return String(cString: start)
    }
}
