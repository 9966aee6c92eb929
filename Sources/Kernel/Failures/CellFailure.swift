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
