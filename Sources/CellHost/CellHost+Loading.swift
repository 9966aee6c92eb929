import CCellRuntime
import Glibc

/// Why a compiled cell could not be loaded.
struct LoadingError: Error, CustomStringConvertible {
    var reason: String
    var description: String { reason }
}

/// A cell's library, which stays loaded for good: its types, functions and variables are in use as long as the session
/// lives.
struct LoadedCell {
    let handle: UnsafeMutableRawPointer
    let entryPoint: SwiftletEntryPoint

    init(_ library: String, entryPoint: String) throws(LoadingError) {
        guard let handle = dlopen(library, RTLD_NOW | RTLD_GLOBAL) else {
            throw LoadingError(reason: String(cString: dlerror()))
        }
        guard let symbol = dlsym(handle, entryPoint) else {
            throw LoadingError(reason: "\(library) has no entry point \(entryPoint)")
        }
        swiftlet_code_add(symbol)
        // What a notebook installs is stopped like its own code.
        swiftlet_code_add_libraries("libswiftlet-package-")
        swiftlet_foundation_loaded()
        self.handle = handle
        self.entryPoint = unsafeBitCast(symbol, to: SwiftletEntryPoint.self)
    }
}
