import CCellRuntime
import Glibc
import SessionLink

extension CellHost {
    /// Sends an output and waits until the kernel has published it, and everything that was written before it.
    func publish(_ output: HostReport) {
        swiftlet_critical_begin()
        defer { swiftlet_critical_end() }
        publishing.withLock { _ in
            swiftlet_streams_flush()
            guard (try? channel.send(output)) != nil else { return }
            published.wait()
        }
    }

    /// Tells of text that is not for the main shell.
    func write(_ text: UnsafeRawBufferPointer, to descriptor: Int32, of shell: UInt32) {
        try? channel.send(.text(Array(text), isError: descriptor == STDERR_FILENO, shell: shell))
    }

    /// Lets what the cell still shows as going on be shown as stopped: its frames are not unwound, so nothing in it
    /// can.
    func tellDisplaysOfFailure(of cell: UInt32) {
        typealias CellFailed = @convention(c) (UInt32) -> Void
        guard let symbol = dlsym(nil, "swiftlet_display_cell_failed") else { return }
        unsafeBitCast(symbol, to: CellFailed.self)(cell)
    }
}

/// What NotebookDisplay looks up to show something in the notebook.
///
/// - Parameters:
///   - kind: A raw value of `PublishKind`.
///   - displayID: A C string, or nothing for an output without a name.
///   - json: UTF-8 JSON with `data` and `metadata`, `length` bytes of it.
@_cdecl("swiftlet_publish")
public func publishForCell(
    kind: Int32, displayID: UnsafePointer<CChar>?, json: UnsafePointer<UInt8>, length: Int
) {
    guard let kind = PublishKind(rawValue: UInt8(kind)), let host = CellHost.current.withLock({ $0 }) else { return }
    host.publish(
        .publish(
            kind, displayID: displayID.map { String(cString: $0) },
            json: Array(UnsafeBufferPointer(start: json, count: length)), shell: swiftlet_cell_shell()))
}
