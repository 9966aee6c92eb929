/// The cells of a notebook's session, by the numbers that the process which runs them gives them.
enum CurrentCell {
    private typealias Number = @convention(c) () -> UInt32

    private static let function = HostTransport.symbol(named: "swiftlet_cell_current").map {
        unsafeBitCast($0, to: Number.self)
    }

    /// The run of a cell that the caller belongs to; 0 where there are no cells.
    static var number: UInt32 { function?() ?? 0 }
}
