internal import Synchronization

/// The bars that are shown, by the cell that made them.
enum OpenProgressDisplays {
    private struct Entry {
        weak var display: ProgressDisplay?
        let cell: UInt32
    }

    private static let entries = Mutex<[Entry]>([])

    static func add(_ display: ProgressDisplay) {
        let cell = CurrentCell.number
        entries.withLock { entries in
            entries.removeAll { $0.display == nil }
            entries.append(Entry(display: display, cell: cell))
        }
    }

    static func those(of cell: UInt32) -> [ProgressDisplay] {
        entries.withLock { entries in entries.filter { $0.cell == cell }.compactMap(\.display) }
    }
}

/// What the process that runs a notebook's session calls when a cell has failed or was interrupted, before its outputs
/// end.
@_cdecl("swiftlet_display_cell_failed")
public func _cellFailed(_ cell: UInt32) {
    for display in OpenProgressDisplays.those(of: cell) { display.showStopped() }
}
