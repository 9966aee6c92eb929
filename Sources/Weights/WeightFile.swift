internal import Glibc

/// Reading and writing whole files with the system's calls.
enum WeightFile {
    static func error(_ path: String, _ doing: String) -> WeightsError {
        WeightsError(path: path, tensor: nil, problem: "\(doing): \(String(cString: strerror(errno)))")
    }

    static func read(_ path: String) throws(WeightsError) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        if file < 0 { throw error(path, "cannot be opened") }
        defer { close(file) }
        var status = stat()
        if fstat(file, &status) != 0 { throw error(path, "cannot be examined") }
        if status.st_mode & S_IFMT != S_IFREG {
            throw WeightsError(path: path, tensor: nil, problem: "is not a regular file")
        }
        let size = Int(status.st_size)
        var failure: WeightsError?
        let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, filled in
            while filled < size {
                let count = Glibc.read(file, buffer.baseAddress! + filled, size - filled)
                if count < 0 && errno == EINTR { continue }
                if count < 0 { failure = error(path, "cannot be read") }
                if count <= 0 { return }
                filled += count
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes a file that appears whole under its name or not at all: to a temporary file beside it, flushed to the
    /// disk, then renamed. A file that was there before stays until then.
    static func write(
        _ path: String, _ body: ((UnsafeRawBufferPointer) throws(WeightsError) -> Void) throws(WeightsError) -> Void
    ) throws(WeightsError) {
        let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        var template = Array("\(path).XXXXXX".utf8CString)
        let file = mkstemp(&template)
        if file < 0 { throw error(path, "cannot be created") }
        do throws(WeightsError) {
            try body { bytes throws(WeightsError) in
                var written = 0
                while written < bytes.count {
                    let count = Glibc.write(file, bytes.baseAddress! + written, bytes.count - written)
                    if count < 0 && errno == EINTR { continue }
                    if count < 0 { throw error(path, "cannot be written") }
                    written += count
                }
            }
            let mask = umask(0)
            umask(mask)
            if fchmod(file, 0o666 & ~mask) != 0 { throw error(path, "cannot get its permissions") }
            if fsync(file) != 0 { throw error(path, "cannot be flushed to the disk") }
            if rename(template, path) != 0 { throw error(path, "cannot be renamed into place") }
        } catch {
            close(file)
            unlink(template)
            throw error
        }
        close(file)
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            // Makes the rename itself last; the file is whole either way.
            fsync(directory)
            close(directory)
        }
    }
}
