/// The media type of one representation of a displayed value, such as `image/png`.
///
/// Any type can be made from its name: `MIMEType(rawValue: "application/geo+json")`. Those that Jupyter front ends know
/// have constants here.
public struct MIMEType: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }
    public init(stringLiteral value: String) { rawValue = value }

    public static let plainText = MIMEType(rawValue: "text/plain")
    public static let html = MIMEType(rawValue: "text/html")
    public static let markdown = MIMEType(rawValue: "text/markdown")
    public static let latex = MIMEType(rawValue: "text/latex")
    public static let javaScript = MIMEType(rawValue: "application/javascript")
    public static let json = MIMEType(rawValue: "application/json")
    public static let geoJSON = MIMEType(rawValue: "application/geo+json")
    public static let vegaLite = MIMEType(rawValue: "application/vnd.vegalite.v5+json")
    public static let vega = MIMEType(rawValue: "application/vnd.vega.v5+json")
    public static let png = MIMEType(rawValue: "image/png")
    public static let jpeg = MIMEType(rawValue: "image/jpeg")
    public static let gif = MIMEType(rawValue: "image/gif")
    public static let webP = MIMEType(rawValue: "image/webp")
    public static let svg = MIMEType(rawValue: "image/svg+xml")
    public static let pdf = MIMEType(rawValue: "application/pdf")

    public var description: String { rawValue }
}
