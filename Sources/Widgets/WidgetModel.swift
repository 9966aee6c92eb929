import NotebookDisplay

/// Which of the front end's classes hold and show a widget's state.
///
/// The names and versions are those of the packages that JupyterLab loads to render ipywidgets 8:
/// <https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md>
struct WidgetModel {
    let name: String
    let view: String
    let module: String
    let version: String
    /// Styles and layouts are held by one package and applied by another.
    var viewModule: String

    static func control(_ name: String) -> WidgetModel {
        WidgetModel(
            name: "\(name)Model", view: "\(name)View", module: "@jupyter-widgets/controls", version: "2.0.0",
            viewModule: "@jupyter-widgets/controls")
    }

    static func style(_ name: String) -> WidgetModel {
        WidgetModel(
            name: "\(name)StyleModel", view: "StyleView", module: "@jupyter-widgets/controls", version: "2.0.0",
            viewModule: "@jupyter-widgets/base")
    }

    static let layout = WidgetModel(
        name: "LayoutModel", view: "LayoutView", module: "@jupyter-widgets/base", version: "2.0.0",
        viewModule: "@jupyter-widgets/base")

    static let output = WidgetModel(
        name: "OutputModel", view: "OutputView", module: "@jupyter-widgets/output", version: "1.0.0",
        viewModule: "@jupyter-widgets/output")

    var state: [String: JSONValue] {
        [
            "_model_name": .string(name), "_model_module": .string(module), "_model_module_version": .string(version),
            "_view_name": .string(view), "_view_module": .string(viewModule), "_view_module_version": .string(version),
            "_view_count": .null,
        ]
    }
}
