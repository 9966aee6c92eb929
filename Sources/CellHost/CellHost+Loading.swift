import CCellRuntime
import Glibc

/// Why a compiled cell could not be loaded.
struct LoadingError: Error, CustomStringConvertible {
    var reason: String
    var description: String { reason }
}

extension CellHost {
    /// Loads a cell's library for good: its types, functions and variables stay in use as long as the session lives.
    func loadEntryPoint(_ entryPoint: String, of library: String) throws(LoadingError) -> SwiftletEntryPoint {
        guard let handle = dlopen(library, RTLD_NOW | RTLD_GLOBAL) else {
            throw LoadingError(reason: String(cString: dlerror()))
        }
        guard let symbol = dlsym(handle, entryPoint) else {
            throw LoadingError(reason: "\(library) has no entry point \(entryPoint)")
        }
        swiftlet_interrupt_add_code(symbol)
        swiftlet_foundation_loaded()
        return unsafeBitCast(symbol, to: SwiftletEntryPoint.self)
    }
}
