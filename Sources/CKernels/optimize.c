#include "CKernels.h"
#include "clones.h"
#include <math.h>

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

void sl_sgd(
    sl_dtype dtype, size_t n, double rate, double momentum, double decay, int first, const void *w, const void *g,
    void *v, void *w_out) {
    if (dtype == SL_FLOAT32) {
        sgd_f32(n, (float)rate, (float)momentum, (float)decay, first, w, g, v, w_out);
    } else {
        sgd_f64(n, rate, momentum, decay, first, w, g, v, w_out);
    }
}

void sl_adam(
    sl_dtype dtype, size_t n, double rate, double beta1, double beta2, double epsilon, double decay, uint64_t step,
    const void *w, const void *g, void *m, void *v, void *w_out) {
    double scale = rate / (1 - pow(beta1, (double)step));
    double root = sqrt(1 - pow(beta2, (double)step));
    if (dtype == SL_FLOAT32) {
        adam_f32(
            n, (float)scale, (float)(1 / root), (float)beta1, (float)(1 - beta1), (float)beta2, (float)(1 - beta2),
            (float)epsilon, (float)decay, w, g, m, v, w_out);
    } else {
        adam_f64(n, scale, 1 / root, beta1, 1 - beta1, beta2, 1 - beta2, epsilon, decay, w, g, m, v, w_out);
    }
}
