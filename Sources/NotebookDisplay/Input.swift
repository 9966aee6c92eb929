internal import Glibc

/// Asks the user of the notebook for a line.
///
/// - Parameter prompt: What is shown beside the input field.
/// - Returns: The line without its newline, or nothing at the end of the input of a program that runs outside a
///   notebook. In a notebook whose front end takes no input, the cell ends with an error.
public func readLine(prompt: String) -> String? {
    line(prompt: prompt, isPassword: false)
}

/// Asks the user of the notebook for a line that is not shown while it is typed.
public func readPassword(prompt: String = "Password:") -> String? {
    line(prompt: prompt, isPassword: true)
}

private func line(prompt: String, isPassword: Bool) -> String? {
    typealias ReadLine = @convention(c) (UnsafePointer<CChar>, Bool) -> UnsafeMutablePointer<CChar>?
    guard let symbol = HostTransport.symbol(named: "swiftlet_read_line") else {
        print(prompt, terminator: " ")
        return readLine()
    }
    guard let text = unsafeBitCast(symbol, to: ReadLine.self)(prompt, isPassword) else { return nil }
    defer { free(text) }
    let line = String(cString: text)
    return line.hasSuffix("\n") ? String(line.dropLast()) : line
}
