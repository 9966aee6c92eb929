extension Table.Cell {
    private static let longestText = 80

    /// How a table shows a value: numbers with six digits, as libraries for data frames do, text without quotes,
    /// pictures as pictures, a missing value as a dash, all else as a REPL does.
    ///
    /// - Parameter decimals: How many digits a number has behind its point; as few as it needs if nothing is given.
    init(_ value: Any?, decimals count: Int?) {
        guard let value else {
            self = .text("–")
            return
        }
        switch value {
        case let value as any BinaryFloatingPoint:
            let value = Double(value)
            self = .text(count.map { decimals(value, count: $0) } ?? significantDigits(value, count: 6))
        case let value as any StringProtocol: self = .text(Self.shortened(String(value)))
        case let value as Character: self = .text(String(value))
        case let value as any MIMERepresentable: self = Table.Cell(value.mimeBundle, of: value)
        case let value as any CustomStringConvertible: self = .text(Self.shortened(value.description))
        default: self = .text(Self.shortened(NotebookDisplay.plainText(of: value)))
        }
    }

    private init(_ bundle: MIMEBundle, of value: Any) {
        let text = Self.shortened(bundle.plainText ?? typeName(of: type(of: value)))
        guard case .binary(let png)? = bundle[.png], let picture = try? Picture(png), let size = picture.pixelSize,
            size.width > 0, size.height > 0
        else {
            self = .text(text)
            return
        }
        var width = Double(size.width)
        var height = Double(size.height)
        if case .number(let given)? = bundle[.png, metadata: "width"] { width = given }
        if case .number(let given)? = bundle[.png, metadata: "height"] { height = given }
        // A row is a line of the page, or a few.
        let scale = min(1, 96 / max(width, height))
        self = .picture(png: png, width: width * scale, height: height * scale, text: text)
    }

    private static func shortened(_ text: String) -> String {
        // Bytes are counted first, since counting characters takes a walk over all of a long text.
        guard text.utf8.count > longestText, text.count > longestText else { return text }
        return text.prefix(longestText - 1) + "…"
    }
}
