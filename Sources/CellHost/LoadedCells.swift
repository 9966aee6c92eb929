import CCellRuntime
import Glibc
import SessionLink

/// The libraries of the session's cells.
///
/// A library stays loaded as long as cells to come may name what it declares, which the kernel knows, and as long as
/// anything in this process refers to it, which `swiftlet_libraries_find_unreferenced` finds out.
struct LoadedCells {
    private var handles: [UInt32: UnsafeMutableRawPointer] = [:]
    private var references = CellReferences()
    /// What no cell to come can name.
    private var spent: Set<UInt32> = []
    /// Whether the last search for what could be unloaded came to no result.
    private var isOverdue = false
    /// Those of which it was not told yet.
    private var unloaded: [UInt32] = []

    /// Loads a cell.
    ///
    /// - Returns: Its entry point, and what is to be rebound while it runs.
    mutating func load(
        _ number: UInt32, library: String, entryPoint: String, rebindings: [SymbolRebinding]
    ) throws(LoadingError) -> (SwiftletEntryPoint, [SwiftletRebinding]) {
        if isOverdue { unloadSpent() }
        let cell = try LoadedCell(number, library: library, entryPoint: entryPoint)
        handles[number] = cell.handle
        let rebindings = references.rebindings(rebindings, in: cell)
        references.add(cell)
        return (cell.entryPoint, rebindings)
    }

    func address(of symbol: StaticString, in cell: UInt32) -> UnsafeMutableRawPointer? {
        // To look for it everywhere would make this program depend on the cell.
        handles[cell].flatMap { dlsym($0, symbol.utf8Start) }
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
        let candidates = spent.compactMap { number in handles[number].map { (number: number, handle: $0) } }
        var isUnreferenced = [Bool](repeating: false, count: candidates.count)
        isOverdue = !swiftlet_libraries_find_unreferenced(
            candidates.map { Optional($0.handle) }, candidates.count, &isUnreferenced)
        if isOverdue { return }
        let unreferenced = zip(candidates, isUnreferenced).filter(\.1).map(\.0)
        references.remove(Set(unreferenced.map(\.number)))
        for (number, handle) in unreferenced {
            handles[number] = nil
            spent.remove(number)
            swiftlet_code_remove(handle)
            dlclose(handle)
            unloaded.append(number)
        }
    }
}
