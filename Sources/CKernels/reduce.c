#include "layout.h"
#include "parallel.h"
#include <math.h>

#define T float
#define NAME(x) x##_f32
#include "reduce.inc"
#undef T
#undef NAME

#define T double
#define NAME(x) x##_f64
#include "reduce.inc"
#undef T
#undef NAME

#define T int32_t
#define NAME(x) x##_i32
#include "reduce_integers.inc"
#undef T
#undef NAME

#define T int64_t
#define NAME(x) x##_i64
#include "reduce_integers.inc"
#undef T
#undef NAME

#define T uint8_t
#define NAME(x) x##_u8
#include "reduce_integers.inc"
#undef T
#undef NAME

void sl_reduce(
    sl_reduce_op op, sl_dtype dtype, int rank, const intptr_t *dims, const intptr_t *strides, uint32_t mask,
    const void *a, void *out) {
    sl_layout kept = {0}, reduced = {0};
    for (int axis = 0; axis < rank; axis++) {
        sl_layout *layout = mask >> axis & 1 ? &reduced : &kept;
        sl_push_axis(layout, dims[axis], strides[axis], strides[axis]);
    }
    if (sl_is_empty(kept.rank, kept.dims)) return;
    switch (dtype) {
    case SL_FLOAT32: reduce_f32(op, &kept, &reduced, a, out); return;
    case SL_FLOAT64: reduce_f64(op, &kept, &reduced, a, out); return;
    case SL_INT32: reduce_i32(op, &kept, &reduced, a, out); return;
    case SL_INT64: reduce_i64(op, &kept, &reduced, a, out); return;
    case SL_UINT8:
    case SL_BOOL: reduce_u8(op, &kept, &reduced, a, out); return;
    }
}
