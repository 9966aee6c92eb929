#pragma once
#include "CKernels.h"
#include "clones.h"
#include <string.h>

/// Axes of up to two operands after dropping those of length one and merging those that run on into each other.
typedef struct {
    int rank;
    intptr_t dims[sl_max_rank], a[sl_max_rank], b[sl_max_rank];
} sl_layout;

SL_INLINE void sl_push_axis(sl_layout *layout, intptr_t dim, intptr_t a, intptr_t b) {
    if (dim == 1) return;
    int last = layout->rank - 1;
    if (last >= 0 && layout->a[last] == a * dim && layout->b[last] == b * dim) {
        layout->dims[last] *= dim;
        layout->a[last] = a;
        layout->b[last] = b;
        return;
    }
    layout->dims[layout->rank] = dim;
    layout->a[layout->rank] = a;
    layout->b[layout->rank] = b;
    layout->rank += 1;
}

/// Steps `index` over the first `rank` axes and moves both offsets; false at the end.
SL_INLINE int sl_advance(
    const sl_layout *layout, int rank, intptr_t *restrict index, intptr_t *restrict a, intptr_t *restrict b) {
    for (int axis = rank - 1; axis >= 0; axis--) {
        index[axis] += 1;
        *a += layout->a[axis];
        *b += layout->b[axis];
        if (index[axis] < layout->dims[axis]) return 1;
        *a -= layout->a[axis] * layout->dims[axis];
        *b -= layout->b[axis] * layout->dims[axis];
        index[axis] = 0;
    }
    return 0;
}

SL_INLINE int sl_is_empty(int rank, const intptr_t *dims) {
    for (int axis = 0; axis < rank; axis++) {
        if (dims[axis] == 0) return 1;
    }
    return 0;
}
