import Foundation
import Glibc

/// The text that a session writes, read from its two pipes.
///
/// The runtime writes the reason of a trap to standard error just before the trap. Such a line is held back for a
/// moment: if the cell then turns out to have trapped, it becomes part of the error instead of a stream.
struct SessionStreams {
    private let pipes: [OutputStream: Int32]
    private var decoders: [OutputStream: UTF8Decoder] = [:]
    private var held = ""
    private var heldSince = ContinuousClock.now

    init(pipes: [OutputStream: Int32]) {
        self.pipes = pipes
    }

    /// Waits for something to read. Tells whether the link has something.
    mutating func wait(with link: Int32) -> Bool {
        var polled = [pollfd(fd: link, events: Int16(POLLIN), revents: 0)]
        polled += pipes.values.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        // A pipe whose other end is closed would be ready for ever; the link tells of the host's end.
        let timeout: Int32 = held.isEmpty ? -1 : 100
        while poll(&polled, nfds_t(polled.count), timeout) < 0 && errno == EINTR {}
        return polled[0].revents != 0
    }

    /// Publishes what is in the pipes now.
    mutating func drain(into output: CellOutput?) {
        for stream in [OutputStream.stdout, .stderr] {
            while let bytes = readAvailable(pipes[stream]!) {
                let text = decoders[stream, default: UTF8Decoder()].decode(bytes)
                if stream == .stdout {
                    output?.publishStream(.stdout, text)
                } else {
                    publishError(text, into: output)
                }
            }
        }
        if !held.isEmpty && heldSince.duration(to: .now) > .milliseconds(200) { release(into: output) }
    }

    /// Publishes what was held back.
    mutating func release(into output: CellOutput?) {
        output?.publishStream(.stderr, held)
        held = ""
    }

    /// The reason of the trap that ended the cell, if the runtime wrote one.
    mutating func takeFatalMessage() -> String? {
        defer { held = "" }
        return held.isEmpty ? nil : held
    }

    private mutating func publishError(_ text: String, into output: CellOutput?) {
        let text = held + text
        held = ""
        guard let start = FatalMessage.start(in: text) else {
            output?.publishStream(.stderr, text)
            return
        }
        output?.publishStream(.stderr, String(text[..<start]))
        held = String(text[start...])
        heldSince = .now
    }
}

/// What can be read without waiting, up to a size that makes a good message.
private func readAvailable(_ descriptor: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count > 0 { return Array(buffer[..<count]) }
        if count == 0 || errno != EINTR { return nil }
    }
}
