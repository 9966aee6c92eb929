import Foundation
import JupyterWire
import Synchronization

/// One line below the cell that says how far an installation is, and in the end what was installed.
final class InstallProgress: Sendable {
    private struct State {
        var isShown = false
        var lastShown = ContinuousClock.now
    }

    private let output: CellOutput
    private let displayID = "install-\(UUID().uuidString.lowercased())"
    private let state = Mutex(State())

    init(in output: CellOutput) {
        self.output = output
    }

    /// Shows a passing state; not every one is seen.
    func update(_ text: String) {
        let isDue = state.withLock { !$0.isShown || $0.lastShown.duration(to: .now) > .milliseconds(100) }
        if isDue { show(text) }
    }

    /// Shows a state that stands for a while.
    func show(_ text: String) {
        let bundle: JSONValue = ["data": ["text/plain": .string(text)], "metadata": [:]]
        state.withLock { state in
            output.publish(
                state.isShown ? .updateDisplayData : .displayData, displayID: displayID, json: Array(bundle.encoded()))
            state = State(isShown: true)
        }
    }
}
