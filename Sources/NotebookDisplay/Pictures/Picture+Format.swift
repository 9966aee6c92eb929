extension Picture.Format {
    init?(firstBytes bytes: [UInt8]) {
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if bytes.starts(with: "GIF87a".utf8) || bytes.starts(with: "GIF89a".utf8) {
            self = .gif
        } else if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            self = .webP
        } else {
            return nil
        }
    }

    var type: MIMEType {
        switch self {
        case .png: .png
        case .jpeg: .jpeg
        case .gif: .gif
        case .webP: .webP
        }
    }
}

extension Picture {
    /// The size of the picture itself, where the format keeps it in a place of its own.
    ///
    /// PNG: the header chunk (PNG 3, section 11.2.1). GIF: the logical screen descriptor (GIF89a, section 18). JPEG:
    /// the first frame header (ITU-T T.81, B.2.2).
    package var pixelSize: (width: Int, height: Int)? {
        switch format {
        case .png:
            guard bytes.count >= 24 else { return nil }
            return (number(at: 16, count: 4), number(at: 20, count: 4))
        case .gif:
            guard bytes.count >= 10 else { return nil }
            return (Int(bytes[6]) | Int(bytes[7]) << 8, Int(bytes[8]) | Int(bytes[9]) << 8)
        case .jpeg: return sizeInFrameHeader
        case .webP: return nil
        }
    }

    private var sizeInFrameHeader: (width: Int, height: Int)? {
        var position = 2
        while position + 9 <= bytes.count, bytes[position] == 0xFF {
            switch bytes[position + 1] {
            case 0xFF: position += 1
            // These three say something else than how a frame is coded.
            case 0xC4, 0xC8, 0xCC: position += 2 + number(at: position + 2, count: 2)
            case 0xC0...0xCF: return (number(at: position + 7, count: 2), number(at: position + 5, count: 2))
            default: position += 2 + number(at: position + 2, count: 2)
            }
        }
        return nil
    }

    /// A number that begins with its most significant byte.
    private func number(at position: Int, count: Int) -> Int {
        bytes[position..<position + count].reduce(0) { $0 << 8 | Int($1) }
    }
}
