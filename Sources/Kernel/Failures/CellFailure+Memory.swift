extension CellFailure {
    /// A trap because there was no memory to be had; nothing for other traps.
    ///
    /// - Parameter message: What the runtime or the library wrote before the trap.
    init?(outOfMemory message: String?, limit: MemoryLimit, at stack: Backtrace) {
        guard let message else { return nil }
        let asked =
            message.firstMatch(of: /failed to allocate (\d+) bytes/)?.1
            ?? message.firstMatch(of: /out of memory: a tensor of (\d+) bytes/)?.1
        let isWithoutAmount = message.contains("failed to allocate memory") || message.contains("std::bad_alloc")
        guard asked != nil || isWithoutAmount else { return nil }
        // Of the last drop the size says nothing.
        let amount = asked.flatMap { UInt64($0) }.flatMap { $0 < 1_000_000 ? nil : ", \(MemoryLimit.text($0))," } ?? ""
        let value =
            limit.bytes == nil
            ? "The cell asked for more memory\(amount) than the machine can give."
            : "The cell asked for more memory\(amount) than is left of the \(limit.description) that a session may use."
        self.init(name: "OutOfMemory", value: value, at: stack)
        if limit.bytes != nil { traceback.append(MemoryLimit.advice) }
    }
}
