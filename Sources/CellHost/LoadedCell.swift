import CCellRuntime
import Glibc

/// A cell's library.
struct LoadedCell {
    let number: UInt32
    let handle: UnsafeMutableRawPointer
    let entryPoint: SwiftletEntryPoint

    init(_ number: UInt32, library: String, entryPoint: String) throws(LoadingError) {
        guard let handle = dlopen(library, RTLD_NOW | RTLD_GLOBAL) else {
            throw LoadingError(reason: String(cString: dlerror()))
        }
        guard let symbol = dlsym(handle, entryPoint) else {
            throw LoadingError(reason: "\(library) has no entry point \(entryPoint)")
        }
        swiftlet_code_add(handle)
        // What a notebook installs is stopped like its own code.
        swiftlet_code_add_libraries("libswiftlet-package-")
        swiftlet_foundation_loaded()
        self.number = number
        self.handle = handle
        self.entryPoint = unsafeBitCast(symbol, to: SwiftletEntryPoint.self)
    }
}

/// Why a compiled cell could not be loaded.
struct LoadingError: Error, CustomStringConvertible {
    var reason: String
    var description: String { reason }
}
