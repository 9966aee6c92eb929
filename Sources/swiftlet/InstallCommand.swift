import ArgumentParser
import CellCompiler
import Foundation
import Kernel

struct InstallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "install", abstract: "Tell Jupyter about the kernel.",
        discussion: "Without an option the kernelspec is installed for the user who runs the command.")

    @Option(help: "Install below this folder, as into a virtual environment: PREFIX/share/jupyter/kernels/swiftlet.")
    var prefix: String?

    @Flag(help: "Install for this user alone, below ~/.local/share/jupyter.")
    var user = false

    @OptionGroup var memory: MemoryOptions

    func validate() throws {
        if user && prefix != nil { throw ValidationError("--user and --prefix exclude each other.") }
    }

    func run() throws {
        do {
            let folder = try Kernelspec(installation: .current, kernelOptions: memory.arguments)
                .install(into: kernelsFolder)
            print("Installed the kernelspec \"swiftlet\" in \(folder).")
        } catch let error as CocoaError {
            FileHandle.standardError.write(
                Data("swiftlet install: \(kernelsFolder) cannot be written: \(error.localizedDescription)\n".utf8))
            throw ExitCode(1)
        }
        do {
            try RuntimeLibraries.copy(of: try Toolchain.find(), for: .current)
            try SessionWarmUp.run(installation: .current)
        } catch {
            print("The kernel is not ready to run cells yet: \(error)\n`swiftlet doctor` tells what is missing.")
        }
    }

    private var kernelsFolder: String {
        if let prefix { return prefix + "/share/jupyter/kernels" }
        let environment = ProcessInfo.processInfo.environment
        if let jupyter = environment["JUPYTER_DATA_DIR"] { return jupyter + "/kernels" }
        let data = environment["XDG_DATA_HOME"] ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share"
        return data + "/jupyter/kernels"
    }
}
