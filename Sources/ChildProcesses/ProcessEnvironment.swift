import Foundation

package enum ProcessEnvironment {
    /// The environment of this process, as `NAME=value`.
    package static var current: [String] {
        ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    }

    /// The environment of this process with some variables changed.
    package static func current(changing changes: [String: String]) -> [String] {
        ProcessInfo.processInfo.environment.merging(changes) { $1 }.map { "\($0.key)=\($0.value)" }
    }

    package static subscript(name: String) -> String? {
        ProcessInfo.processInfo.environment[name]
    }
}
