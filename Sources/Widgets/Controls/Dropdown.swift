import NotebookDisplay

/// A list of which one is chosen.
///
/// ```swift
/// let activation = Dropdown(["relu": relu, "tanh": tanh], description: "Activation")
/// activation.value(x)
/// ```
public final class Dropdown<Value>: Control, ValueWidget, @unchecked Sendable {
    /// What can be chosen, in the order of the list.
    public let options: [Value]
    private let labels: [String]

    /// - Parameters:
    ///   - options: At least one, shown by their descriptions.
    ///   - index: Which of them is chosen at first, counted from 0.
    public convenience init(_ options: [Value], index: Int = 0, description: String = "") {
        self.init(labels: options.map { "\($0)" }, options, index: index, description: description)
    }

    /// - Parameters:
    ///   - options: At least one, each behind the text that stands for it.
    ///   - index: Which of them is chosen at first, counted from 0.
    public convenience init(_ options: KeyValuePairs<String, Value>, index: Int = 0, description: String = "") {
        self.init(labels: options.map(\.key), options.map(\.value), index: index, description: description)
    }

    private init(labels: [String], _ options: [Value], index: Int, description: String) {
        precondition(
            options.indices.contains(index), "A dropdown of \(options.count) options cannot begin with that at \(index)"
        )
        self.options = options
        self.labels = labels
        super.init(
            .control("Dropdown"), style: .description(), description: description,
            control: [
                "_options_labels": .array(labels.map { .string($0) }), "index": .integer(index),
                "description_allow_html": false,
            ])
    }

    /// Which of the options is chosen, counted from 0.
    public var index: Int {
        get { self["index"]?.integerValue ?? 0 }
        set {
            precondition(options.indices.contains(newValue), "A dropdown of \(options.count) has no option \(newValue)")
            set("index", to: .integer(newValue))
        }
    }

    /// The option that is chosen.
    public var value: Value { options[index] }

    public func onChange(_ handler: @escaping (Value) throws -> Void) {
        observe("index") { [unowned self] _ in try handler(value) }
    }

    override func accepted(_ value: JSONValue, as name: String) -> JSONValue? {
        switch name {
        case "index": value.integerValue.flatMap { options.indices.contains($0) ? .integer($0) : nil }
        case "_options_labels": nil
        default: value
        }
    }

    override var text: String { "Dropdown(\(labels[index]))" }
}
