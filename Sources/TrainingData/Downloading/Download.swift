internal import CTransfer
internal import Glibc
internal import NotebookDisplay
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

/// A file that is being fetched: into a temporary file beside its place, which is gone with the transfer unless it has been
/// finished.
private final class Transfer {
    private let url: String
    private let path: String
    private let limit: Int
    private var temporary: [CChar]
    private let file: Int32
    private var sum = SHA256()
    private var received = 0
    private var bar: ProgressBar?
    private var failure: String?

    init(_ url: String, _ path: String, _ limit: Int) throws(DataError) {
        self.url = url
        self.path = path
        self.limit = limit
        temporary = Array("\(path).XXXXXX".utf8CString)
        file = mkstemp(&temporary)
        if file < 0 { throw DataError(path, "cannot be created: \(String(cString: strerror(errno)))") }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        close(file)
        unlink(temporary)
    }

    func run() throws(DataError) {
        var status = 0
        var message = [CChar](repeating: 0, count: Int(CTRANSFER_ERROR_LENGTH))
        let result = ctransfer_fetch(
            url, 60,
            { context, bytes, length in
                Transfer.from(context).receive(UnsafeRawBufferPointer(start: bytes, count: length))
            },
            { context, received, total in Transfer.from(context).advance(Int(received), Int(total)) },
            Unmanaged.passUnretained(self).toOpaque(), &status, &message)
        bar?.close()
        let reason = text(message)
        let byHand = "Without a network, put the file at \(path) by other means."
        switch result {
        case ctransfer_done: return
        case ctransfer_no_library:
            throw DataError(url, "cannot be fetched: libcurl is not installed (on Debian: libcurl4). \(byHand)")
        case ctransfer_unreachable: throw DataError(url, "cannot be reached: \(reason). \(byHand)")
        case ctransfer_refused: throw DataError(url, "the server answered \(status)")
        case ctransfer_stopped: throw DataError(url, failure ?? "was stopped")
        default: throw DataError(url, "cannot be fetched: \(reason)")
        }
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> Transfer {
        Unmanaged<Transfer>.fromOpaque(context!).takeUnretainedValue()
    }

    private func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        received += bytes.count
        if received > limit {
            failure = "has more than \(limit) bytes, the limit given"
            return false
        }
        sum.update(bytes)
        var written = 0
        while written < bytes.count {
            let count = write(file, bytes.baseAddress! + written, bytes.count - written)
            if count < 0 && errno == EINTR { continue }
            if count < 0 {
                failure = "\(path) cannot be written: \(String(cString: strerror(errno)))"
                return false
            }
            written += count
        }
        return true
    }

    private func advance(_ received: Int, _ total: Int) -> Bool {
        if total > limit {
            failure = "has \(total) bytes, more than the limit of \(limit)"
            return false
        }
        if received == 0 { return true }
        let bar =
            bar
            ?? ProgressBar(
                total: total > 0 ? (total + 999) / 1000 : nil,
                description: String(path.split(separator: "/").last ?? ""),
                unit: "kB")
        self.bar = bar
        let done = received == total ? (received + 999) / 1000 : received / 1000
        if done > bar.count { bar.advance(by: done - bar.count) }
        return true
    }

    /// Puts the file in its place if its checksum is right.
    func finish(_ expected: String?) throws(DataError) {
        let found = sum.finalize()
        if let expected, found != expected {
            throw DataError(url, "has the checksum \(found), not \(expected): it was changed, there or on the way")
        }
        let mask = umask(0)
        umask(mask)
        if fchmod(file, 0o666 & ~mask) != 0 || fsync(file) != 0 || rename(temporary, path) != 0 {
            throw DataError(path, "cannot be put in place: \(String(cString: strerror(errno)))")
        }
    }
}
