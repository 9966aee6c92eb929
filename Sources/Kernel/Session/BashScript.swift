import ChildProcesses
import Dispatch
import Foundation
import Synchronization

/// A script that bash runs for a cell.
struct BashScript {
    private let text: String
    /// What bash calls the script in its messages.
    private let name: String
    private let surroundings: Surroundings

    /// Scripts that left programs running, which end with the kernel.
    private static let background = Mutex<[ProcessGroup]>([])

    init(_ text: String, name: String, in surroundings: Surroundings) {
        self.text = text
        self.name = name
        self.surroundings = surroundings
    }

    /// Runs the script to its end. What it writes is published at once; what programs in the background write later, too.
    func run(interruption: Interruption, output: CellOutput) throws(CellFailure) {
        let pipes: [PipeEnds]
        do {
            pipes = try PipeEnds.several(3, for: "bash")
        } catch {
            throw CellFailure(name: "BashError", value: "\(error)")
        }
        let (out, err, end) = (pipes[0], pipes[1], pipes[2])
        let group: ProcessGroup
        do {
            defer {
                for pipe in [out, err] { close(pipe.writeEnd) }
            }
            group = try ProcessGroup(
                "bash", ["-c", text, name], in: surroundings.folder, environment: surroundings.environment,
                output: out.writeEnd, error: err.writeEnd)
        } catch {
            for descriptor in [out.readEnd, err.readEnd, end.readEnd, end.writeEnd] { close(descriptor) }
            throw CellFailure(name: "BashError", value: "\(error)")
        }
        let published = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            publish(from: [.stdout: out.readEnd, .stderr: err.readEnd], end: end.readEnd, in: output) {
                published.signal()
            }
        }
        let status = interruption.during(stop: group.interrupt) { group.wait() }
        close(end.writeEnd)
        published.wait()
        try interruption.check()
        BashScript.background.withLock { groups in
            groups.removeAll(where: \.isEmpty)
            if !group.isEmpty { groups.append(group) }
        }
        switch status {
        case .exited(0): return
        case .exited(let code):
            throw CellFailure(name: "BashError", value: "The script ended with exit code \(code).")
        case .killed(let signal):
            throw CellFailure(
                name: "BashError",
                value: "The script was ended by signal \(signal) (\(String(cString: strsignal(signal)))).")
        }
    }
}

/// Publishes what comes from two pipes until nobody can write into them.
///
/// - Parameters:
///   - end: Is at its end when the script is.
///   - whenPublished: Called when everything is published that was written before the script's end.
private func publish(
    from pipes: [OutputStream: Int32], end: Int32, in output: CellOutput, whenPublished: () -> Void
) {
    var streams = SessionStreams(pipes: pipes)
    var text = GatheredText()
    for descriptor in pipes.values { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    var isOver = false
    while !isOver || streams.isOpen {
        let endsNow = streams.wait(with: isOver ? -1 : end, timeout: text.timeout)
        streams.drain(into: &text, output: output)
        guard endsNow else { continue }
        text.publishAll(into: output)
        isOver = true
        whenPublished()
    }
    text.publishAll(into: output)
    for descriptor in pipes.values + [end] { close(descriptor) }
}
