/// HTML source that a notebook renders: `display(HTML("<b>bold</b>"))`.
public struct HTML: MIMERepresentable, Hashable, Sendable {
    public var source: String
    public init(_ source: String) { self.source = source }
    public var mimeBundle: MIMEBundle { richText(source, as: .html) }
}

/// Markdown source that a notebook renders, with `$…$` and `$$…$$` as mathematics.
public struct Markdown: MIMERepresentable, Hashable, Sendable {
    public var source: String
    public init(_ source: String) { self.source = source }
    public var mimeBundle: MIMEBundle { richText(source, as: .markdown) }
}

/// LaTeX mathematics that a notebook typesets: `display(LaTeX(#"$e^{i\pi} + 1 = 0$"#))`.
public struct LaTeX: MIMERepresentable, Hashable, Sendable {
    public var source: String
    public init(_ source: String) { self.source = source }
    public var mimeBundle: MIMEBundle { richText(source, as: .latex) }
}

/// An SVG document that a notebook draws.
public struct SVG: MIMERepresentable, Hashable, Sendable {
    public var source: String
    public init(_ source: String) { self.source = source }
    public var mimeBundle: MIMEBundle { richText(source, as: .svg) }
}

private func richText(_ source: String, as type: MIMEType) -> MIMEBundle {
    var bundle = MIMEBundle(plainText: source)
    bundle[type] = .text(source)
    return bundle
}
