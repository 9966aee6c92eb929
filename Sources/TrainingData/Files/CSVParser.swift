internal import Tensors

/// Reads records as RFC 4180 describes them: fields with commas between them, lines that end with a line feed or a carriage
/// return and a line feed, and fields in quotes, which may hold commas, line ends, and quotes written twice.
///
/// What the standard does not allow is an error and not guessed at. Lines with nothing in them are skipped.
struct CSVParser {
    struct Record {
        /// Where it starts, from 1.
        let line: Int
        let fields: [String]
    }

    private let path: String
    private let bytes: [UInt8]
    private let delimiter: UInt8
    private var position = 0
    private var line = 1

    init(_ bytes: [UInt8], path: String, delimiter: UInt8) {
        self.path = path
        self.bytes = bytes
        self.delimiter = delimiter
        // The byte order mark that some programs write first.
        if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
    }

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// The next record, or `nil` at the end.
    mutating func next() throws(DataError) -> Record? {
        while true {
            if position == bytes.count { return nil }
            if !takesLineEnd() { break }
        }
        let first = line
        var fields: [String] = []
        while true {
            fields.append(try field(number: fields.count + 1))
            if position == bytes.count || takesLineEnd() { return Record(line: first, fields: fields) }
            // A field ends at the end of the file, of a line, or at a delimiter.
            position += 1
        }
    }

    private mutating func takesLineEnd() -> Bool {
        let rest = bytes[position...]
        if rest.first == CSVParser.lineFeed {
            position += 1
        } else if rest.starts(with: [CSVParser.carriageReturn, CSVParser.lineFeed]) {
            position += 2
        } else {
            return false
        }
        line += 1
        return true
    }

    private mutating func field(number: Int) throws(DataError) -> String {
        if position < bytes.count && bytes[position] == CSVParser.quote { return try quotedField(number: number) }
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == delimiter || byte == CSVParser.lineFeed { break }
            if byte == CSVParser.carriageReturn {
                if position + 1 < bytes.count && bytes[position + 1] == CSVParser.lineFeed { break }
                throw error(number, "a carriage return without a line feed")
            }
            if byte == CSVParser.quote { throw error(number, "a quote within a field that does not start with one") }
            position += 1
        }
        return try text(bytes[start..<position], number)
    }

    private mutating func quotedField(number: Int) throws(DataError) -> String {
        let first = line
        position += 1
        var content: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            if byte != CSVParser.quote {
                if byte == CSVParser.lineFeed { line += 1 }
                content.append(byte)
                continue
            }
            guard position < bytes.count else { return try text(content[...], number) }
            let after = bytes[position]
            if after == CSVParser.quote {
                content.append(after)
                position += 1
            } else if after == delimiter || after == CSVParser.lineFeed
                || bytes[position...].starts(with: [CSVParser.carriageReturn, CSVParser.lineFeed])
            {
                return try text(content[...], number)
            } else {
                throw error(number, "text after the closing quote")
            }
        }
        throw DataError(path, line: first, column: number, "a quote is opened and never closed")
    }

    private func text(_ bytes: ArraySlice<UInt8>, _ number: Int) throws(DataError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw error(number, "is no UTF-8 text") }
        return text
    }

    private func error(_ number: Int, _ problem: String) -> DataError {
        DataError(path, line: line, column: number, problem)
    }
}
