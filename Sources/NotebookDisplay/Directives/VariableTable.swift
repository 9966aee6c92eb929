/// Lists the variables in view for `%who`. The kernel writes the call.
///
/// - Parameter list: Adds each of them. Some may be the main actor's, whose code a cell's top level is.
public func _showVariables(_ list: @MainActor (_VariableTable) -> Void) {
    let bundle = MainActor.assumeIsolated {
        let table = _VariableTable()
        list(table)
        return table.bundle
    }
    Display.transport.publish(DisplayMessage(kind: .displayData, bundle: bundle))
}

public final class _VariableTable {
    private var rows: [[Table.Cell]] = []
    private var functions: [String] = []
    private var types: [String] = []

    fileprivate init() {}

    public func add<Value>(_ name: String, in cell: String, _ value: Value) {
        add(name, type: typeName(of: Value.self), summary: summary(of: value), in: cell)
    }

    /// A value that cannot be copied.
    public func add<Value: ~Copyable>(_ name: String, in cell: String, _ value: borrowing Value) {
        // The standard library names copyable types only; metatypes of both kinds are one pointer to the same data.
        let type = unsafeBitCast(Value.self as any ~Copyable.Type, to: Any.Type.self)
        add(name, type: typeName(of: type), summary: "", in: cell)
    }

    /// A variable without a value of its own; what computes it is not called, as it may take long.
    public func add<Value>(_ name: String, in cell: String, computedBy value: @MainActor () -> Value) {
        add(name, type: typeName(of: Value.self), summary: "computed", in: cell)
    }

    public func addFunction(_ name: String, in cell: String) {
        functions.append("\(name) (\(cell))")
    }

    public func addType(_ name: String, in cell: String) {
        types.append("\(name) (\(cell))")
    }

    private func add(_ name: String, type: String, summary: String, in cell: String) {
        rows.append([.code(name), .code(type), .text(summary), .text(cell)])
    }

    fileprivate var bundle: MIMEBundle {
        let others = [("Functions", functions), ("Types", types)].filter { !$0.1.isEmpty }.map {
            "\($0.0): \($0.1.joined(separator: ", "))"
        }.joined(separator: "\n")
        guard !rows.isEmpty else {
            return MIMEBundle(
                plainText: others.isEmpty ? "There are no variables." : "There are no variables.\n" + others)
        }
        var table = Table(
            title: "",
            columns: [.init(header: "name"), .init(header: "type"), .init(header: "info"), .init(header: "cell")])
        table.rows = rows
        table.footer = others
        return table.bundle
    }
}
