import CCellRuntime
import SessionLink

extension CellHost {
    /// Tells for each address in which library it lies, and where there.
    func callStack(of report: SwiftletCellReport) -> CallStack {
        func resolved(_ raw: UnsafeRawBufferPointer, _ count: Int32) -> [StackFrame] {
            raw.bindMemory(to: UInt.self).prefix(Int(count)).compactMap(resolvedFrame)
        }
        let frames = report.frames
        return CallStack(
            inner: withUnsafeBytes(of: frames.inner) { resolved($0, frames.inner_count) }, omitted: frames.omitted,
            outer: withUnsafeBytes(of: frames.outer) { resolved($0, frames.outer_count) })
    }

    private func resolvedFrame(at address: UInt) -> StackFrame? {
        var path: UnsafePointer<CChar>?
        var base: UInt = 0
        var symbol: UnsafePointer<CChar>?
        guard swiftlet_process_image(address, &path, &base, &symbol), let path else { return nil }
        return StackFrame(
            image: String(cString: path), offset: UInt64(address - base),
            symbol: symbol.map { String(cString: $0) } ?? "")
    }
}
