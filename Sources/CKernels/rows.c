#include "CKernels.h"
#include "maths.h"
#include "parallel.h"

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

/// A job of rows of equal length.
typedef struct {
    sl_dtype dtype;
    size_t count, columns;
    int logarithm;
    double scale;
    const intptr_t *places;
    const void *a;
    void *out;
} Rows;

static size_t size_of(sl_dtype dtype) { return dtype == SL_FLOAT32 ? 4 : 8; }

/// How many rows make it worth a thread's while.
static size_t least_rows(const Rows *rows) { return (1 << 13) / (rows->columns + 1) + 1; }

static void some_softmax(void *context, size_t begin, size_t end) {
    const Rows *rows = context;
    size_t start = begin * rows->columns * size_of(rows->dtype);
    const void *a = (const char *)rows->a + start;
    void *out = (char *)rows->out + start;
    sl_dtype dtype = rows->dtype;
    DISPATCH(softmax, end - begin, rows->columns, rows->logarithm, a, out)
}

void sl_softmax_rows(sl_dtype dtype, size_t rows, size_t columns, int logarithm, const void *a, void *out) {
    Rows all = {.dtype = dtype, .columns = columns, .logarithm = logarithm, .a = a, .out = out};
    sl_parallel(rows, least_rows(&all), some_softmax, &all);
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

static void some_cross_entropy_gradient(void *context, size_t begin, size_t end) {
    const Rows *rows = context;
    size_t start = begin * rows->columns * size_of(rows->dtype);
    const void *logs = (const char *)rows->a + start;
    void *out = (char *)rows->out + start;
    sl_dtype dtype = rows->dtype;
    DISPATCH(cross_entropy_gradient, end - begin, rows->columns, rows->places + begin, rows->scale, logs, out)
}

void sl_cross_entropy_gradient(
    sl_dtype dtype, size_t rows, size_t columns, const intptr_t *labels, double scale, const void *logs, void *out) {
    Rows all = {.dtype = dtype, .columns = columns, .places = labels, .scale = scale, .a = logs, .out = out};
    sl_parallel(rows, least_rows(&all), some_cross_entropy_gradient, &all);
}

/// Of all rows some columns, so that no two threads add to the same number.
static void some_scatter_add(void *context, size_t begin, size_t end) {
    const Rows *rows = context;
    size_t size = size_of(rows->dtype);
    const void *a = (const char *)rows->a + begin * size;
    void *out = (char *)rows->out + begin * size;
    if (rows->dtype == SL_INT64) {
        scatter_add_rows_i64(rows->count, rows->columns, end - begin, rows->places, a, out);
        return;
    }
    sl_dtype dtype = rows->dtype;
    DISPATCH(scatter_add_rows, rows->count, rows->columns, end - begin, rows->places, a, out)
}

void sl_scatter_add_rows(
    sl_dtype dtype, size_t count, size_t columns, const intptr_t *rows, const void *a, void *out) {
    Rows all = {.dtype = dtype, .count = count, .columns = columns, .places = rows, .a = a, .out = out};
    size_t least = (1 << 15) / (count + 1) + 1;
    sl_parallel(columns, least < 32 ? 32 : least, some_scatter_add, &all);
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
