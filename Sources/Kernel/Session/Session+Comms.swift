import SessionLink

extension Session {
    /// Hands what the front end sent to a comm to the session, and waits until it has done what there is to do.
    ///
    /// - Returns: Whether there is such a comm, or such a target.
    func deliver(_ content: CommContent, output: CellOutput) throws(CellFailure) -> Bool {
        guard let host = hosts.current, host.loss == nil, host.comms.note(content, fromFrontEnd: true) else {
            return false
        }
        let number = pipeline.takeNumber()
        try runAside(number, in: output.shell) { $0.deliver(content, number: number, output: output) }
        return true
    }

    /// The open comms, each with its target.
    func comms(target: String?) -> [String: String] { hosts.current?.comms.list(target: target) ?? [:] }
}
