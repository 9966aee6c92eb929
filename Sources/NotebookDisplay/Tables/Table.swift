/// A table as text and as HTML.
///
/// The HTML uses only what JupyterLab's sanitizer lets pass, and no colours of its own but for warnings, so that it
/// follows the page's theme.
package struct Table {
    package enum Cell {
        case text(String)
        case code(String)
        case warning(String)
        /// A picture, and the text that stands for it in a console.
        case picture(png: [UInt8], width: Double, height: Double, text: String)
    }

    package struct Column {
        package var header: String
        package var isNumeric: Bool

        package init(header: String, isNumeric: Bool = false) {
            self.header = header
            self.isNumeric = isNumeric
        }
    }

    package var title: String
    package var columns: [Column]
    package var rows: [[Cell]] = []
    /// Lines below the table.
    package var footer = ""

    package init(title: String, columns: [Column]) {
        self.title = title
        self.columns = columns
    }

    package var plainText: String {
        ([title].filter { !$0.isEmpty } + lines + [footer].filter { !$0.isEmpty }).joined(separator: "\n")
    }

    private var lines: [String] {
        guard !columns.isEmpty else { return [] }
        let texts = [columns.map(\.header)] + rows.map { $0.map(\.plainText) }
        let widths = columns.indices.map { column in texts.map { $0[column].columnWidth }.max() ?? 0 }
        var lines = texts.map { row in
            columns.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].columnWidth)
                return columns[column].isNumeric ? padding + row[column] : row[column] + padding
            }.joined(separator: "  ").trimmedAtEnd
        }
        lines.insert(String(repeating: "─", count: widths.reduce(2 * (widths.count - 1), +)), at: 1)
        return lines
    }

    package var html: String {
        func cell(_ tag: String, _ content: String, _ column: Column) -> String {
            "<\(tag) style=\"text-align:\(column.isNumeric ? "right" : "left");vertical-align:middle;"
                + "white-space:nowrap;padding:3px 7px\">\(content)</\(tag)>"
        }
        var text = "<div>"
        if !title.isEmpty { text += "<div style=\"margin:4px 0\"><b>\(escapedHTML(title))</b></div>" }
        text += "<table style=\"border-collapse:collapse\"><thead><tr>"
        for column in columns { text += cell("th", escapedHTML(column.header), column) }
        text += "</tr></thead><tbody>"
        for row in rows {
            text += "<tr>" + zip(row, columns).map { cell("td", $0.html, $1) }.joined() + "</tr>"
        }
        text += "</tbody></table>"
        for line in footer.split(separator: "\n") {
            text += "<div style=\"margin:4px 0;font-size:12px;opacity:0.8\">\(escapedHTML(String(line)))</div>"
        }
        return text + "</div>"
    }

    package var bundle: MIMEBundle {
        var bundle = MIMEBundle(plainText: plainText)
        bundle[.html] = .text(html)
        return bundle
    }
}

extension Table.Cell {
    var plainText: String {
        switch self {
        case .text(let text), .code(let text), .warning(let text): oneLine(text)
        case .picture(_, _, _, let text): text
        }
    }

    var html: String {
        switch self {
        case .text(let text): escapedHTML(oneLine(text))
        case .code(let text): "<code style=\"white-space:nowrap\">\(escapedHTML(oneLine(text)))</code>"
        case .warning(let text): "<span style=\"color:#d9480f;font-weight:bold\">\(escapedHTML(oneLine(text)))</span>"
        case .picture(let png, let width, let height, let text):
            "<img alt=\"\(escapedHTML(text))\" width=\"\(Int(width))\" height=\"\(Int(height))\""
                // Without a least width the page would shrink the picture to the width of the column's header.
                + " style=\"vertical-align:middle;min-width:\(Int(width))px;max-width:none\" src=\"data:image/png;base64,\(base64Encoded(png))\">"
        }
    }

    private func oneLine(_ text: String) -> String { text.split(whereSeparator: \.isNewline).joined(separator: " ") }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
