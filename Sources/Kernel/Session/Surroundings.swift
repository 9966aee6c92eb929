import ChildProcesses
import Foundation

/// What a program inherits: the working directory and the environment, as `NAME=value`.
struct Surroundings: Sendable {
    var folder: String
    var environment: [String]

    /// Those of the kernel.
    static var ofKernel: Surroundings {
        Surroundings(folder: FileManager.default.currentDirectoryPath, environment: ProcessEnvironment.current)
    }
}
