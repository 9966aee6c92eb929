/// What the cell host tells the kernel.
package enum HostReport: Equatable, Sendable {
    case ready
    /// A picture, a result or an update: JSON with `data` and `metadata`. The host waits for `HostRequest.published`,
    /// which keeps it in order with the text before and after it.
    case publish(PublishKind, displayID: String?, json: [UInt8], shell: UInt32)
    /// A message of a comm, which the kernel answers as it does a picture.
    case comm(CommContent, shell: UInt32)
    /// What a cell of a subshell has written, to standard error or to standard output.
    case text([UInt8], isError: Bool, shell: UInt32)
    /// A cell waits for a line of the user's, to be answered by `HostRequest.input`.
    case readLine(prompt: String, isPassword: Bool, shell: UInt32)
    /// The cell is over. `reached` counts the variable declarations that were carried out.
    case ended(cell: UInt32, CellOutcome, reached: UInt32)
    /// How far the running cells have come.
    case progress([CellProgress])
    /// The working directory, and the environment as `NAME=value`.
    case surroundings(folder: String, environment: [String])
    /// The libraries of these cells are no longer loaded.
    case unloaded(cells: [UInt32])
}

package enum PublishKind: UInt8, Sendable {
    case displayData, updateDisplayData, executeResult, clearOutput
    /// What is told of a variable that is looked at: JSON, an array of pairs of a name and a text.
    case inspection
}

/// How a cell ended.
package enum CellOutcome: Equatable, Sendable {
    case finished
    /// `details` are further lines about the error, as of an error that it was caused by.
    case threw(type: String, description: String, details: [String], CallStack)
    case trapped(signal: Int32, address: UInt64, stackOverflow: Bool, CallStack)
    case exited(code: Int32, CallStack)
    case interrupted(CallStack)
    /// The cell never started.
    case notLoaded(reason: String)
}

extension HostReport: LinkMessage {
    package func encoded() -> [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .ready: writer.write(UInt8(0))
        case .publish(let kind, let displayID, let json, let shell):
            writer.write(UInt8(1))
            writer.write(shell)
            writer.write(kind.rawValue)
            writer.write(displayID.map { [$0] } ?? []) { $0.write($1) }
            writer.write(json)
        case .comm(let content, let shell):
            writer.write(UInt8(6))
            content.write(to: &writer)
            writer.write(shell)
        case .text(let bytes, let isError, let shell):
            writer.write(UInt8(7))
            writer.write(bytes)
            writer.write(UInt8(isError ? 1 : 0))
            writer.write(shell)
        case .readLine(let prompt, let isPassword, let shell):
            writer.write(UInt8(3))
            writer.write(shell)
            writer.write(prompt)
            writer.write(UInt8(isPassword ? 1 : 0))
        case .ended(let cell, let outcome, let reached):
            writer.write(UInt8(2))
            writer.write(cell)
            writer.write(reached)
            outcome.write(to: &writer)
        case .progress(let cells):
            writer.write(UInt8(8))
            writer.write(cells) { $1.write(to: &$0) }
        case .surroundings(let folder, let environment):
            writer.write(UInt8(4))
            writer.write(folder)
            writer.write(environment) { $0.write($1) }
        case .unloaded(let cells):
            writer.write(UInt8(5))
            writer.write(cells) { $0.write($1) }
        }
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(LinkError) {
        var reader = ByteReader(bytes)
        switch try reader.read(UInt8.self) {
        case 0: self = .ready
        case 1:
            let shell = try reader.read(UInt32.self)
            let raw = try reader.read(UInt8.self)
            guard let kind = PublishKind(rawValue: raw) else { throw .malformed("an output of unknown kind \(raw)") }
            let displayID = try reader.readArray { (reader) throws(LinkError) in try reader.readString() }.first
            self = .publish(kind, displayID: displayID, json: try reader.readBytes(), shell: shell)
        case 2:
            let cell = try reader.read(UInt32.self)
            let reached = try reader.read(UInt32.self)
            self = .ended(cell: cell, try CellOutcome(from: &reader), reached: reached)
        case 3:
            let shell = try reader.read(UInt32.self)
            self = .readLine(
                prompt: try reader.readString(), isPassword: try reader.read(UInt8.self) != 0, shell: shell)
        case 4:
            self = .surroundings(
                folder: try reader.readString(),
                environment: try reader.readArray { (reader) throws(LinkError) in try reader.readString() })
        case 5:
            self = .unloaded(
                cells: try reader.readArray { (reader) throws(LinkError) in try reader.read(UInt32.self) })
        case 6: self = .comm(try CommContent(from: &reader), shell: try reader.read())
        case 7:
            self = .text(
                try reader.readBytes(), isError: try reader.read(UInt8.self) != 0, shell: try reader.read())
        case 8:
            self = .progress(
                try reader.readArray { (reader) throws(LinkError) in try CellProgress(from: &reader) })
        case let kind: throw .malformed("a report of unknown kind \(kind)")
        }
    }
}

extension CellOutcome {
    fileprivate func write(to writer: inout ByteWriter) {
        switch self {
        case .finished: writer.write(UInt8(0))
        case .threw(let type, let description, let details, let stack):
            writer.write(UInt8(1))
            writer.write(type)
            writer.write(description)
            writer.write(details) { $0.write($1) }
            stack.write(to: &writer)
        case .trapped(let signal, let address, let stackOverflow, let stack):
            writer.write(UInt8(2))
            writer.write(signal)
            writer.write(address)
            writer.write(UInt8(stackOverflow ? 1 : 0))
            stack.write(to: &writer)
        case .exited(let code, let stack):
            writer.write(UInt8(3))
            writer.write(code)
            stack.write(to: &writer)
        case .interrupted(let stack):
            writer.write(UInt8(4))
            stack.write(to: &writer)
        case .notLoaded(let reason):
            writer.write(UInt8(5))
            writer.write(reason)
        }
    }

    fileprivate init(from reader: inout ByteReader) throws(LinkError) {
        switch try reader.read(UInt8.self) {
        case 0: self = .finished
        case 1:
            self = .threw(
                type: try reader.readString(), description: try reader.readString(),
                details: try reader.readArray { (reader) throws(LinkError) in try reader.readString() },
                try CallStack(from: &reader))
        case 2:
            self = .trapped(
                signal: try reader.read(), address: try reader.read(),
                stackOverflow: try reader.read(UInt8.self) != 0, try CallStack(from: &reader))
        case 3: self = .exited(code: try reader.read(), try CallStack(from: &reader))
        case 4: self = .interrupted(try CallStack(from: &reader))
        case 5: self = .notLoaded(reason: try reader.readString())
        case let kind: throw .malformed("an outcome of unknown kind \(kind)")
        }
    }
}
