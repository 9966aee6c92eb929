/// Text of one session's shell on its way to the front end.
///
/// It is published at once when there was none for a moment, and otherwise gathered, because front ends drop what comes
/// in too many messages a second.
///
/// The runtime writes the reason of a trap to standard error just before the trap. Such a line is held back for a
/// moment: if the cell then turns out to have trapped, it becomes part of the error instead of a stream.
struct GatheredText {
    private var decoders: [OutputStream: UTF8Decoder] = [:]
    private var gathered: [(stream: OutputStream, text: String)] = []
    private var lastPublished = ContinuousClock.now
    private var fatalMessage = ""
    private var heldSince = ContinuousClock.now

    private static let interval = Duration.milliseconds(20)
    private static let largestMessage = 1 << 18

    /// After how many milliseconds there is something to do; nothing where only more text makes work.
    var timeout: Int32? { !gathered.isEmpty ? 20 : fatalMessage.isEmpty ? nil : 100 }

    /// Takes in what was written.
    mutating func add(_ bytes: [UInt8], from stream: OutputStream, into output: CellOutput?) {
        let text = decoders[stream, default: UTF8Decoder()].decode(bytes)
        gather(stream == .stderr ? withoutFatalMessage(text) : text, from: stream)
        if gathered.last.map({ $0.text.utf8.count > GatheredText.largestMessage }) == true { publish(into: output) }
    }

    /// Publishes what is due.
    mutating func publishDue(into output: CellOutput?) {
        if !fatalMessage.isEmpty && heldSince.duration(to: .now) > .milliseconds(200) { release() }
        if lastPublished.duration(to: .now) >= GatheredText.interval { publish(into: output) }
    }

    /// Publishes all that was written so far, except for what may be the reason of a trap.
    mutating func publish(into output: CellOutput?) {
        for (stream, text) in gathered { output?.publishStream(stream, text) }
        gathered = []
        lastPublished = .now
    }

    /// Publishes all that was written so far.
    mutating func publishAll(into output: CellOutput?) {
        release()
        publish(into: output)
    }

    /// The reason of the trap that ended the cell, if the runtime wrote one.
    mutating func takeFatalMessage() -> String? {
        defer { fatalMessage = "" }
        return fatalMessage.isEmpty ? nil : fatalMessage
    }

    /// Takes what was held back for ordinary text.
    private mutating func release() {
        let text = fatalMessage
        fatalMessage = ""
        gather(text, from: .stderr)
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
