internal import Synchronization

/// A bar that shows how far a loop has come, how fast it runs and how long it will still take, updated in place.
///
/// ```swift
/// let bar = ProgressBar(total: steps, description: "Training")
/// for step in 0..<steps {
///     …
///     bar.advance(postfix: "loss \(loss)")
/// }
/// bar.close()
/// ```
///
/// The display changes at most ten times a second, and always once more at the end. A loop over a sequence is shorter
/// with ``progress(_:description:total:)``. A bar may be advanced from several threads.
public final class ProgressBar: Sendable {
    private let state: Mutex<ProgressState>
    private let display: Mutex<ProgressDisplay>
    private let now: @Sendable () -> Duration

    /// Shows a bar at zero.
    ///
    /// - Parameters:
    ///   - total: How many steps there will be. Without it the bar counts, and shows no percentage.
    ///   - description: What is being done, shown in front.
    ///   - unit: What one step is called in the rate: `it` gives `3.2 it/s`.
    public convenience init(total: Int? = nil, description: String = "", unit: String = "it") {
        let start = ContinuousClock.now
        self.init(total: total, description: description, unit: unit) { start.duration(to: .now) }
    }

    /// A bar that reads the time from `now`, and shows itself at zero.
    package init(total: Int?, description: String, unit: String = "it", now: @escaping @Sendable () -> Duration) {
        let initial = ProgressState(description: description, total: total.map { max($0, 0) }, unit: unit, start: now())
        self.now = now
        state = Mutex(initial)
        display = Mutex(ProgressDisplay(showing: initial, at: initial.start))
    }

    deinit { close() }

    /// How many steps are done.
    public var count: Int { state.withLock { $0.count } }

    /// How many steps there will be, when that is known.
    public var total: Int? { state.withLock { $0.total } }

    /// What is being done, shown in front of the bar.
    public var description: String {
        get { state.withLock { $0.description } }
        set { change { $0.description = newValue } }
    }

    /// What is shown behind the bar, such as `loss 0.12`.
    public var postfix: String {
        get { state.withLock { $0.postfix } }
        set { change { $0.postfix = newValue } }
    }

    /// Counts `steps` more steps as done, and shows `postfix` behind the bar when it is given.
    public func advance(by steps: Int = 1, postfix: String? = nil) {
        change {
            $0.count += steps
            // The total was an estimate, and too low.
            if let total = $0.total, $0.count > total { $0.total = nil }
            if let postfix { $0.postfix = postfix }
        }
    }

    /// Shows the final state and stops the clock. Nothing happens when the bar is closed already.
    public func close() {
        let time = now()
        let final: ProgressState? = state.withLock { state in
            guard state.end == nil else { return nil }
            state.end = time
            return state
        }
        if let final { display.withLock { $0.show(final, at: time, isFinal: true) } }
    }

    private func change(_ body: (inout ProgressState) -> Void) {
        let time = now()
        let changed = state.withLock { state in
            body(&state)
            return state
        }
        display.withLock { $0.showIfDue(changed, at: time) }
    }
}

/// What a progress bar says at a moment.
package struct ProgressState: Sendable {
    package var description: String
    package var total: Int?
    package var unit: String
    package var start: Duration
    package var end: Duration?
    package var count = 0
    package var postfix = ""

    package init(description: String, total: Int?, unit: String, start: Duration) {
        self.description = description
        self.total = total
        self.unit = unit
        self.start = start
    }
}

/// The place where a progress bar stands, and when it was last drawn.
struct ProgressDisplay: Sendable {
    static let interval = Duration.milliseconds(100)

    let id = DisplayID()
    // Kept, so that a bar that is advanced by another task still reaches the front end of the cell that made it.
    let transport: any DisplayTransport
    var lastShown: Duration
    var hasShownTotal = false
    var isClosed = false

    init(showing state: ProgressState, at time: Duration) {
        transport = Display.transport
        lastShown = time
        transport.publish(
            DisplayMessage(kind: .displayData, id: id, bundle: state.bundle(at: time), isIntermediate: true))
    }

    /// Shows the state when the last one has stood long enough, and at once when the total is reached, since a bar that
    /// nobody closes should not stop short of it.
    mutating func showIfDue(_ state: ProgressState, at time: Duration) {
        let reachesTotal = !hasShownTotal && state.total.map { state.count >= $0 } == true
        guard reachesTotal || time - lastShown >= Self.interval else { return }
        hasShownTotal = hasShownTotal || reachesTotal
        show(state, at: time, isFinal: false)
    }

    mutating func show(_ state: ProgressState, at time: Duration, isFinal: Bool) {
        // Another thread may have closed the bar between this caller's change and its turn to draw.
        guard !isClosed else { return }
        isClosed = isFinal
        lastShown = time
        transport.publish(
            DisplayMessage(
                kind: .updateDisplayData, id: id, bundle: state.bundle(at: time), isIntermediate: !isFinal))
    }
}
