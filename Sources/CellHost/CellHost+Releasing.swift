import Glibc

/// Gives a variable of a replaced cell back: destroys its value and fills its storage with zeros.
///
/// - Parameters:
///   - cell: The cell that declares it.
///   - symbol: The name of the variable's storage.
///   - size: The size of that storage in bytes.
///   - type: The variable's type.
@_silgen_name("swiftlet_release_variable")
public func releaseVariable<T>(_ cell: UInt32, _ symbol: StaticString, _ size: Int, _ type: T.Type) {
    let host = CellHost.current.withLock { $0 }
    guard let storage = host?.cells.withLock({ $0.storage(symbol, of: cell) }) else { return }
    let layout = MemoryLayout<T>.self
    if size == layout.size || size == layout.stride {
        storage.assumingMemoryBound(to: T.self).deinitialize(count: 1)
        memset(storage, 0, size)
    } else if size == valueBufferSize && layout.size > valueBufferSize {
        // The compiler does not know the size of a library's type; its variables hold a pointer to a value of their own.
        guard let value = storage.load(as: UnsafeMutableRawPointer?.self) else { return }
        value.assumingMemoryBound(to: T.self).deinitialize(count: 1)
        memset(value, 0, layout.size)
    } else if size == valueBufferSize && layout.alignment <= 8 {
        storage.assumingMemoryBound(to: T.self).deinitialize(count: 1)
        memset(storage, 0, size)
    }
}

/// The size of a variable whose type's size is unknown at compile time: three words.
private let valueBufferSize = 3 * MemoryLayout<Int>.size
