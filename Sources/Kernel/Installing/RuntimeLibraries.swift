import CellCompiler
import ChildProcesses
import Foundation

/// Copies of the toolchain's libraries that the kernel's executable is linked with.
///
/// The executable finds the toolchain's own first. The copies let it start, and say what is missing, where the
/// toolchain was moved or removed after the installation.
public enum RuntimeLibraries {
    public static func copy(of toolchain: Toolchain, for installation: Installation) throws {
        let manager = FileManager.default
        try manager.createDirectory(atPath: installation.runtime, withIntermediateDirectories: true)
        let (_, text) = try output(of: "/usr/bin/env", ["ldd", installation.executable])
        for match in text.matches(of: /=> (\S+)/) {
            let library = URL(fileURLWithPath: String(match.1)).resolvingSymlinksInPath()
            guard library.path.hasPrefix(toolchain.root + "/") else { continue }
            let copy = installation.runtime + "/" + URL(fileURLWithPath: String(match.1)).lastPathComponent
            if manager.contentsEqual(atPath: library.path, andPath: copy) { continue }
            let draft = "\(copy).\(ProcessInfo.processInfo.processIdentifier)"
            try manager.copyItem(atPath: library.path, toPath: draft)
            guard rename(draft, copy) == 0 else { throw CocoaError(.fileWriteUnknown) }
        }
    }
}
