/// A chart in the grammar of Vega-Lite (<https://vega.github.io/vega-lite/docs/>), which JupyterLab draws.
///
/// ```swift
/// VegaLite(
///     [
///         "mark": "point",
///         "encoding": [
///             "x": ["field": "hours", "type": "quantitative"],
///             "y": ["field": "score", "type": "quantitative"],
///         ],
///     ], data: students)
/// ```
public struct VegaLite: MIMERepresentable, Hashable, Sendable {
    /// The specification with its schema and its data.
    public var specification: JSONValue

    /// A chart of the data that the specification names itself. The schema is added where it is missing.
    public init(_ specification: JSONValue) {
        self.init(members: specification.objectValue ?? [:])
    }

    /// A chart of `rows`, of which each gives the fields that ``JSONValue/init(reflecting:)`` finds in it.
    public init(_ specification: JSONValue, data rows: some Sequence) {
        var members = specification.objectValue ?? [:]
        members["data"] = ["values": .array(rows.map { JSONValue(reflecting: $0) })]
        self.init(members: members)
    }

    private init(members: [String: JSONValue]) {
        let schema: [String: JSONValue] = ["$schema": "https://vega.github.io/schema/vega-lite/v5.json"]
        specification = .object(members.merging(schema) { given, _ in given })
    }

    public var mimeBundle: MIMEBundle {
        var bundle = MIMEBundle(plainText: plainText)
        bundle[.vegaLite] = .json(specification.description)
        return bundle
    }

    /// `Vega-Lite chart "Scores": point, 120 rows`
    private var plainText: String {
        var text = "Vega-Lite chart"
        if let title = specification["title"]?.stringValue { text += " \"\(title)\"" }
        var details: [String] = []
        if let mark = specification["mark"]?.stringValue ?? specification["mark"]?["type"]?.stringValue {
            details.append(mark)
        }
        if let rows = specification["data"]?["values"]?.arrayValue {
            details.append("\(grouped(rows.count)) row\(rows.count == 1 ? "" : "s")")
        }
        return details.isEmpty ? text : text + ": " + details.joined(separator: ", ")
    }
}
