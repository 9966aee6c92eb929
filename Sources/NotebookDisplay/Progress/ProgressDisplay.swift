internal import Synchronization

/// What a bar and those inside its loop are drawn on: one output of the notebook, with a line for each.
///
/// Bars of inner loops come and go on the line below the outer one's, so that a run of thirty epochs does not leave
/// thirty bars behind. At the end the outer one is left, and those inner ones that were stopped, since they tell where.
final class ProgressDisplay: Sendable {
    private static let interval = Duration.milliseconds(100)

    private let id = DisplayID()
    // Kept, so that a bar that is advanced by another task still reaches the front end of the cell that made it.
    private let transport: any DisplayTransport
    private let drawing: Mutex<Drawing>

    private struct Line {
        var state: ProgressState
        let number: Int
        /// A bar that flies by need not be drawn at all.
        var isDrawn = false
        var isTotalDrawn = false
    }

    private struct Drawing {
        var lines: [Line]
        var lastShown: Duration
        var nextNumber = 1
        var isClosed = false
    }

    init(showing state: ProgressState) {
        transport = Display.transport
        drawing = Mutex(
            Drawing(lines: [Line(state: state, number: 0, isDrawn: true)], lastShown: state.start))
        transport.publish(
            DisplayMessage(
                kind: .displayData, id: id, bundle: bundle(of: [state], at: state.start), isIntermediate: true))
        OpenProgressDisplays.add(self)
    }

    /// Whether bars can still be added.
    var isOpen: Bool { drawing.withLock { !$0.isClosed } }

    /// Adds a bar in place of those that stood on that line and below; it is drawn with the next change that is due.
    ///
    /// - Returns: The bar's number.
    func add(_ state: ProgressState, at depth: Int) -> Int {
        drawing.withLock { drawing in
            drawing.lines.removeSubrange(min(depth, drawing.lines.count)...)
            drawing.nextNumber += 1
            drawing.lines.append(Line(state: state, number: drawing.nextNumber))
            return drawing.nextNumber
        }
    }

    /// Takes a new state over, and draws it when the last one has stood long enough, and at once when a bar that was
    /// drawn ends or reaches its total, since a bar that nobody closes should not stop short of it.
    func show(_ state: ProgressState, ofBar number: Int, at time: Duration) {
        drawing.withLock { drawing in
            // Another thread may have closed the bar between this caller's change and its turn to draw, and another bar
            // may have taken its line.
            guard !drawing.isClosed,
                let index = drawing.lines.firstIndex(where: { $0.number == number }),
                drawing.lines[index].state.end == nil
            else { return }
            drawing.lines[index].state = state
            let isFinal = index == 0 && state.end != nil
            let reachesTotal = state.total.map { state.count >= $0 } == true && !drawing.lines[index].isTotalDrawn
            let isNews = drawing.lines[index].isDrawn && (state.end != nil || reachesTotal)
            guard isFinal || isNews || time - drawing.lastShown >= Self.interval else { return }
            if isFinal {
                drawing.isClosed = true
                let stopped = drawing.lines.dropFirst().prefix { $0.state.isStopped }
                drawing.lines = [drawing.lines[0]] + stopped
            }
            drawing.lastShown = time
            for index in drawing.lines.indices {
                drawing.lines[index].isDrawn = true
                let state = drawing.lines[index].state
                if let total = state.total, state.count >= total { drawing.lines[index].isTotalDrawn = true }
            }
            transport.publish(
                DisplayMessage(
                    kind: .updateDisplayData, id: id, bundle: bundle(of: drawing.lines.map(\.state), at: time),
                    isIntermediate: !isFinal))
        }
    }

    /// Shows the bars that have not ended as stopped, since whatever advanced them may never do so again. Those that
    /// are advanced all the same go on as before.
    func showStopped() {
        let time = ProgressBar.clock()
        // A thread that trapped while it drew holds the lock for ever.
        _ = drawing.withLockIfAvailable { drawing in
            guard !drawing.isClosed else { return }
            let states = drawing.lines.map { line in
                var state = line.state
                state.end = state.end ?? (time, .stopped)
                return state
            }
            transport.publish(DisplayMessage(kind: .updateDisplayData, id: id, bundle: bundle(of: states, at: time)))
        }
    }
}

private func bundle(of states: [ProgressState], at time: Duration) -> MIMEBundle {
    var bundle = MIMEBundle(
        plainText: states.enumerated().map { depth, state in
            String(repeating: "  ", count: depth) + state.plainText(at: time)
        }.joined(separator: "\n"))
    bundle[.html] = .text(
        states.enumerated().map { depth, state in state.html(at: time, indent: 16 * depth) }.joined())
    return bundle
}
