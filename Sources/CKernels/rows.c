#include "CKernels.h"
#include "maths.h"

#define T float
#define NAME(x) x##_f32
#define EXP fast_expf
#define LOG logf
#include "rows.inc"
#include "sums.inc"
#undef T
#undef NAME
#undef EXP
#undef LOG

#define T double
#define NAME(x) x##_f64
#define EXP exp
#define LOG log
#include "rows.inc"
#include "sums.inc"
#undef T
#undef NAME

#define T int64_t
#define NAME(x) x##_i64
#include "sums.inc"
#undef T
#undef NAME

#define DISPATCH(call, ...)               \
    if (dtype == SL_FLOAT32) {            \
        call##_f32(__VA_ARGS__);          \
    } else {                              \
        call##_f64(__VA_ARGS__);          \
    }

void sl_softmax_rows(sl_dtype dtype, size_t rows, size_t columns, int logarithm, const void *a, void *out) {
    DISPATCH(softmax, rows, columns, logarithm, a, out)
}

double sl_negative_log_likelihood(
    sl_dtype dtype, size_t rows, size_t columns, const intptr_t *labels, const void *logs) {
    double total = 0;
    for (size_t row = 0; row < rows; row++) {
        size_t at = row * columns + (size_t)labels[row];
        total -= dtype == SL_FLOAT32 ? ((const float *)logs)[at] : ((const double *)logs)[at];
    }
    return total;
}

void sl_cross_entropy_gradient(
    sl_dtype dtype, size_t rows, size_t columns, const intptr_t *labels, double scale, const void *logs, void *out) {
    DISPATCH(cross_entropy_gradient, rows, columns, labels, scale, logs, out)
}

void sl_scatter_add_rows(
    sl_dtype dtype, size_t count, size_t columns, const intptr_t *rows, const void *a, void *out) {
    if (dtype == SL_INT64) {
        scatter_add_rows_i64(count, columns, rows, a, out);
        return;
    }
    DISPATCH(scatter_add_rows, count, columns, rows, a, out)
}

void sl_small_matmul(
    sl_dtype dtype, size_t m, size_t n, size_t k, const void *a, intptr_t a_row, intptr_t a_column, const void *b,
    intptr_t b_row, intptr_t b_column, int accumulate, void *out) {
    if (dtype == SL_INT64) {
        small_matmul_i64(m, n, k, a, a_row, a_column, b, b_row, b_column, accumulate, out);
        return;
    }
    DISPATCH(small_matmul, m, n, k, a, a_row, a_column, b, b_row, b_column, accumulate, out)
}
