extension ProgressState {
    /// One line: description, bar, percentage, steps, times and postfix.
    ///
    /// Colours are JupyterLab's own variables, so that the bar follows the theme. Each is preceded by a plain colour,
    /// which is what is left where a sanitizer removes variables or another front end does not define them.
    func html(at time: Duration, indent: Int) -> String {
        var parts: [String] = []
        if !description.isEmpty { parts.append("<span>\(escapedHTML(description))</span>") }
        if let fraction, let percentage {
            let width = jsonNumber((fraction * 1000).rounded() / 10)
            let fill =
                switch end?.how {
                case .stopped: ("#f57c00", "--jp-warn-color1")
                case .finished: ("#388e3c", "--jp-success-color1")
                case nil: ("#1976d2", "--jp-brand-color1")
                }
            parts.append(
                "<div style=\"display:inline-block;vertical-align:middle;width:200px;height:10px;border-radius:5px;"
                    + "overflow:hidden;background-color:#bdbdbd;background-color:var(--jp-layout-color3,#bdbdbd)\">"
                    + "<div style=\"width:\(width)%;height:10px;background-color:\(fill.0);"
                    + "background-color:var(\(fill.1),\(fill.0))\"></div></div>")
            parts.append("<span style=\"display:inline-block;min-width:4ch;text-align:right\">\(percentage)</span>")
        }
        let details = [steps] + timing(at: time) + (postfix.isEmpty ? [] : [escapedHTML(postfix)])
        parts.append("<span>" + details.joined(separator: " · ") + "</span>")
        return "<div style=\"white-space:nowrap;overflow:hidden;text-overflow:ellipsis;font-size:13px;line-height:20px;"
            + (indent > 0 ? "margin-left:\(indent)px;" : "") + "font-variant-numeric:tabular-nums\">"
            + parts.joined(separator: "&ensp;") + "</div>"
    }
}
