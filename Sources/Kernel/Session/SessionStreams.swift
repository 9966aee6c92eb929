import Foundation
import Glibc

/// The two pipes into which a process writes text.
struct SessionStreams {
    /// Those that somebody can still write into.
    private var pipes: [OutputStream: Int32]

    init(pipes: [OutputStream: Int32]) {
        self.pipes = pipes
    }

    /// Whether anybody can still write.
    var isOpen: Bool { !pipes.isEmpty }

    /// Waits for something to read, or until the time is over. Tells whether the link has something.
    ///
    /// - Parameter timeout: In milliseconds.
    func wait(with link: Int32, timeout: Int32?) -> Bool {
        var polled = [pollfd(fd: link, events: Int16(POLLIN), revents: 0)]
        polled += pipes.values.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while poll(&polled, nfds_t(polled.count), timeout ?? -1) < 0 && errno == EINTR {}
        return polled[0].revents != 0
    }

    /// Takes in what is in the pipes now, and publishes what is due.
    mutating func drain(into text: inout GatheredText, output: CellOutput?) {
        for stream in [OutputStream.stdout, .stderr] {
            while let pipe = pipes[stream], let bytes = readAvailable(pipe) {
                if bytes.isEmpty { pipes[stream] = nil }
                text.add(bytes, from: stream, into: output)
            }
        }
        text.publishDue(into: output)
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
