/// Names that learners may expect to be in view: of cells that did not come to their end, or that run without them now.
struct UnfinishedDeclarations: Sendable {
    enum Reason: Equatable, Sendable {
        case doesNotCompile
        case stoppedBefore
        /// It waited behind a cell that failed.
        case givenUp
        case runAgainWithout
    }

    struct Declaration: Equatable, Sendable {
        /// The cell, as in "In[5]"; nothing for one that never ran.
        var file: String?
        var cellID: String?
        var reason: Reason
    }

    private var declarations: [String: Declaration] = [:]

    subscript(name: String) -> Declaration? { declarations[name] }

    /// - Parameter reached: How many of its declarations of variables were carried out; nothing if the cell did not run.
    mutating func add(_ syntax: CellSyntax, of file: String?, cellID: String?, reason: Reason, reached: Int? = nil) {
        forget(cellID)
        for declaration in syntax.declarations {
            if let reached, declaration.kind != .variable || declaration.order <= reached { continue }
            declarations[declaration.name] = Declaration(file: file, cellID: cellID, reason: reason)
        }
    }

    /// A cell ran again and does not declare the name any more.
    mutating func add(_ name: String, droppedSince file: String?, cellID: String) {
        declarations[name] = Declaration(file: file, cellID: cellID, reason: .runAgainWithout)
    }

    /// The cell runs again.
    mutating func forget(_ cellID: String?) {
        guard let cellID else { return }
        declarations = declarations.filter { $0.value.cellID != cellID }
    }
}
