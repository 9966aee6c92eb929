import JupyterWire

// Jupyter Enhancement Proposal 91, <https://jupyter.org/enhancement-proposals/91-kernel-subshells/kernel-subshells.html>

enum CreateSubshellRequest: RequestHandler {
    static let type = "create_subshell_request"

    static func handle(_ request: Message, in kernel: Kernel, shell: Shell) -> Reply {
        guard let created = kernel.createSubshell() else {
            return Reply(
                error: "TooManySubshells",
                "There can be \(Shells.mostSubshells) subshells at a time. Delete one that is no longer needed.")
        }
        return Reply(["status": "ok", "subshell_id": .string(created)])
    }
}

enum DeleteSubshellRequest: RequestHandler {
    static let type = "delete_subshell_request"

    static func handle(_ request: Message, in kernel: Kernel, shell: Shell) -> Reply {
        guard let id = request.contentValue()["subshell_id"]?.stringValue else {
            return Reply(error: "InvalidRequest", "A delete_subshell_request needs the text \"subshell_id\".")
        }
        guard kernel.deleteSubshell(id) else { return .unknownSubshell(id) }
        return Reply(["status": "ok"])
    }
}

enum ListSubshellRequest: RequestHandler {
    static let type = "list_subshell_request"

    static func handle(_ request: Message, in kernel: Kernel, shell: Shell) -> Reply {
        Reply(["status": "ok", "subshell_id": .array(kernel.shells.subshells.compactMap(\.id).map { .string($0) })])
    }
}

extension Reply {
    static func unknownSubshell(_ id: String) -> Reply {
        Reply(error: "UnknownSubshell", "There is no subshell \(id).")
    }
}
