import Foundation

/// What an object file wants to be linked with.
struct LinkerNeeds {
    /// As in `-lFoundation`.
    private(set) var libraries: [String] = []
    /// Whether the runtime must be told of the object's types, conformances and other records, by which it finds them. It
    /// cannot be made to forget them.
    private(set) var hasRecords = false

    init(ofObject path: String) throws {
        guard let object = ELFFile(try Data(contentsOf: URL(fileURLWithPath: path))) else { return }
        hasRecords = LinkerNeeds.recordSections.contains { object.contents(of: $0)?.isEmpty == false }
        // The compiler writes them down separated by zero bytes.
        guard let entries = object.contents(of: ".swift1_autolink_entries") else { return }
        var seen: Set<String> = []
        libraries = entries.split(separator: 0)
            .flatMap { String(decoding: $0, as: UTF8.self).split(separator: " ").map(String.init) }
            .filter { $0.hasPrefix("-l") && seen.insert($0).inserted }
    }

    /// Those that the runtime looks through; the others hold what these refer to (swift/ABI/MetadataSections.h).
    private static let recordSections = [
        "swift5_protocols", "swift5_protocol_conformances", "swift5_type_metadata", "swift5_replace",
        "swift5_replac2", "swift5_accessible_functions", "swift5_runtime_attributes", "swift5_tests",
    ]
}
