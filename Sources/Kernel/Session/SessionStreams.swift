import Foundation
import Glibc

/// The text that a session writes, read from its two pipes.
///
/// Text is published at once when there was none for a moment, and otherwise gathered, because front ends drop what
/// comes in too many messages a second.
///
/// The runtime writes the reason of a trap to standard error just before the trap. Such a line is held back for a
/// moment: if the cell then turns out to have trapped, it becomes part of the error instead of a stream.
struct SessionStreams {
    /// Those that somebody can still write into.
    private var pipes: [OutputStream: Int32]
    private var decoders: [OutputStream: UTF8Decoder] = [:]
    private var gathered: [(stream: OutputStream, text: String)] = []
    private var lastPublished = ContinuousClock.now
    private var fatalMessage = ""
    private var heldSince = ContinuousClock.now

    private static let interval = Duration.milliseconds(20)
    private static let largestMessage = 1 << 18

    init(pipes: [OutputStream: Int32]) {
        self.pipes = pipes
    }

    /// Whether anybody can still write.
    var isOpen: Bool { !pipes.isEmpty }

    /// Waits for something to read or to publish. Tells whether the link has something.
    func wait(with link: Int32) -> Bool {
        var polled = [pollfd(fd: link, events: Int16(POLLIN), revents: 0)]
        polled += pipes.values.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let timeout: Int32 = !gathered.isEmpty ? 20 : fatalMessage.isEmpty ? -1 : 100
        while poll(&polled, nfds_t(polled.count), timeout) < 0 && errno == EINTR {}
        return polled[0].revents != 0
    }

    /// Takes in what is in the pipes now, and publishes what is due.
    mutating func drain(into output: CellOutput?) {
        for stream in [OutputStream.stdout, .stderr] {
            while let pipe = pipes[stream], let bytes = readAvailable(pipe) {
                if bytes.isEmpty { pipes[stream] = nil }
                let text = decoders[stream, default: UTF8Decoder()].decode(bytes)
                gather(stream == .stderr ? withoutFatalMessage(text) : text, from: stream)
                if gathered.last.map({ $0.text.utf8.count > SessionStreams.largestMessage }) == true {
                    publish(into: output)
                }
            }
        }
        if !fatalMessage.isEmpty && heldSince.duration(to: .now) > .milliseconds(200) { release() }
        if lastPublished.duration(to: .now) >= SessionStreams.interval { publish(into: output) }
    }

    /// Publishes all that was written so far, except for what may be the reason of a trap.
    mutating func publish(into output: CellOutput?) {
        for (stream, text) in gathered { output?.publishStream(stream, text) }
        gathered = []
        lastPublished = .now
    }

    /// Takes what was held back for ordinary text.
    mutating func release() {
        let text = fatalMessage
        fatalMessage = ""
        gather(text, from: .stderr)
    }

    /// The reason of the trap that ended the cell, if the runtime wrote one.
    mutating func takeFatalMessage() -> String? {
        defer { fatalMessage = "" }
        return fatalMessage.isEmpty ? nil : fatalMessage
    }

    private mutating func gather(_ text: String, from stream: OutputStream) {
        guard !text.isEmpty else { return }
        if gathered.last?.stream == stream {
            gathered[gathered.count - 1].text += text
        } else {
            gathered.append((stream, text))
        }
    }

    private mutating func withoutFatalMessage(_ text: String) -> String {
        let text = fatalMessage + text
        fatalMessage = ""
        guard let start = FatalMessage.start(in: text) else { return text }
        fatalMessage = String(text[start...])
        heldSince = .now
        return String(text[..<start])
    }
}

/// What can be read without waiting, up to a size that makes a good message; no bytes at the end, and nothing at all
/// where more may come.
private func readAvailable(_ descriptor: Int32) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        if count >= 0 { return Array(buffer[..<count]) }
        if errno != EINTR { return nil }
    }
}
