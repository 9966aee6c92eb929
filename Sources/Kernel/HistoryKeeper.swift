import Dispatch
import Foundation
import History
import JupyterWire
import Logging

/// Writes the history without keeping a cell waiting. It is opened when it is needed first; one that cannot be is told of
/// once, and then is empty.
final class HistoryKeeper: @unchecked Sendable {
    /// Used on the queue alone.
    private lazy var history: History? = open()
    private let path: String
    private let queue = DispatchQueue(label: "swiftlet.history", qos: .utility)
    private let log: Logger

    /// Where a user's history is (XDG Base Directory Specification).
    static var defaultPath: String {
        let environment = ProcessInfo.processInfo.environment
        let data = environment["XDG_DATA_HOME"] ?? (environment["HOME"] ?? NSHomeDirectory()) + "/.local/share"
        return data + "/swiftlet/history.sqlite"
    }

    init(path: String = HistoryKeeper.defaultPath, log: Logger) {
        self.path = path
        self.log = log
    }

    private func open() -> History? {
        do {
            return try History(path: path)
        } catch {
            log.error("There is no history: \(path) cannot be used (\(error)).")
            return nil
        }
    }

    func add(line: Int, source: String) {
        write { try $0.add(line: line, source: source) }
    }

    /// - Parameter bundle: JSON with the member `data`, whose plain text is kept.
    func add(result bundle: [UInt8], toLine line: Int) {
        write { history in
            guard let text = (try? JSONValue(parsing: Data(bundle)))?["data"]?["text/plain"]?.stringValue else {
                return
            }
            try history.add(output: text, toLine: line)
        }
    }

    func entries(_ query: HistoryQuery, withOutput: Bool) -> [HistoryEntry] {
        queue.sync {
            do {
                return try history?.entries(query, withOutput: withOutput) ?? []
            } catch {
                log.error("The history cannot be read: \(error).")
                return []
            }
        }
    }

    /// Waits until what was added is written.
    func finish() {
        queue.sync {}
    }

    private func write(_ body: @escaping @Sendable (History) throws -> Void) {
        queue.async { [self] in
            guard let history else { return }
            do {
                try body(history)
            } catch {
                log.error("The history cannot be written: \(error).")
            }
        }
    }
}
