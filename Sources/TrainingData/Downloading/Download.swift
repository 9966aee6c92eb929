internal import Glibc
internal import Tensors

extension Datasets {
    /// Fetches a file over HTTP or HTTPS, shows a progress bar meanwhile, and keeps the file for the next time.
    ///
    /// ```swift
    /// let path = try Datasets.download("https://example.org/flowers.csv", sha256: "9f86d0…")
    /// ```
    ///
    /// The file appears whole or not at all. One that is there already is used without asking the network, once its checksum
    /// has been found right.
    ///
    /// - Parameters:
    ///   - url: Where it comes from.
    ///   - sha256: Its checksum in hexadecimal. Without one, whatever the server sends is believed.
    ///   - path: Where to put it. If `nil`, that is a folder below `$XDG_CACHE_HOME/swiftlet/datasets`, or
    ///     `~/.cache/swiftlet/datasets`.
    ///   - limit: The most bytes that it may have.
    /// - Returns: The path of the file.
    /// - Throws: ``DataError`` that says where to put the file by hand if there is no network, and for an answer that is an
    ///   error, a file that is too large or cut off, and one that has another checksum.
    @discardableResult
    public static func download(
        _ url: String, sha256: String? = nil, to path: String? = nil, limit: Int = 1 << 34
    ) throws(DataError) -> String {
        let expected = sha256?.lowercased()
        if let expected, expected.utf8.count != 64 || expected.contains(where: { !$0.isHexDigit }) {
            shapeError("download", "“\(expected)” is no SHA-256, which has 64 hexadecimal digits")
        }
        let path = if let path { path } else { try cachePath(of: url) }
        if fileExists(path) {
            guard let expected else { return path }
            let found = try checksum(of: path)
            if found == expected { return path }
            throw DataError(path, "has the checksum \(found), not \(expected): delete it to fetch it again")
        }
        if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeFolder(String(path[..<slash])) }
        let transfer = try Transfer(url, path, limit)
        try transfer.run()
        try transfer.finish(expected)
        return path
    }

    /// The checksum SHA-256 of a file, in hexadecimal.
    public static func checksum(of path: String) throws(DataError) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 { throw DataError(path, "cannot be opened: \(String(cString: strerror(errno)))") }
        defer { close(file) }
        var sum = SHA256()
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(file, &block, block.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw DataError(path, "cannot be read: \(String(cString: strerror(errno)))") }
            if count == 0 { return sum.finalize() }
            block.withUnsafeBytes { sum.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }

    /// A place of its own for each address, with the name that the address ends with.
    private static func cachePath(of url: String) throws(DataError) -> String {
        func variable(_ name: String) -> String? {
            getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        guard let cache = variable("XDG_CACHE_HOME") ?? variable("HOME").map({ "\($0)/.cache" }) else {
            throw DataError(url, "there is no place to keep it: neither XDG_CACHE_HOME nor HOME is set")
        }
        var sum = SHA256()
        sum.update(Array(url.utf8))
        let address = url.prefix { $0 != "?" && $0 != "#" }
        let name = address.split(separator: "/").last.map(String.init) ?? ""
        return "\(cache)/swiftlet/datasets/\(sum.finalize().prefix(12))/\(name.isEmpty ? "file" : name)"
    }
}
