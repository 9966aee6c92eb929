internal import CTransfer
internal import Glibc
internal import NotebookDisplay

/// A file that is being fetched: into one without a name where the file system has such files, so that nothing is left behind
/// even if the cell is stopped, else into a temporary file beside its place, which is gone with the transfer.
final class Transfer {
    private let url: String
    private let path: String
    private let limit: Int
    /// What the file is called until it is finished, if it has a name.
    private var temporary: [CChar]?
    private let file: Int32
    private var sum = SHA256()
    private var received = 0
    private var bar: ProgressBar?
    private var failure: String?

    init(_ url: String, _ path: String, _ limit: Int) throws(DataError) {
        self.url = url
        self.path = path
        self.limit = limit
        let slash = path.lastIndex(of: "/")
        let unnamed = ctransfer_open_unnamed(slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".")
        if unnamed >= 0 {
            file = unnamed
            return
        }
        var template = Array("\(path).XXXXXX".utf8CString)
        file = mkstemp(&template)
        if file < 0 { throw DataError(path, "cannot be created: \(String(cString: strerror(errno)))") }
        _ = fcntl(file, F_SETFD, FD_CLOEXEC)
        temporary = template
    }

    deinit {
        if file >= 0 { close(file) }
        if let temporary { unlink(temporary) }
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
        if fsync(file) != 0 || !(temporary.map { isRenamed($0) } ?? isNamed()) {
            throw DataError(path, "cannot be put in place: \(String(cString: strerror(errno)))")
        }
    }

    /// Another process may have fetched the file meanwhile, and then it is there.
    private func isNamed() -> Bool { ctransfer_name(file, path) || errno == EEXIST }

    private func isRenamed(_ temporary: [CChar]) -> Bool {
        let mask = umask(0)
        umask(mask)
        return fchmod(file, 0o666 & ~mask) == 0 && rename(temporary, path) == 0
    }
}
