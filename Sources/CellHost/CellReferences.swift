import CCellRuntime
import Glibc
import SessionLink

/// The references that cells have to each other's symbols, which the further run of a cell may point elsewhere.
struct CellReferences {
    /// Where a library keeps a reference, as it does not look like a reference to that library (unreferenced.c).
    private struct Slot {
        let complement: UInt
        let cell: UInt32

        init(_ address: UnsafeMutablePointer<UnsafeMutableRawPointer?>, of cell: UInt32) {
            complement = ~UInt(bitPattern: address)
            self.cell = cell
        }
    }

    private var slots: [String: [Slot]] = [:]

    /// Takes note of a loaded cell's references.
    mutating func add(_ cell: LoadedCell) {
        var found = Found(cell: cell.number)
        withUnsafeMutablePointer(to: &found) { found in
            swiftlet_imports_visit(cell.library.handle, found) { found, symbol, slot in
                guard let symbol, let slot else { return }
                let name = String(cString: symbol)
                // The names of cells' modules stand in those of their symbols.
                guard name.contains("Cell_") else { return }
                let found = found!.assumingMemoryBound(to: Found.self)
                found.pointee.slots.append((name, Slot(slot, of: found.pointee.cell)))
            }
        }
        for (name, slot) in found.slots { slots[name, default: []].append(slot) }
    }

    private struct Found {
        let cell: UInt32
        var slots: [(name: String, slot: Slot)] = []
    }

    /// Forgets the references of cells that are unloaded.
    mutating func remove(_ cells: Set<UInt32>) {
        slots = slots.compactMapValues { list in
            let rest = list.filter { !cells.contains($0.cell) }
            return rest.isEmpty ? nil : rest
        }
    }

    /// The references that a cell is about to change. From now on they count as references to the new symbols.
    mutating func rebindings(
        _ rebindings: [SymbolRebinding], in cell: LoadedCell, among libraries: [UInt32: LoadedCell.Library]
    ) -> [SwiftletRebinding] {
        rebindings.flatMap { rebinding -> [SwiftletRebinding] in
            guard let target = cell.library.address(of: rebinding.symbol) else { return [] }
            if rebinding.isConformance {
                for symbol in rebinding.earlier {
                    let earlier = libraries.values.lazy.compactMap { $0.address(of: symbol) }.first
                    if let earlier { swiftlet_conformance_replace(earlier, target) }
                }
                return []
            }
            let found = rebinding.earlier.flatMap { slots.removeValue(forKey: $0) ?? [] }
            slots[rebinding.symbol, default: []] += found
            return found.map { slot in
                SwiftletRebinding(
                    reached: rebinding.reached, complement_of_slot: slot.complement,
                    complement_of_target: ~UInt(bitPattern: target))
            }
        }
    }
}
