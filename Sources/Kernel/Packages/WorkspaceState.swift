import Foundation

/// SwiftPM's notes on the packages that it has at hand, as far as they matter.
struct WorkspaceState: Decodable {
    struct Dependency: Decodable {
        struct Reference: Decodable {
            var identity: String
            var kind: String
            var location: String
        }

        var packageRef: Reference
        var subpath: String

        /// Whether it is a folder of this machine that is used where it is.
        var isLocal: Bool { packageRef.kind == "fileSystem" }

        func folder(scratch: String) -> String {
            isLocal ? packageRef.location : "\(scratch)/checkouts/\(subpath)"
        }
    }

    private struct Object: Decodable {
        var dependencies: [Dependency]
    }

    private var object: Object

    var dependencies: [Dependency] { object.dependencies }

    /// - Parameter scratch: The package's `.build` folder.
    init?(scratch: String) {
        guard let data = FileManager.default.contents(atPath: scratch + "/workspace-state.json"),
            let state = try? JSONDecoder().decode(WorkspaceState.self, from: data)
        else { return nil }
        self = state
    }
}
