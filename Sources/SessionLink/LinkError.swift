/// What can go wrong between the kernel and the cell host.
package enum LinkError: Error, Equatable {
    /// The other process closed its end, or died.
    case closed
    case malformed(String)
    case system(call: String, errno: Int32)
}
