import JupyterWire

/// Why a cell did not come to its end, in the words of the `error` message.
struct CellFailure: Error, Sendable {
    var name: String
    var value: String
    var traceback: [String]

    init(name: String, value: String, traceback: [String]? = nil) {
        self.name = name
        self.value = value
        self.traceback = traceback ?? ["\(Style.error(name)): \(value)"]
    }

    var messageContent: JSONValue {
        ["ename": .string(name), "evalue": .string(value), "traceback": .array(traceback.map { .string($0) })]
    }
}

/// ANSI colours, which front ends show in tracebacks.
enum Style {
    static func error(_ text: String) -> String { "\u{1b}[1;31m\(text)\u{1b}[0m" }
    static func warning(_ text: String) -> String { "\u{1b}[1;35m\(text)\u{1b}[0m" }
    static func note(_ text: String) -> String { "\u{1b}[1;36m\(text)\u{1b}[0m" }
    static func place(_ text: String) -> String { "\u{1b}[32m\(text)\u{1b}[0m" }
    static func caret(_ text: String) -> String { "\u{1b}[1;32m\(text)\u{1b}[0m" }
}
