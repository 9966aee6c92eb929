import CKernelspec
import Foundation
import JupyterWire

/// The folder by which Jupyter knows the kernel.
///
/// <https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs>
public struct Kernelspec {
    public static let name = "swiftlet"
    private let installation: Installation
    private let kernelOptions: [String]

    /// - Parameter kernelOptions: Further arguments of `swiftlet kernel`.
    public init(installation: Installation, kernelOptions: [String] = []) {
        self.installation = installation
        self.kernelOptions = kernelOptions
    }

    private var kernelJSON: JSONValue {
        let arguments = [installation.executable, "kernel", "--connection-file", "{connection_file}"] + kernelOptions
        return [
            "argv": .array(arguments.map { .string($0) }),
            "display_name": "Swift",
            "language": "swift",
            "interrupt_mode": "message",
            "metadata": ["debugger": false, "supported_encryption": ["curve"]],
        ]
    }

    /// Writes the kernelspec, whole or not at all, over an older one.
    ///
    /// - Parameter kernels: A `kernels` folder of Jupyter's data path.
    /// - Returns: The kernelspec's folder.
    public func install(into kernels: String) throws -> String {
        let manager = FileManager.default
        let kernels = URL(fileURLWithPath: kernels)
        let folder = kernels.appendingPathComponent(Kernelspec.name)
        let draft = kernels.appendingPathComponent(".\(Kernelspec.name)-\(ProcessInfo.processInfo.processIdentifier)")
        try manager.createDirectory(at: draft, withIntermediateDirectories: true)
        defer { try? manager.removeItem(at: draft) }

        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(kernelJSON).write(to: draft.appendingPathComponent("kernel.json"))
        let files = UnsafeBufferPointer(
            start: swiftlet_kernelspec_file_list(), count: Int(swiftlet_kernelspec_file_count))
        for file in files {
            try Data(bytes: file.bytes, count: file.size)
                .write(to: draft.appendingPathComponent(String(cString: file.name)))
        }
        if manager.fileExists(atPath: folder.path) { try manager.removeItem(at: folder) }
        try manager.moveItem(at: draft, to: folder)
        return folder.path
    }
}
