internal import Glibc
public import NotebookDisplay

extension Figure: MIMERepresentable {
    /// The figure as PNG, shown at its size on the page, and what it shows in words for consoles.
    public var mimeBundle: MIMEBundle {
        let canvas = canvas()
        var bundle = MIMEBundle(plainText: textSummary)
        bundle[.png] = .binary(encoded(canvas))
        bundle.setSize(of: .png, width: Int(canvas.width), height: Int(canvas.height))
        return bundle
    }

    /// The figure as the bytes of a PNG file, with its resolution and title recorded in it.
    ///
    /// - Parameter scale: How many pixels there are to a CSS pixel; 2 gives 192 dots per inch.
    public func png(scale: Double = 2) -> [UInt8] { encoded(canvas(scale: min(max(scale, 0.25), 16))) }

    /// Writes the figure as PNG into a file, which appears whole or not at all.
    ///
    /// - Throws: ``FigureError`` when the name does not end in `.png`, or the file cannot be written.
    public func save(_ path: String) throws {
        guard path.lowercased().hasSuffix(".png") else { throw FigureError.unknownFormat(path: path) }
        try writeFile(png(), to: path)
    }

    private func encoded(_ canvas: Canvas) -> [UInt8] {
        let texts = [("Software", "Swiftlet")] + (title.isEmpty ? [] : [("Title", title)])
        do {
            return try canvas.picture().encoded(dotsPerInch: 96 * canvas.scale, texts: texts)
        } catch {
            preconditionFailure("\(error)")
        }
    }
}

/// A figure could not be saved.
public enum FigureError: Error, CustomStringConvertible {
    case unknownFormat(path: String)
    case unwritable(path: String, reason: String)

    public var description: String {
        switch self {
        case .unknownFormat(let path):
            "The figure cannot be saved as \"\(path)\": the name must end in .png."
        case .unwritable(let path, let reason):
            "The figure cannot be saved as \"\(path)\": \(reason)."
        }
    }
}

/// Writes a file beside its place and moves it there, so that no reader sees half of it.
private func writeFile(_ bytes: [UInt8], to path: String) throws {
    let temporary = path + ".\(getpid()).part"
    func failure() -> FigureError { .unwritable(path: path, reason: String(cString: strerror(errno))) }
    guard let file = fopen(temporary, "wb") else { throw failure() }
    let written = fwrite(bytes, 1, bytes.count, file)
    guard fclose(file) == 0, written == bytes.count, rename(temporary, path) == 0 else {
        let error = failure()
        unlink(temporary)
        throw error
    }
}
