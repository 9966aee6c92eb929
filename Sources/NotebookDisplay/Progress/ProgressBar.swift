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
/// The display changes about ten times a second, and always once more at the end. A loop over a sequence is shorter
/// with ``progress(_:description:total:)``; a bar that is made inside such a loop stands below the loop's. A bar that
/// ends before its total says that it was stopped. It may be advanced from several threads.
public final class ProgressBar: Sendable {
    private let state: Mutex<ProgressState>
    private let now: @Sendable () -> Duration
    let place: ProgressPlace

    /// Shows a bar at zero.
    ///
    /// - Parameters:
    ///   - total: How many steps there will be. Without it the bar counts, and shows no percentage.
    ///   - description: What is being done, shown in front.
    ///   - unit: What one step is called in the rate: `it` gives `3.2 it/s`.
    public convenience init(total: Int? = nil, description: String = "", unit: String = "it") {
        self.init(total: total, description: description, unit: unit, now: ProgressBar.clock)
    }

    /// A bar that reads the time from `now`, and shows itself at zero.
    package init(
        total: Int?, description: String, unit: String = "it", now: @escaping @Sendable () -> Duration
    ) {
        let initial = ProgressState(description: description, total: total.map { max($0, 0) }, unit: unit, start: now())
        self.now = now
        state = Mutex(initial)
        place = ProgressPlace(showing: initial, inside: ProgressLoops.current?.place)
    }

    deinit { close() }

    private static let origin = ContinuousClock.now
    /// Bars that stand below each other are drawn together, so they share one.
    package static let clock: @Sendable () -> Duration = { origin.duration(to: .now) }

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
        end { state in state.total.map { state.count < $0 } == true ? .stopped : .finished }
    }

    /// Closes the bar of a loop that has come to its end, or has not.
    func endLoop(_ ending: ProgressState.Ending) {
        end { state in
            // The total was an estimate, and too high.
            if ending == .finished && state.total != nil { state.total = state.count }
            return ending
        }
    }

    private func end(_ ending: (inout ProgressState) -> ProgressState.Ending) {
        let time = now()
        let final: ProgressState? = state.withLock { state in
            guard state.end == nil else { return nil }
            state.end = (time, ending(&state))
            return state
        }
        if let final { place.show(final, at: time) }
    }

    private func change(_ body: (inout ProgressState) -> Void) {
        let time = now()
        let changed = state.withLock { state in
            body(&state)
            return state
        }
        place.show(changed, at: time)
    }
}
