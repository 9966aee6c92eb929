import CCellRuntime
import SessionLink

extension CellHost {
    /// Tells for each address in which library it lies, and where there.
    func resolvedFrames(of report: SwiftletCellReport) -> [StackFrame] {
        withUnsafeBytes(of: report.frames) { raw in
            raw.bindMemory(to: UInt.self).prefix(Int(report.frame_count)).compactMap(resolvedFrame)
        }
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
