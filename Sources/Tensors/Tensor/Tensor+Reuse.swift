internal import CKernels

/// Results that take the memory of an operand which nobody else can see, as that of `a * b` in `a * b + c`.
///
/// What is recorded keeps its operands, whose values the derivative needs.
extension Tensor {
    /// Below this many elements the look costs more than new memory, which is in the cache.
    private static let fewestToReuse = 1 << 12

    /// The memory of an operand for the result of both; nothing where somebody may still read it.
    @inline(__always)
    static func reusableStorage(_ a: inout Tensor, _ b: inout Tensor) -> Storage? {
        if a.count < fewestToReuse && b.count < fewestToReuse { return nil }
        return reusableLargeStorage(&a, &b)
    }

    @inline(never)
    private static func reusableLargeStorage(_ a: inout Tensor, _ b: inout Tensor) -> Storage? {
        if a.node.dtype != b.node.dtype { return nil }
        if (a.node.requiresGradient || b.node.requiresGradient) && sl_gradient_enabled() != 0 { return nil }
        if a.node.hasTangents || b.node.hasTangents { return nil }
        // The result has the shape of an operand to which the other is merely repeated a number, and lies in memory as an
        // operand of its shape does.
        if a.node.shape == b.node.shape {
            let isChannelsLast = makeChannelsLast(a.node, b.node, a.node.shape)
            return a.unseenStorage(isChannelsLast) ?? b.unseenStorage(isChannelsLast)
        }
        if b.count == 1 && b.rank <= a.rank { return a.unseenStorage(a.node.isChannelsLast) }
        return a.count == 1 && a.rank <= b.rank ? b.unseenStorage(b.node.isChannelsLast) : nil
    }

    /// The memory of this tensor for a result of its shape and type; nothing where somebody may still read it.
    @inline(__always)
    mutating func reusableStorage() -> Storage? {
        count < Tensor.fewestToReuse ? nil : reusableLargeStorage()
    }

    @inline(never)
    private mutating func reusableLargeStorage() -> Storage? {
        if node.hasTangents || (node.requiresGradient && sl_gradient_enabled() != 0) { return nil }
        return unseenStorage(node.isChannelsLast)
    }

    private mutating func unseenStorage(_ isChannelsLast: Bool) -> Storage? {
        guard isKnownUniquelyReferenced(&node), isChannelsLast ? node.isChannelsLast : node.isPacked, node.offset == 0,
            isKnownUniquelyReferenced(&node.storage)
        else { return nil }
        return node.storage
    }
}
