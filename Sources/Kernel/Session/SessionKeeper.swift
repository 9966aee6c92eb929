import CellCompiler
import Foundation
import JupyterWire
import LanguageService
import Logging
import SessionLink
import Synchronization

/// Has a session ready: sets it up once, and keeps the reason where that is impossible.
final class SessionKeeper: Sendable {
    private let session = Mutex<Result<Session, CellFailure>?>(nil)
    private let memoryLimit: MemoryLimit
    private let log: Logger

    init(memoryLimit: MemoryLimit, log: Logger) {
        self.memoryLimit = memoryLimit
        self.log = log
    }

    /// Begins to set the session up, without waiting.
    func start() {
        Thread.detachNewThread { try? self.current.get().assistant.prepare(after: .seconds(2)) }
    }

    /// The session, as soon as it is set up.
    private var current: Result<Session, CellFailure> {
        session.withLock { session in
            if let session { return session }
            let made: Result<Session, CellFailure>
            do {
                made = .success(
                    try Session(
                        toolchain: try Toolchain.find(), installation: .current, memoryLimit: memoryLimit, log: log))
            } catch let error as ToolchainError {
                log.error("\(error)")
                made = .failure(CellFailure(name: "NoToolchain", value: error.description))
            } catch {
                log.error("No session: \(error).")
                made = .failure(CellFailure(name: "NoSession", value: "\(error)"))
            }
            session = made
            return made
        }
    }

    var toolchainVersion: String? { try? current.get().toolchain.version }

    func execute(
        _ actions: [CellAction], _ request: CompilationPipeline.Request?,
        before waiting: [CompilationPipeline.Request], output: CellOutput
    ) throws(CellFailure) {
        let session = try current.get()
        defer { session.assistant.prepare() }
        session.assistant.postponePreparation()
        try session.cellsAtWork.withShared { () throws(CellFailure) in
            try session.execute(actions, request, before: waiting, output: output)
        }
    }

    /// The values of a request's `user_expressions`.
    func values(of expressions: [String: JSONValue], output: CellOutput) throws(CellFailure) -> [String: JSONValue] {
        let session = try current.get()
        return session.cellsAtWork.withShared { session.values(of: expressions, output: output) }
    }

    /// Hands over what the front end sent to a comm. Tells whether there is such a comm, or such a target.
    func deliver(_ content: CommContent, output: CellOutput) throws(CellFailure) -> Bool {
        let session = try current.get()
        return try session.cellsAtWork.withShared { () throws(CellFailure) in
            try session.deliver(content, output: output)
        }
    }

    /// The open comms, each with its target.
    func comms(target: String?) -> [String: String] { (try? current.get().comms(target: target)) ?? [:] }

    /// Begins to compile cells that wait for their turn, if there is a session already.
    func lookAhead(_ requests: [CompilationPipeline.Request]) {
        guard case .success(let session)?? = session.withLockIfAvailable({ $0 }) else { return }
        session.lookAhead(requests)
    }

    /// Takes note of cells that waited and will not run.
    func giveUp(_ requests: [CompilationPipeline.Request]) {
        guard !requests.isEmpty else { return }
        try? current.get().giveUp(requests)
    }

    /// What may stand at the cursor of a cell that is being written.
    func completions(of code: String, at position: Int) -> Completions {
        guard let session = try? current.get() else {
            let place = CodePoints.position(of: CodePoints.offset(of: position, in: code), in: code)
            return Completions(range: place..<place)
        }
        return session.assistant.completions(of: code, at: position)
    }

    /// What is known of the name at the cursor.
    func inspection(of code: String, at position: Int, detail: Int) -> Inspection? {
        guard let session = try? current.get() else { return nil }
        return session.inspection(of: code, at: position, detail: detail)
    }

    func interrupt() {
        try? current.get().interrupt()
    }

    /// Stops the cell of a subshell that is no more.
    func endShell(_ shell: UInt32) {
        try? current.get().endShell(shell)
    }

    /// Hands the user's line to the cell that waits for it.
    func answerInput(_ reply: Message) {
        guard reply.type == "input_reply" else { return }
        let request = (try? JSONValue(parsing: reply.parentHeader))?["msg_id"]?.stringValue
        try? current.get().answerInput(reply.contentValue()["value"]?.stringValue ?? "", to: request)
    }

    func end() {
        try? current.get().end()
    }
}
