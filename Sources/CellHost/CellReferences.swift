import CCellRuntime
import Glibc
import SessionLink

/// The references that cells have to each other's symbols, which the further run of a cell may point elsewhere.
struct CellReferences {
    private typealias Slot = UnsafeMutablePointer<UnsafeMutableRawPointer?>
    private var slots: [String: [Slot]] = [:]

    /// Takes note of a loaded cell's references.
    mutating func add(_ cell: LoadedCell) {
        withUnsafeMutablePointer(to: &slots) { slots in
            swiftlet_imports_visit(cell.handle, slots) { slots, symbol, slot in
                guard let symbol, let slot else { return }
                let name = String(cString: symbol)
                // The names of cells' modules stand in those of their symbols.
                guard name.contains("Cell_") else { return }
                slots!.assumingMemoryBound(to: [String: [Slot]].self).pointee[name, default: []].append(slot)
            }
        }
    }

    /// The references that a cell is about to change. From now on they count as references to the new symbols.
    mutating func rebindings(_ rebindings: [SymbolRebinding], in cell: LoadedCell) -> [SwiftletRebinding] {
        rebindings.flatMap { rebinding -> [SwiftletRebinding] in
            guard let target = dlsym(cell.handle, rebinding.symbol) else { return [] }
            if rebinding.isConformance {
                for earlier in rebinding.earlier.compactMap({ dlsym(nil, $0) }) {
                    swiftlet_conformance_replace(earlier, target)
                }
                return []
            }
            let found = rebinding.earlier.flatMap { slots.removeValue(forKey: $0) ?? [] }
            slots[rebinding.symbol, default: []] += found
            return found.map { SwiftletRebinding(reached: rebinding.reached, slot: $0, target: target) }
        }
    }
}
