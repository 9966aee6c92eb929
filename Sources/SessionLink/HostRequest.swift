/// What the kernel asks of the cell host.
package enum HostRequest: Equatable, Sendable {
    /// Load the library, which uses what certain cells declare, and call its entry point on a thread of its own.
    case run(CellRun, library: String, entryPoint: String, needed: [UInt32], rebindings: [SymbolRebinding])
    /// Hand over what the front end sent to a comm, on a thread of its own, as if a cell did.
    case deliver(CommContent, CellRun)
    /// The kernel has published everything written before the picture it was sent.
    case published
    /// What the user typed where a cell asked for a line; nothing where the front end takes no input.
    case input(String?, shell: UInt32)
    /// End a running cell, keeping the session.
    case interrupt(cell: UInt32)
    /// Tell how far the running cells have come.
    case progress
    /// Cells to come name nothing of these; unload those that nothing else refers to.
    case unload(cells: [UInt32])
    /// Tell the working directory and the environment, which cells may have changed.
    case surroundings
}

extension HostRequest: LinkMessage {
    package func encoded() -> [UInt8] {
        var writer = ByteWriter()
        switch self {
        case .run(let run, let library, let entryPoint, let needed, let rebindings):
            writer.write(UInt8(0))
            run.write(to: &writer)
            writer.write(library)
            writer.write(entryPoint)
            writer.write(needed) { $0.write($1) }
            writer.write(rebindings) { $1.write(to: &$0) }
        case .deliver(let content, let run):
            writer.write(UInt8(6))
            content.write(to: &writer)
            run.write(to: &writer)
        case .published: writer.write(UInt8(1))
        case .interrupt(let cell):
            writer.write(UInt8(2))
            writer.write(cell)
        case .progress: writer.write(UInt8(7))
        case .surroundings: writer.write(UInt8(4))
        case .unload(let cells):
            writer.write(UInt8(5))
            writer.write(cells) { $0.write($1) }
        case .input(let text, let shell):
            writer.write(UInt8(3))
            writer.write(shell)
            writer.write(text.map { [$0] } ?? []) { $0.write($1) }
        }
        return writer.bytes
    }

    package init(decoding bytes: [UInt8]) throws(LinkError) {
        var reader = ByteReader(bytes)
        switch try reader.read(UInt8.self) {
        case 0:
            self = .run(
                try CellRun(from: &reader), library: try reader.readString(), entryPoint: try reader.readString(),
                needed: try reader.readArray { (reader) throws(LinkError) in try reader.read(UInt32.self) },
                rebindings: try reader.readArray { (reader) throws(LinkError) in try SymbolRebinding(from: &reader) })
        case 1: self = .published
        case 2: self = .interrupt(cell: try reader.read())
        case 3:
            let shell = try reader.read(UInt32.self)
            self = .input(
                try reader.readArray { (reader) throws(LinkError) in try reader.readString() }.first, shell: shell)
        case 4: self = .surroundings
        case 5:
            self = .unload(
                cells: try reader.readArray { (reader) throws(LinkError) in try reader.read(UInt32.self) })
        case 6:
            self = .deliver(try CommContent(from: &reader), try CellRun(from: &reader))
        case 7: self = .progress
        case let kind: throw .malformed("a request of unknown kind \(kind)")
        }
    }
}
