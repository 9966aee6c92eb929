#include "layout.h"
#include <math.h>

#define T float
#define NAME(x) x##_f32
#include "reduce.inc"
#undef T
#undef NAME

#define T double
#define NAME(x) x##_f64
#include "reduce.inc"

void sl_reduce(
    sl_reduce_op op, sl_dtype dtype, int rank, const intptr_t *dims, const intptr_t *strides, uint32_t mask,
    const void *a, void *out) {
    sl_layout kept = {0}, reduced = {0};
    for (int axis = 0; axis < rank; axis++) {
        sl_layout *layout = mask >> axis & 1 ? &reduced : &kept;
        sl_push_axis(layout, dims[axis], strides[axis], strides[axis]);
    }
    if (sl_is_empty(kept.rank, kept.dims)) return;
    if (dtype == SL_FLOAT32) {
        reduce_f32(op, &kept, &reduced, a, out);
    } else {
        reduce_f64(op, &kept, &reduced, a, out);
    }
}

void sl_argmax_rows(sl_dtype dtype, size_t rows, size_t columns, const void *a, intptr_t *out) {
    for (size_t row = 0; row < rows; row++) {
        out[row] = dtype == SL_FLOAT32 ? argmax_f32(columns, (const float *)a + row * columns)
                                       : argmax_f64(columns, (const double *)a + row * columns);
    }
}
