import ArgumentParser
import Kernel

@main
struct Swiftlet: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "swiftlet",
        abstract: "Swift for learning and doing deep learning in Jupyter notebooks.",
        version: Kernel.version,
        subcommands: [KernelCommand.self, InstallCommand.self, DoctorCommand.self])
}
