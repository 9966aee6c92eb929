import CCellRuntime
import Glibc
import SessionLink

extension CellHost {
    /// Hands over what the front end sent to a comm, as a cell that does nothing else would.
    func deliver(_ content: CommContent, _ run: CellRun) throws(LoadingError) {
        deliveries.withLock { $0[run.cell] = content }
        try start(run) { _, _ in
            let cell = swiftlet_cell_current()
            let content = CellHost.current.withLock { $0 }?.deliveries.withLock { $0.removeValue(forKey: cell) }
            if let content { handOver(content) }
            return 0
        }
    }
}

private typealias Receive =
    @convention(c) (
        Int32, UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafePointer<UnsafePointer<UInt8>?>, UnsafePointer<Int>, Int
    ) -> UnsafeMutableRawPointer?

private func handOver(_ content: CommContent) {
    guard let symbol = dlsym(nil, "swiftlet_comm_receive") else { return }
    let parts = [content.data, content.metadata] + content.buffers
    let bytes = UnsafeMutablePointer<UInt8>.allocate(capacity: parts.reduce(0) { $0 + $1.count })
    var pointers: [UnsafePointer<UInt8>?] = []
    var end = bytes
    for part in parts {
        end.update(from: part, count: part.count)
        pointers.append(end)
        end += part.count
    }
    let error = unsafeBitCast(symbol, to: Receive.self)(
        Int32(content.kind.rawValue), content.id, content.target, pointers, parts.map(\.count), parts.count)
    bytes.deallocate()
    guard let place = error?.assumingMemoryBound(to: (any Error).self) else { return }
    let thrown = place.move()
    place.deallocate()
    errorInMain(thrown)
}

/// What NotebookDisplay looks up to send what comms send. The parts are the data, the metadata and the buffers.
@_cdecl("swiftlet_comm_send")
public func sendForComm(
    kind: Int32, id: UnsafePointer<CChar>, target: UnsafePointer<CChar>,
    parts: UnsafePointer<UnsafePointer<UInt8>?>, lengths: UnsafePointer<Int>, count: Int
) {
    guard let kind = CommContent.Kind(rawValue: UInt8(kind)), let host = CellHost.current.withLock({ $0 }), count >= 2
    else { return }
    let bytes = (0..<count).map { Array(UnsafeBufferPointer(start: parts[$0], count: lengths[$0])) }
    host.publish(
        .comm(
            CommContent(
                kind, id: String(cString: id), target: String(cString: target), data: bytes[0], metadata: bytes[1],
                buffers: Array(bytes[2...])), shell: swiftlet_cell_shell()))
}

/// What a widget looks up to tell the front end which outputs are its own: the id of the request that is carried out, as
/// a C string that the caller frees.
@_cdecl("swiftlet_request_id")
public func requestID() -> UnsafeMutablePointer<CChar>? {
    CellHost.current.withLock { $0 }?.parents.withLock { strdup($0[swiftlet_cell_shell()] ?? "") }
}
