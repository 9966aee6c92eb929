import JupyterWire

/// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#payloads-deprecated>
extension JSONValue {
    /// Long help, which front ends show in a pager.
    ///
    /// - Parameter data: The help by MIME type.
    static func page(_ data: JSONValue) -> JSONValue {
        ["source": "page", "data": data, "start": 0]
    }
}
