/// What a progress bar says at a moment.
package struct ProgressState: Sendable {
    package enum Ending: Sendable {
        case finished
        /// Before all was done: a loop was left, or a cell that failed or was interrupted left it.
        case stopped
    }

    package var description: String
    package var total: Int?
    package var unit: String
    package var start: Duration
    package var end: (time: Duration, how: Ending)?
    package var count = 0
    package var postfix = ""

    package init(description: String, total: Int?, unit: String, start: Duration) {
        self.description = description
        self.total = total
        self.unit = unit
        self.start = start
    }

    package var isStopped: Bool { end?.how == .stopped }
}
