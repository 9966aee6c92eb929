import CCellRuntime
import Glibc
import SessionLink

/// The libraries of the session's cells.
///
/// A library stays loaded as long as cells to come may name what it declares, which the kernel knows, and as long as
/// anything in this process refers to it, which `swiftlet_libraries_find_unreferenced` finds out.
struct LoadedCells {
    private var libraries: [UInt32: LoadedCell.Library] = [:]
    private var references = CellReferences()
    /// What no cell to come can name.
    private var spent: Set<UInt32> = []
    /// Whether the last search for what could be unloaded came to no result.
    private var isOverdue = false
    /// Those of which it was not told yet.
    private var unloaded: [UInt32] = []

    /// Loads a cell.
    ///
    /// - Parameters:
    ///   - needed: The cells whose declarations it may use.
    /// - Returns: Its entry point, and what is to be rebound while it runs.
    mutating func load(
        _ number: UInt32, library: String, entryPoint: String, needed: [UInt32], rebindings: [SymbolRebinding]
    ) throws(LoadingError) -> (SwiftletEntryPoint, [SwiftletRebinding]) {
        // What tells of a variable runs whenever somebody looks at it.
        if let entry = libraries[number]?.address(of: entryPoint) {
            return (unsafeBitCast(entry, to: SwiftletEntryPoint.self), [])
        }
        if isOverdue { unloadSpent() }
        for cell in needed { libraries[cell]?.share() }
        let cell = try load(number, library: library, entryPoint: entryPoint)
        let rebindings = references.rebindings(rebindings, in: cell, among: libraries)
        libraries[number] = cell.library
        references.add(cell)
        return (cell.entryPoint, rebindings)
    }

    private mutating func load(_ number: UInt32, library: String, entryPoint: String) throws(LoadingError) -> LoadedCell
    {
        do {
            return try LoadedCell(number, library: library, entryPoint: entryPoint)
        } catch {
            // By its symbol's name in C, a cell can use what another declares without Swift's knowing it.
            for cell in libraries.keys { libraries[cell]?.share() }
            return try LoadedCell(number, library: library, entryPoint: entryPoint)
        }
    }

    /// The storage of a cell's variable.
    func storage(_ symbol: StaticString, of cell: UInt32) -> UnsafeMutableRawPointer? {
        libraries[cell]?.address(of: UnsafeRawPointer(symbol.utf8Start).assumingMemoryBound(to: CChar.self))
    }

    /// Unloads what nothing refers to of the cells that are spent, these among them.
    ///
    /// - Returns: The cells that it has unloaded since it was last asked.
    mutating func unload(_ cells: [UInt32]) -> [UInt32] {
        spent.formUnion(cells)
        unloadSpent()
        // Threads that serve the session may still be busy with the end of a cell.
        for _ in 0..<2 where isOverdue {
            usleep(5000)
            unloadSpent()
        }
        defer { unloaded = [] }
        return unloaded
    }

    private mutating func unloadSpent() {
        let candidates = spent.compactMap { number in libraries[number].map { (number: number, handle: $0.handle) } }
        var isUnreferenced = [Bool](repeating: false, count: candidates.count)
        isOverdue = !swiftlet_libraries_find_unreferenced(
            candidates.map { Optional($0.handle) }, candidates.count, &isUnreferenced)
        if isOverdue { return }
        let unreferenced = zip(candidates, isUnreferenced).filter(\.1).map(\.0)
        references.remove(Set(unreferenced.map(\.number)))
        for (number, handle) in unreferenced {
            libraries[number] = nil
            spent.remove(number)
            swiftlet_code_remove(handle)
            dlclose(handle)
            unloaded.append(number)
        }
    }
}
