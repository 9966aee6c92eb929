import CPNGCodec
import CZlib
import Glibc

/// A folder that is gone with the value.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/swiftlet-test.XXXXXX".utf8CString)
        mkdtemp(&template)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { remove(path) }

    private func remove(_ path: String) {
        for name in names(in: path) {
            if unlink("\(path)/\(name)") != 0 { remove("\(path)/\(name)") }
        }
        rmdir(path)
    }

    /// What is in a folder, hidden files too.
    func names(in folder: String? = nil) -> [String] {
        guard let directory = opendir(folder ?? path) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// Writes a file, in folders that are made for it, and returns its path.
    @discardableResult
    func write(_ name: String, _ bytes: [UInt8]) -> String {
        let parts = name.split(separator: "/")
        for count in 1..<max(1, parts.count) { mkdir("\(path)/" + parts[..<count].joined(separator: "/"), 0o777) }
        let file = fopen("\(path)/\(name)", "wb")!
        fwrite(bytes, 1, bytes.count, file)
        fclose(file)
        return "\(path)/\(name)"
    }
}

/// The bytes as a gzip file has them.
func gzipped(_ bytes: [UInt8]) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
        &stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    return [UInt8](unsafeUninitializedCapacity: bytes.count + 1000) { output, count in
        input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            stream.next_out = output.baseAddress
            stream.avail_out = UInt32(output.count)
            deflate(&stream, Z_FINISH)
            count = output.count - Int(stream.avail_out)
        }
    }
}

/// A PNG file of the given size with `pixels`, one to four bytes each.
func png(_ width: Int, _ height: Int, channels: Int, _ pixels: [UInt8]) -> [UInt8] {
    var bytes: UnsafeMutablePointer<UInt8>?
    var length = 0
    var error = [CChar](repeating: 0, count: Int(CPNG_ERROR_LENGTH))
    pixels.withUnsafeBufferPointer { pixels in
        var picture = cpng_picture(
            pixels: pixels.baseAddress, width: UInt32(width), height: UInt32(height), channels: Int32(channels),
            pixels_per_metre: 0, texts: nil, text_count: 0)
        _ = cpng_encode(&picture, &bytes, &length, &error)
    }
    defer { free(bytes) }
    return Array(UnsafeBufferPointer(start: bytes, count: length))
}
