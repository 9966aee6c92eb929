/// ANSI colours, which front ends show in tracebacks and streams.
///
/// JupyterLab shows a bold colour darker than a plain one, on light red or on dark red; these can be read on both.
enum Style {
    static func error(_ text: String) -> String { styled("31", text) }
    static func warning(_ text: String) -> String { styled("35", text) }
    static func note(_ text: String) -> String { styled("1;36", text) }
    static func message(_ text: String) -> String { styled("1", text) }
    static func place(_ text: String) -> String { styled("32", text) }
    static func caret(_ text: String) -> String { styled("1", text) }
    static func fix(_ text: String) -> String { styled("32", text) }

    private static func styled(_ code: String, _ text: String) -> String {
        text.isEmpty ? "" : "\u{1b}[\(code)m\(text)\u{1b}[0m"
    }
}
