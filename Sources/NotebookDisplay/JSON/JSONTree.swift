/// A JSON value that a notebook shows as a tree to fold and search.
///
/// ```swift
/// display(JSONTree(["layers": [64, 32, 10], "dropout": 0.5], isExpanded: true))
/// display(JSONTree(JSONValue(reflecting: configuration)))
/// ```
///
/// Front ends without such a tree show the indented text. It is not named `JSON`, and ``DataTable`` not `Table`,
/// because cells see these names without asking for them, and well-known packages have types of those names.
public struct JSONTree: MIMERepresentable, Hashable, Sendable {
    /// JSON text; text that is not JSON is shown as a string.
    public var source: String
    /// The name of the whole value.
    public var root: String
    public var isExpanded: Bool

    public init(_ value: JSONValue, root: String = "root", isExpanded: Bool = false) {
        self.init(source: value.prettyText, root: root, isExpanded: isExpanded)
    }

    public init(source: String, root: String = "root", isExpanded: Bool = false) {
        self.source = source
        self.root = root
        self.isExpanded = isExpanded
    }

    public var mimeBundle: MIMEBundle {
        var bundle = MIMEBundle(plainText: source)
        bundle[.json] = .json(source)
        bundle[.json, metadata: "expanded"] = .bool(isExpanded)
        bundle[.json, metadata: "root"] = .text(root)
        return bundle
    }
}
