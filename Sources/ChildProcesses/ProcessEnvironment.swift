import Foundation

package enum ProcessEnvironment {
    /// The environment of this process, as `NAME=value`.
    package static var current: [String] {
        ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    }

    package static subscript(name: String) -> String? {
        ProcessInfo.processInfo.environment[name]
    }
}
