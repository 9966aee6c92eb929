internal import CKernels
internal import Glibc

/// The libraries and threads that compute.
///
/// Products of large float32 matrices and large convolutions are oneDNN's where that was there when Swiftlet was built, and
/// OpenBLAS's otherwise; everything else that is not a loop of Swiftlet's own is OpenBLAS's. Both work on Swiftlet's threads, and start none of
/// their own: a product and the loops around it never compete for the processors.
public enum Backend {
    /// What computes here, as in "oneDNN 2.6.3, OpenBLAS 0.3.21, 2 threads".
    public static var description: String {
        let openBLAS = String(cString: sl_openblas_description()).split(separator: " ").prefix(2).joined(separator: " ")
        let libraries = usesOneDNN ? ["oneDNN \(oneDNNVersion!)", openBLAS] : [openBLAS]
        return (libraries + ["\(threadCount) thread\(threadCount == 1 ? "" : "s")"]).joined(separator: ", ")
    }

    /// How many threads share in large operations: as many as the processors that the process may use, or what the
    /// environment's OMP_NUM_THREADS says. Results do not depend on it, but for the last digits of products of matrices.
    public static var threadCount: Int {
        get { Int(sl_thread_count()) }
        set { sl_set_thread_count(Int32(clamping: newValue)) }
    }

    /// Whether oneDNN multiplies large matrices and convolves; `false` where there is none. The environment's `SWIFTLET_BACKEND=openblas`
    /// begins without it.
    public static var usesOneDNN: Bool {
        get { sl_gemm_backend_chosen() == SL_ONEDNN && oneDNNVersion != nil }
        set { sl_set_gemm_backend(newValue ? SL_ONEDNN : SL_OPENBLAS) }
    }

    private static var oneDNNVersion: String? { sl_onednn_version().map { String(cString: $0) } }
}

/// What `swiftlet doctor` asks the library for, as a C string that the caller frees.
@_cdecl("swiftlet_backend_description")
package func backendDescription() -> UnsafeMutablePointer<CChar>? {
    strdup(Backend.description)
}
