internal import CZlib
internal import Glibc

/// The bytes of a file from its start to its end; those of a gzip file unpacked on the way, so that no more is unpacked
/// than is asked for.
final class ByteSource {
    let path: String
    private let file: Int32
    private var input = [UInt8](repeating: 0, count: 1 << 16)
    /// What of `input` is not used yet.
    private var pending = 0..<0
    private var stream: UnsafeMutablePointer<z_stream>?
    private var isAtEnd = false

    /// Opens a regular file; it is a gzip file if it starts as one.
    init(_ path: String) throws(DataError) {
        self.path = path
        file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 { throw DataError(path, "cannot be opened: \(String(cString: strerror(errno)))") }
        var status = stat()
        if fstat(file, &status) != 0 || status.st_mode & S_IFMT != S_IFREG {
            throw DataError(path, "is not a regular file")
        }
        try fill()
        if pending.count >= 2 && input[0] == 0x1f && input[1] == 0x8b {
            let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
            stream.initialize(to: z_stream())
            self.stream = stream
            // The largest window, and a gzip header.
            if inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) != Z_OK {
                throw DataError(path, "cannot be unpacked: out of memory")
            }
        }
    }

    deinit {
        if file >= 0 { close(file) }
        if let stream {
            inflateEnd(stream)
            stream.deallocate()
        }
    }

    /// Reads more of the file once all of it so far is used.
    private func fill() throws(DataError) {
        if !pending.isEmpty { return }
        while true {
            let count = Glibc.read(file, &input, input.count)
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw DataError(path, "cannot be read: \(String(cString: strerror(errno)))") }
            pending = 0..<count
            return
        }
    }

    /// Up to `limit` more bytes; fewer only at the end.
    func read(_ limit: Int) throws(DataError) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < limit && !isAtEnd {
            // A file may promise more than it has, so memory is taken only for what comes.
            let part = try part(min(limit - bytes.count, 1 << 20))
            if bytes.isEmpty { bytes = part } else { bytes += part }
        }
        return bytes
    }

    /// Some bytes, at most `limit`; none only at the end.
    private func part(_ limit: Int) throws(DataError) -> [UInt8] {
        guard let stream else {
            try fill()
            if pending.isEmpty { isAtEnd = true }
            let taken = pending.prefix(limit)
            pending = taken.upperBound..<pending.upperBound
            return Array(input[taken])
        }
        while true {
            try fill()
            if pending.isEmpty {
                throw DataError(path, "ends in the middle of its compressed data: it is cut off or still being written")
            }
            var status = Z_OK
            let part = [UInt8](unsafeUninitializedCapacity: limit) { output, count in
                input.withUnsafeMutableBufferPointer { input in
                    stream.pointee.next_in = input.baseAddress! + pending.lowerBound
                    stream.pointee.avail_in = UInt32(pending.count)
                    stream.pointee.next_out = output.baseAddress!
                    stream.pointee.avail_out = UInt32(limit)
                    status = inflate(stream, Z_NO_FLUSH)
                }
                count = limit - Int(stream.pointee.avail_out)
            }
            pending = (pending.upperBound - Int(stream.pointee.avail_in))..<pending.upperBound
            switch status {
            case Z_STREAM_END:
                // A gzip file may be several, one after the other.
                try fill()
                if pending.isEmpty { isAtEnd = true } else { inflateReset(stream) }
                if isAtEnd || !part.isEmpty { return part }
            case Z_OK, Z_BUF_ERROR:
                if !part.isEmpty { return part }
            default:
                let reason = stream.pointee.msg.map { String(cString: $0) } ?? "error \(status)"
                throw DataError(path, "its compressed data is damaged (\(reason))")
            }
        }
    }

    /// The next `count` bytes, which hold `what`.
    func read(exactly count: Int, _ what: String) throws(DataError) -> [UInt8] {
        let bytes = try read(count)
        if bytes.count < count {
            throw DataError(path, "is cut off: \(bytes.count) of the \(count) bytes of \(what) are there")
        }
        return bytes
    }

    /// All bytes that are left, at most `limit`.
    func readAll(limit: Int) throws(DataError) -> [UInt8] {
        let bytes = try read(limit)
        try expectEnd("unpacks to more than \(limit) bytes, the limit given")
        return bytes
    }

    /// Throws unless all bytes have been read.
    func expectEnd(_ problem: @autoclosure () -> String) throws(DataError) {
        if try !read(1).isEmpty { throw DataError(path, problem()) }
    }
}
