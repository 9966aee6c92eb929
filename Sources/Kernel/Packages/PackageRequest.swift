import Foundation

/// Products of a package that a notebook asks for.
package struct PackageRequest: Equatable, Sendable {
    /// The package as a manifest declares a dependency: `.package(url: "…", from: "1.2.0")`.
    package var dependency: String
    /// What stands between the quotes of `url:` or `path:`.
    package var location: String
    /// Where the location stands in the dependency, with its quotes, as UTF-8 offsets. Of a package on this machine only.
    package var path: Range<Int>?
    package var products: [String]

    /// How SwiftPM calls the package.
    package var identity: String {
        let last = location.split(whereSeparator: { "/:".contains($0) }).last.map(String.init) ?? location
        return (last.hasSuffix(".git") ? String(last.dropLast(4)) : last).lowercased()
    }

    /// The same request with the path of a package on this machine counted from a folder.
    package func located(from folder: String) -> PackageRequest {
        guard let path else { return self }
        let expanded = NSString(string: location).expandingTildeInPath
        let absolute = URL(fileURLWithPath: expanded, relativeTo: URL(fileURLWithPath: folder, isDirectory: true))
            .standardizedFileURL.path
        var bytes = Array(dependency.utf8)
        bytes.replaceSubrange(path, with: swiftLiteral(absolute).utf8)
        var located = self
        located.dependency = String(decoding: bytes, as: UTF8.self)
        located.location = absolute
        located.path = path.lowerBound..<path.lowerBound + swiftLiteral(absolute).utf8.count
        return located
    }
}

/// The text as a string literal of Swift.
func swiftLiteral(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
}
