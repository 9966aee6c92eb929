import CellCompiler
import ChildProcesses
import Glibc
import Synchronization

/// The toolchain's package manager.
struct PackageTool: Sendable {
    let toolchain: Toolchain
    let interruption: Interruption

    /// Runs `swift-build`, `swift-package` or `swiftc` in a folder to its end.
    ///
    /// - Parameter onLine: Gets each line as it is written.
    /// - Returns: Whether it succeeded, and all lines.
    func run(
        _ program: String, _ arguments: [String], in folder: String, onLine: (Substring) -> Void = { _ in }
    ) throws(CellFailure) -> (succeeded: Bool, lines: [String]) {
        try interruption.check()
        let pipe: PipeEnds
        do {
            pipe = try PipeEnds(for: program)
        } catch {
            throw CellFailure(name: "InstallFailed", value: "\(error)")
        }
        defer { close(pipe.readEnd) }
        let group: ProcessGroup
        do {
            defer { close(pipe.writeEnd) }
            group = try ProcessGroup(
                "\(toolchain.root)/bin/\(program)", arguments, in: folder, output: pipe.writeEnd, error: pipe.writeEnd)
        } catch {
            throw .installation("\(error)")
        }
        let lines = interruption.during(stop: group.interrupt) {
            readLines(pipe.readEnd, onLine: onLine)
        }
        let status = group.wait()
        try interruption.check()
        return (status == .exited(0), lines)
    }
}

/// Reads lines until the other end is closed.
private func readLines(_ descriptor: Int32, onLine: (Substring) -> Void) -> [String] {
    var lines: [String] = []
    var rest: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 14)
    func take(_ line: some Collection<UInt8>) {
        lines.append(String(decoding: line, as: UTF8.self))
        onLine(lines.last![...])
    }
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { break }
        rest += buffer[..<count]
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            take(rest[..<end])
            rest.removeFirst(end + 1)
        }
    }
    if !rest.isEmpty { take(rest) }
    return lines
}
