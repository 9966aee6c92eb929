import JupyterWire

/// A front end that prints outputs one below the other, as `jupyter console` does.
package enum TerminalFrontEnd {
    /// Whether the user wants to leave, in the words that consoles of all languages understand.
    package static func isExit(_ code: String) -> Bool {
        let word = code.trimmingPrefix(while: \.isWhitespace).prefix { !$0.isWhitespace }
        return (word == "exit" || word == "quit") && code.filter { !$0.isWhitespace } == word
    }

    /// Asks the front end to end itself and the kernel.
    ///
    /// <https://jupyter-client.readthedocs.io/en/stable/messaging.html#payloads-deprecated>
    static func exitReply(count: Int) -> Reply {
        Reply([
            "status": "ok", "execution_count": .integer(count), "user_expressions": [:],
            "payload": [["source": "ask_exit", "keepkernel": false]],
        ])
    }
}

extension Kernel {
    /// Tells by how it behaves whether the front end that wants a cell executed is a ``TerminalFrontEnd``, since no
    /// message says so: it has asked first whether the text is complete, and has no cells that it names.
    func isTerminal(_ request: Message, code: String) -> Bool {
        request.metadata["cellId"] == nil
            && checkedCode.withLock { $0.map { $0 == (request.header.session, code) } } == true
    }
}
