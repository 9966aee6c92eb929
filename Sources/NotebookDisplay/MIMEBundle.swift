/// One value in several representations, of which a front end shows the richest that it knows.
///
/// This is what Jupyter calls a MIME bundle: the `data` and `metadata` of a `display_data` message.
///
/// ```swift
/// var bundle = MIMEBundle(plainText: "a red dot")
/// bundle[.svg] = .text("<svg …>…</svg>")
/// ```
public struct MIMEBundle: Hashable, Sendable {
    /// The content of one representation.
    public enum Content: Hashable, Sendable {
        /// Text as it is, for types such as `text/html` and `image/svg+xml`.
        case text(String)
        /// Bytes, sent in Base64, for types such as `image/png`.
        case binary([UInt8])
        /// The text of a JSON value, for types such as `application/json` and those that end in `+json`.
        case json(String)
    }

    /// A value of one key of a representation's metadata.
    public enum MetadataValue: Hashable, Sendable {
        case number(Double)
        case text(String)
        case bool(Bool)
    }

    /// What there is to show, by type.
    public private(set) var contents: [MIMEType: Content] = [:]

    /// Hints for the front end, by type and key, such as the `width` and `height` of an image in CSS pixels.
    public private(set) var metadata: [MIMEType: [String: MetadataValue]] = [:]

    public init() {}

    public init(plainText: String) {
        contents[.plainText] = .text(plainText)
    }

    /// The representation of the given type; setting `nil` removes it together with its metadata.
    public subscript(type: MIMEType) -> Content? {
        get { contents[type] }
        set {
            contents[type] = newValue
            if newValue == nil { metadata[type] = nil }
        }
    }

    /// The hint of the given name for the representation of the given type.
    public subscript(type: MIMEType, metadata key: String) -> MetadataValue? {
        get { metadata[type]?[key] }
        set {
            metadata[type, default: [:]][key] = newValue
            if metadata[type]?.isEmpty == true { metadata[type] = nil }
        }
    }

    /// Sets the size, in CSS pixels, at which an image of the given type is shown.
    public mutating func setSize(of type: MIMEType, width: Int, height: Int) {
        self[type, metadata: "width"] = .number(Double(width))
        self[type, metadata: "height"] = .number(Double(height))
    }

    /// The plain text, for consoles.
    public var plainText: String? {
        if case .text(let text) = contents[.plainText] { text } else { nil }
    }
}
