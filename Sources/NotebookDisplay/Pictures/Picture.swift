/// A picture in a format that notebooks show: PNG, JPEG, GIF or WebP. For drawings there is ``SVG``.
///
/// ```swift
/// try display(Picture(contentsOfFile: "cat.png", width: 320))
/// ```
public struct Picture: MIMERepresentable, Hashable, Sendable {
    /// The encoded picture.
    public let bytes: [UInt8]
    /// Found in the first bytes.
    public let format: Format
    /// The size at which the picture is shown, in CSS pixels; where only one is given, front ends keep the shape, and
    /// where none is, each pixel of the picture is one of the page.
    public var width: Int?
    public var height: Int?

    public enum Format: String, Hashable, Sendable {
        case png = "PNG"
        case jpeg = "JPEG"
        case gif = "GIF"
        case webP = "WebP"
    }

    /// - Throws: ``PictureError/unknownFormat`` where the bytes are of another format.
    public init(_ bytes: some Sequence<UInt8>, width: Int? = nil, height: Int? = nil) throws(PictureError) {
        self.bytes = Array(bytes)
        guard let format = Format(firstBytes: self.bytes) else { throw .unknownFormat }
        self.format = format
        self.width = width
        self.height = height
    }

    /// - Throws: ``PictureError/unreadable(path:reason:)`` or ``PictureError/unknownFormat``.
    public init(contentsOfFile path: String, width: Int? = nil, height: Int? = nil) throws(PictureError) {
        try self.init(contents(ofFile: path), width: width, height: height)
    }

    public var mimeBundle: MIMEBundle {
        var bundle = MIMEBundle(plainText: plainText)
        bundle[format.type] = .binary(bytes)
        if let width { bundle[format.type, metadata: "width"] = .number(Double(width)) }
        if let height { bundle[format.type, metadata: "height"] = .number(Double(height)) }
        return bundle
    }

    /// `PNG picture, 640 × 480 pixels`
    private var plainText: String {
        guard let size = pixelSize else { return "\(format.rawValue) picture" }
        return "\(format.rawValue) picture, \(size.width) × \(size.height) pixels"
    }
}

/// Why there is no picture.
public enum PictureError: Error, Hashable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case unknownFormat

    public var description: String {
        switch self {
        case .unreadable(let path, let reason): "The picture \(path) cannot be read: \(reason)."
        case .unknownFormat:
            "The bytes are no PNG, JPEG, GIF or WebP picture. An SVG drawing is shown with SVG(source)."
        }
    }
}
