import CCellRuntime
import Glibc

/// A cell's library.
///
/// Others do not see what it declares until one needs it (`share`). The dynamic loader would look through the libraries
/// of all cells for each symbol of a new one.
struct LoadedCell {
    let number: UInt32
    let entryPoint: SwiftletEntryPoint
    let library: Library

    /// What there is to know of it after it has run.
    struct Library {
        let path: String
        let handle: UnsafeMutableRawPointer
        private(set) var isShared = false

        fileprivate init(_ path: String) throws(LoadingError) {
            guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL) else {
                throw LoadingError(reason: String(cString: dlerror()))
            }
            self.path = path
            self.handle = handle
        }

        func address(of symbol: UnsafePointer<CChar>) -> UnsafeMutableRawPointer? {
            // To look for it in all libraries would make this program depend on the one that has it.
            dlsym(handle, symbol)
        }

        /// Lets cells that are loaded from now on use what the library declares.
        mutating func share() {
            guard !isShared, let again = dlopen(path, RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL) else { return }
            dlclose(again)
            isShared = true
        }
    }

    init(_ number: UInt32, library path: String, entryPoint: String) throws(LoadingError) {
        library = try Library(path)
        guard let symbol = library.address(of: entryPoint) else {
            throw LoadingError(reason: "\(path) has no entry point \(entryPoint)")
        }
        self.number = number
        self.entryPoint = unsafeBitCast(symbol, to: SwiftletEntryPoint.self)
        swiftlet_code_add(library.handle)
        // What a notebook installs is stopped like its own code.
        swiftlet_code_add_libraries("libswiftlet-package-")
        swiftlet_imports_visit_libraries(library.handle, nil) { _, name in
            // Swift's libraries cannot be unloaded, and a later cell may be the next to use one.
            _ = dlopen(name, RTLD_NOW | RTLD_NOLOAD | RTLD_GLOBAL | RTLD_NODELETE)
        }
        swiftlet_foundation_loaded()
    }
}

/// Why a compiled cell could not be loaded.
struct LoadingError: Error, CustomStringConvertible {
    var reason: String
    var description: String { reason }
}
