import Foundation

/// The libraries that an object file asks to be linked with (`-lFoundation`), which the compiler writes down in the
/// section `.swift1_autolink_entries` of a 64-bit ELF file, separated by zero bytes.
func autolinkedLibraries(ofObject path: String) throws -> [String] {
    let object = try Data(contentsOf: URL(fileURLWithPath: path))
    guard let entries = ELFFile(object)?.contents(of: ".swift1_autolink_entries") else { return [] }
    var seen: Set<String> = []
    return entries.split(separator: 0)
        .flatMap { String(decoding: $0, as: UTF8.self).split(separator: " ").map(String.init) }
        .filter { $0.hasPrefix("-l") && seen.insert($0).inserted }
}
