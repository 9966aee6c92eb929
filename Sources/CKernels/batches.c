#include "CKernels.h"
#include "panels.h"
#include "parallel.h"

typedef struct {
    sl_dtype dtype;
    size_t m, n, k;
    const sl_matrices *a, *b, *out;
} Batch;

static void multiply_some(void *context, size_t begin, size_t end) {
    const Batch *batch = context;
    intptr_t size = batch->dtype == SL_FLOAT32 ? 4 : 8;
    const sl_matrices *a = batch->a, *b = batch->b, *out = batch->out;
    size_t bytes = sl_panels_size(batch->dtype, batch->k, batch->n);
    void *panels = sl_allocate(bytes);
    for (size_t i = begin; i < end; i++) {
        if (i == begin || b->offsets[i] != b->offsets[i - 1]) {
            const char *matrix = (const char *)b->address + b->offsets[i] * size;
            sl_pack_panels(batch->dtype, batch->k, batch->n, matrix, b->row, b->column, panels);
        }
        sl_multiply_panels(
            batch->dtype, batch->m, batch->n, batch->k, (const char *)a->address + a->offsets[i] * size, a->row,
            a->column, panels, 0, (char *)out->address + out->offsets[i] * size, out->row);
    }
    sl_release(panels, bytes);
}

void sl_multiply_batch(
    sl_dtype dtype, size_t count, size_t m, size_t n, size_t k, const sl_matrices *a, const sl_matrices *b,
    const sl_matrices *out) {
    /// Fewer multiplications are done before another thread has begun.
    enum { least_work = 1 << 18 };
    Batch batch = {.dtype = dtype, .m = m, .n = n, .k = k, .a = a, .b = b, .out = out};
    sl_parallel(count, least_work / (m * n * k + 1) + 1, multiply_some, &batch);
}
