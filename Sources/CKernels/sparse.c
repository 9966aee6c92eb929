#include "CKernels.h"
#include "clones.h"

#define T float
#define NAME(x) x##_f32
#include "sparse.inc"
#define T double
#define NAME(x) x##_f64
#include "sparse.inc"

void sl_csr_matmul(
    sl_dtype dtype, size_t rows, size_t columns, const intptr_t *starts, const intptr_t *positions,
    const void *values, const void *dense, void *out) {
    if (dtype == SL_FLOAT32) {
        csr_matmul_f32(rows, columns, starts, positions, values, dense, out);
    } else {
        csr_matmul_f64(rows, columns, starts, positions, values, dense, out);
    }
}
