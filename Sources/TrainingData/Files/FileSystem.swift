internal import Glibc

/// Whether there is a file or folder at `path`.
func fileExists(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// The names of what is in a folder, but for hidden ones, sorted; and which of them are folders.
func entries(of folder: String) throws(DataError) -> [(name: String, isFolder: Bool)] {
    guard let directory = opendir(folder) else {
        throw DataError(folder, "cannot be opened as a folder: \(String(cString: strerror(errno)))")
    }
    defer { closedir(directory) }
    var names: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
            String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
        }
        if name.hasPrefix(".") { continue }
        var status = stat()
        let isFolder = stat("\(folder)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        names.append((name, isFolder))
    }
    return names.sorted { $0.name < $1.name }
}

/// Makes a folder and those it is in.
func makeFolder(_ path: String) throws(DataError) {
    if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    if errno == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex {
        try makeFolder(String(path[..<slash]))
        if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    }
    throw DataError(path, "cannot be made: \(String(cString: strerror(errno)))")
}

/// The text that a C function has written.
func text(_ message: [CChar]) -> String {
    String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
