import Foundation
import Glibc

/// The private folder of a session, which holds its compiled cells and the modules that a notebook can import.
///
/// It is named after the kernel's process, so that the next kernel can remove what a killed one left behind.
struct SessionFolder: Sendable {
    let path: String

    private static let prefix = "swiftlet-session-"

    init() throws(SessionSetUpError) {
        let parent = NSTemporaryDirectory()
        SessionFolder.removeAbandoned(in: parent)
        path = URL(fileURLWithPath: parent).appendingPathComponent("\(SessionFolder.prefix)\(getpid())").path
        try? FileManager.default.removeItem(atPath: path)
        guard mkdir(path, 0o700) == 0 else {
            throw SessionSetUpError("the session's folder \(path) cannot be made: \(String(cString: strerror(errno)))")
        }
    }

    /// Puts modules where the compiler looks for what a cell imports.
    func link(modules: [String], from folder: String) throws(SessionSetUpError) {
        for module in modules.map({ $0 + ".swiftmodule" }) {
            guard FileManager.default.fileExists(atPath: "\(folder)/\(module)"),
                symlink("\(folder)/\(module)", "\(path)/\(module)") == 0
            else {
                throw SessionSetUpError("the library's module \(folder)/\(module) is missing: build Swiftlet again")
            }
        }
        // What is told of a module's declarations; a cell needs it not.
        for documentation in modules.map({ $0 + ".swiftdoc" }) {
            symlink("\(folder)/\(documentation)", "\(path)/\(documentation)")
        }
    }

    /// A cell that ends meanwhile removes files, too, and a file that is gone already keeps the file manager from going on.
    func remove() {
        for _ in 0..<20 {
            if (try? FileManager.default.removeItem(atPath: path)) != nil { return }
            if !FileManager.default.fileExists(atPath: path) { return }
        }
    }

    /// Removes the folders of this user's kernels that no longer run.
    private static func removeAbandoned(in parent: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] {
            guard name.hasPrefix(prefix), let process = pid_t(name.dropFirst(prefix.count)) else { continue }
            var status = stat()
            let folder = URL(fileURLWithPath: parent).appendingPathComponent(name).path
            guard lstat(folder, &status) == 0, status.st_uid == getuid() else { continue }
            if !isKernel(process) { try? FileManager.default.removeItem(atPath: folder) }
        }
    }

    /// Whether a process runs this very program. One that was killed does no longer, even if nobody has waited for it
    /// yet or another program has got its number.
    private static func isKernel(_ process: pid_t) -> Bool {
        let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")
        return program?.split(separator: "/").last?.hasPrefix("swiftlet") == true
    }
}

/// Why there is no session to run cells in.
struct SessionSetUpError: Error, CustomStringConvertible {
    var description: String
    init(_ description: String) { self.description = description }
}
