import NotebookDisplay
internal import Synchronization

/// The widgets that are not closed.
///
/// A page that is loaded again asks for all their states at once, over a comm of its own:
/// <https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md#control-widget-messaging-protocol>
final class OpenWidgets: Sendable {
    static let shared = OpenWidgets()

    private let widgets = Mutex<[String: Widget]>([:])

    private init() {
        Comm.register("jupyter.widget.control") { [self] comm, _ in
            comm.onMessage { message in
                if message.data["method"] == "request_states" { self.sendStates(over: comm) }
            }
        }
    }

    func add(_ widget: Widget) {
        widgets.withLock { $0[widget.id] = widget }
    }

    func remove(_ widget: Widget) {
        widgets.withLock { $0[widget.id] = nil }
    }

    private func sendStates(over comm: Comm) {
        let states = widgets.withLock { $0 }.mapValues { widget -> JSONValue in
            [
                "model_name": .string(widget.model.name), "model_module": .string(widget.model.module),
                "model_module_version": .string(widget.model.version), "state": .object(widget.members),
            ]
        }
        comm.send(["method": "update_states", "states": .object(states), "buffer_paths": []])
    }
}
