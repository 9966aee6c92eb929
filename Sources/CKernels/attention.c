#include "CKernels.h"
#include "maths.h"
#include "panels.h"
#include "parallel.h"

typedef struct {
    const sl_attention *attention;
    const sl_matrices *query, *key, *query_gradient, *key_gradient;
    const void *weights, *gradient;
    void *out;
} Heads;

#define T float
#define NAME(x) x##_f32
#define TYPE SL_FLOAT32
#define EXP fast_expf
#include "attention.inc"

#define T double
#define NAME(x) x##_f64
#define TYPE SL_FLOAT64
#define EXP exp
#include "attention.inc"

static size_t least(const sl_attention *attention) {
    /// Fewer multiplications are done before another thread has begun.
    enum { least_work = 1 << 18 };
    return least_work / (attention->queries * attention->keys * (attention->width + 16) + 1) + 1;
}

void sl_attention_weights(
    const sl_attention *attention, const sl_matrices *query, const sl_matrices *key, void *out) {
    Heads heads = {.attention = attention, .query = query, .key = key, .out = out};
    sl_parallel(
        attention->count, least(attention), attention->dtype == SL_FLOAT32 ? weights_f32 : weights_f64, &heads);
}

void sl_attention_gradient(
    const sl_attention *attention, const sl_matrices *query, const sl_matrices *key, const void *weights,
    const void *gradient, const sl_matrices *query_gradient, const sl_matrices *key_gradient) {
    Heads heads = {
        .attention = attention, .query = query, .key = key, .weights = weights, .gradient = gradient,
        .query_gradient = query_gradient, .key_gradient = key_gradient,
    };
    sl_parallel(
        attention->count, least(attention), attention->dtype == SL_FLOAT32 ? gradients_f32 : gradients_f64, &heads);
}
