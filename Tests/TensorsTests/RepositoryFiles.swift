import Glibc

/// Files of the repository, for tests that read sources or golden values. Without Foundation, whose members in view of
/// every test of the module make the compiler give up on some expressions.
enum RepositoryFiles {
    /// The repository's folder.
    static let root = String(#filePath.dropLast("/Tests/TensorsTests/RepositoryFiles.swift".count))

    /// The text of a file given by its path from the root; `nil` if it cannot be read.
    static func text(_ path: String) -> String? {
        guard let file = fopen("\(root)/\(path)", "rb") else { return nil }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&block, 1, block.count, file)
            if count == 0 { break }
            bytes += block[..<count]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The paths from the root of all files below a folder whose names end with `suffix`.
    static func paths(below folder: String, suffix: String) -> [String] {
        guard let directory = opendir("\(root)/\(folder)") else { return [] }
        defer { closedir(directory) }
        var paths: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
            }
            if name.hasPrefix(".") { continue }
            let path = "\(folder)/\(name)"
            if entry.pointee.d_type == UInt8(DT_DIR) {
                paths += Self.paths(below: path, suffix: suffix)
            } else if name.hasSuffix(suffix) {
                paths.append(path)
            }
        }
        return paths.sorted()
    }
}
