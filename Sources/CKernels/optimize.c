#include "CKernels.h"
#include "clones.h"
#include "parallel.h"
#include <math.h>

/// Fewer numbers than these are not worth another thread.
enum { least_numbers = 1 << 15 };

typedef struct {
    sl_optimizer kind;
    const sl_optimizer_settings *settings;
    const void *w, *g;
    void *slots[3];
    void *out;
} Step;

#define T float
#define NAME(x) x##_f32
#define SQRT sqrtf
#include "optimize.inc"
#undef T
#undef NAME
#undef SQRT

#define T double
#define NAME(x) x##_f64
#define SQRT sqrt
#include "optimize.inc"

static void optimize_floats(void *context, size_t begin, size_t end) { optimize_f32(context, begin, end); }
static void optimize_doubles(void *context, size_t begin, size_t end) { optimize_f64(context, begin, end); }

void sl_optimize(
    sl_optimizer kind, sl_dtype dtype, size_t n, const sl_optimizer_settings *settings, const void *w, const void *g,
    void *slot0, void *slot1, void *slot2, void *out) {
    Step step = {.kind = kind, .settings = settings, .w = w, .g = g, .slots = {slot0, slot1, slot2}, .out = out};
    sl_parallel(n, least_numbers, dtype == SL_FLOAT32 ? optimize_floats : optimize_doubles, &step);
}
