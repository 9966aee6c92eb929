#include "panels.h"
#include "clones.h"
#include <string.h>

// A tile's sums fill the vector registers, whose number and width the instruction set says. So this code is not merely
// compiled for each of them, as the loops elsewhere are, but has other constants in each.

#define UNROLLED _Pragma("clang loop unroll(full)")

#if defined(__x86_64__)
#define WIDTH 64
#define ROWS 8
#define TARGET __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
#define T float
#define NAME(x) x##_f32_v4
#include "panels.inc"
#define T double
#define NAME(x) x##_f64_v4
#include "panels.inc"
#undef WIDTH
#undef ROWS
#undef TARGET

#define WIDTH 32
#define ROWS 6
#define TARGET __attribute__((target("arch=x86-64-v3")))
#define T float
#define NAME(x) x##_f32_v3
#include "panels.inc"
#define T double
#define NAME(x) x##_f64_v3
#include "panels.inc"
#undef WIDTH
#undef ROWS
#undef TARGET
#endif

#define WIDTH 16
#define ROWS 6
#define TARGET
#define T float
#define NAME(x) x##_f32
#include "panels.inc"
#define T double
#define NAME(x) x##_f64
#include "panels.inc"

#if defined(__x86_64__)
#define CALL(function, ...)                                                                \
    if (__builtin_cpu_supports("x86-64-v4")) {                                             \
        dtype == SL_FLOAT32 ? function##_f32_v4(__VA_ARGS__) : function##_f64_v4(__VA_ARGS__); \
    } else if (__builtin_cpu_supports("x86-64-v3")) {                                      \
        dtype == SL_FLOAT32 ? function##_f32_v3(__VA_ARGS__) : function##_f64_v3(__VA_ARGS__); \
    } else {                                                                               \
        dtype == SL_FLOAT32 ? function##_f32(__VA_ARGS__) : function##_f64(__VA_ARGS__);   \
    }
#else
#define CALL(function, ...) dtype == SL_FLOAT32 ? function##_f32(__VA_ARGS__) : function##_f64(__VA_ARGS__);
#endif

size_t sl_panels_size(sl_dtype dtype, size_t k, size_t n) {
    // Whole panels, of which the widest are two vectors of 64 bytes.
    size_t size = dtype == SL_FLOAT32 ? 4 : 8, widest = 128 / size;
    return k * ((n + widest - 1) / widest * widest) * size;
}

void sl_pack_panels(
    sl_dtype dtype, size_t k, size_t n, const void *b, intptr_t b_row, intptr_t b_column, void *panels) {
    CALL(pack, k, n, b, b_row, b_column, panels)
}

void sl_multiply_panels(
    sl_dtype dtype, size_t m, size_t n, size_t k, const void *a, intptr_t a_row, intptr_t a_column,
    const void *panels, int accumulate, void *out, intptr_t out_row) {
    CALL(multiply, m, n, k, a, a_row, a_column, panels, accumulate, out, out_row)
}
