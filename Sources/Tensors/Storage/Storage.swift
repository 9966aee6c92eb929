internal import CKernels

/// A block of 64-byte-aligned memory that tensors share; it returns to the free list with its last user.
final class Storage: @unchecked Sendable {
    let memory: UnsafeMutableRawPointer
    let byteCount: Int

    private static var largest: Int { 1 << 45 }

    /// Memory whose contents are unspecified.
    init(byteCount: Int) {
        if byteCount > Storage.largest {
            shapeError("memory", "a tensor of \(byteCount) bytes is asked for, more than a machine has")
        }
        self.byteCount = byteCount
        memory = sl_allocate(byteCount)
    }

    deinit {
        sl_release(memory, byteCount)
    }
}
