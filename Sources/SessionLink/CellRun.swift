/// A cell that is to run, or what runs as a cell does.
package struct CellRun: Equatable, Sendable {
    package var cell: UInt32
    /// Where it runs after the cell before it; 0 for the main shell.
    package var shell: UInt32
    /// The id of the front end's request.
    package var parent: String

    package init(cell: UInt32, shell: UInt32, parent: String) {
        self.cell = cell
        self.shell = shell
        self.parent = parent
    }

    init(from reader: inout ByteReader) throws(LinkError) {
        self.init(cell: try reader.read(), shell: try reader.read(), parent: try reader.readString())
    }

    func write(to writer: inout ByteWriter) {
        writer.write(cell)
        writer.write(shell)
        writer.write(parent)
    }
}

/// How far a cell has come.
package struct CellProgress: Equatable, Sendable {
    package var cell: UInt32
    /// How many of its declarations of variables were carried out.
    package var reached: UInt32

    package init(cell: UInt32, reached: UInt32) {
        self.cell = cell
        self.reached = reached
    }

    init(from reader: inout ByteReader) throws(LinkError) {
        self.init(cell: try reader.read(), reached: try reader.read())
    }

    func write(to writer: inout ByteWriter) {
        writer.write(cell)
        writer.write(reached)
    }
}
