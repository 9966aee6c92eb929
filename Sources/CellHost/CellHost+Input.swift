import CCellRuntime
import Dispatch
import Glibc
import SessionLink
import Synchronization

/// Brings the user's lines from the kernel to the cell that waits for them.
final class InputExchange: Sendable {
    private let line = Mutex<String??>(nil)
    private let arrived = DispatchSemaphore(value: 0)

    func deliver(_ text: String?) {
        line.withLock { $0 = .some(text) }
        arrived.signal()
    }

    /// Waits for a line; there is none where the front end takes no input.
    func take() -> String? {
        arrived.wait()
        return line.withLock { line in
            defer { line = nil }
            return line ?? nil
        }
    }

    /// Forgets a line that nobody waits for any more.
    func clear() {
        while arrived.wait(timeout: .now()) == .success {}
        line.withLock { $0 = nil }
    }
}

extension CellHost {
    func input(of shell: UInt32) -> InputExchange {
        inputs.withLock { inputs in
            if let known = inputs[shell] { return known }
            let input = InputExchange()
            inputs[shell] = input
            return input
        }
    }

    /// Asks the user for a line.
    ///
    /// - Parameter line: Gets a C string that the caller frees, the newline included.
    /// - Returns: Its length in bytes. A front end without input ends the cell instead.
    func readLine(
        prompt: UnsafePointer<CChar>?, isPassword: Bool, into line: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?
    ) -> Int {
        swiftlet_streams_flush()
        let shell = swiftlet_cell_shell()
        let input = input(of: shell)
        input.clear()
        let prompt = prompt.map { String(cString: $0) } ?? ""
        guard (try? channel.send(.readLine(prompt: prompt, isPassword: isPassword, shell: shell))) != nil else {
            return 0
        }
        guard let text = input.take() else {
            end(with: InputUnavailable())
        }
        line?.pointee = strdup(text + "\n")
        return text.utf8.count + 1
    }
}

/// The front end cannot ask its user for a line.
struct InputUnavailable: Error, CustomStringConvertible {
    var description: String {
        "This cell asks for input, and the front end that runs it takes none. Run it where someone can answer, as in "
            + "JupyterLab, or give the value in the code."
    }
}

/// What NotebookDisplay looks up to ask with a prompt.
@_cdecl("swiftlet_read_line")
public func readLineForCell(prompt: UnsafePointer<CChar>?, isPassword: Bool) -> UnsafeMutablePointer<CChar>? {
    var line: UnsafeMutablePointer<CChar>?
    guard let host = CellHost.current.withLock({ $0 }) else { return nil }
    _ = host.readLine(prompt: prompt, isPassword: isPassword, into: &line)
    return line
}
