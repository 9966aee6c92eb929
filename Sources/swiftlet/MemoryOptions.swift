import ArgumentParser
import Kernel

struct MemoryOptions: ParsableArguments {
    @Option(
        name: .customLong("memory-limit"),
        help: ArgumentHelp(
            "How much memory cells may come to use, as in 8GB, 90% or none. (default: 80% of what the machine or container has)",
            valueName: "amount"),
        transform: { text in
            guard MemoryLimit(text) != nil else {
                throw ValidationError(
                    "\"\(text)\" is no amount of memory. Give 64MB or more, as in 8GB, 512MiB, 90% or none.")
            }
            return text
        })
    var text: String?

    var limit: MemoryLimit? { text.flatMap { MemoryLimit($0) } }

    /// The option as it was given.
    var arguments: [String] { text.map { ["--memory-limit", $0] } ?? [] }
}
