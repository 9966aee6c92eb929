import ArgumentParser
import Dispatch
import Foundation
import JupyterWire
import Kernel
import Logging

struct KernelCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kernel", abstract: "Run a kernel. Jupyter does this for you.")

    @Option(help: "The file that says where to listen, made by the front end.")
    var connectionFile: String

    @OptionGroup var memory: MemoryOptions

    func run() throws {
        let connection: ConnectionFile
        do {
            connection = try ConnectionFile(path: connectionFile)
        } catch {
            FileHandle.standardError.write(Data("swiftlet kernel: \(error)\n".utf8))
            throw ExitCode(2)
        }
        var log = Logger(label: "swiftlet", factory: { StreamLogHandler.standardError(label: $0) })
        log.logLevel =
            ProcessInfo.processInfo.environment["SWIFTLET_LOG"].flatMap { Logger.Level(rawValue: $0) } ?? .warning

        let kernel: Kernel
        do {
            kernel = try Kernel(connection: connection, memoryLimit: memory.limit ?? .standard, log: log)
        } catch {
            FileHandle.standardError.write(
                Data("swiftlet kernel: it cannot listen as \(connectionFile) says: \(error)\n".utf8))
            throw ExitCode(2)
        }
        let signals = SignalWatch(kernel)
        kernel.run()
        withExtendedLifetime(signals) {}
    }
}

/// Ctrl-C in the kernel's terminal interrupts the running cell; a request to terminate ends the kernel in good order,
/// and so does the end of the program that started it.
private final class SignalWatch {
    private var sources: [any DispatchSourceProtocol] = []

    init(_ kernel: Kernel) {
        watch(SIGINT) { kernel.interrupt() }
        for signal in [SIGTERM, SIGHUP] { watch(signal) { kernel.stop() } }
        signal(SIGPIPE, SIG_IGN)

        let parent = getppid()
        let timer = DispatchSource.makeTimerSource()
        timer.schedule(deadline: .now() + 1, repeating: 1)
        timer.setEventHandler { if getppid() != parent { kernel.stop() } }
        timer.resume()
        sources.append(timer)
    }

    private func watch(_ number: Int32, _ action: @escaping () -> Void) {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        source.setEventHandler(handler: action)
        source.resume()
        sources.append(source)
    }
}
