internal import CKernels

/// A block of 64-byte-aligned memory that tensors share; it returns to the free list with its last user.
final class Storage: @unchecked Sendable {
    let memory: UnsafeMutableRawPointer
    let byteCount: Int

    /// Memory whose contents are unspecified.
    init(byteCount: Int) {
        self.byteCount = byteCount
        memory = sl_allocate(byteCount)
    }

    deinit {
        sl_release(memory, byteCount)
    }
}
