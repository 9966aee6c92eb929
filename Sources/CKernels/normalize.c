#include "CKernels.h"
#include "maths.h"
#include "parallel.h"

/// The sums over rows are made in so many parts, each from rows of its own, so that they do not depend on the threads.
enum { most_parts = 16, least_rows = 8 };

typedef struct {
    size_t rows, columns, part_rows;
    double epsilon;
    const void *a, *weight, *bias, *gradient;
    void *out;
    double *means, *factors;
    /// For each part the sums for the weights and those for the biases, if they are wanted.
    void *sums;
} Normalization;

#define T float
#define NAME(x) x##_f32
#include "normalize.inc"

#define T double
#define NAME(x) x##_f64
#include "normalize.inc"

void sl_normalize_rows(
    sl_dtype dtype, size_t rows, size_t columns, double epsilon, const void *a, const void *weight, const void *bias,
    void *out, double *means, double *factors) {
    Normalization all = {
        .rows = rows, .columns = columns, .epsilon = epsilon, .a = a, .weight = weight, .bias = bias, .out = out,
        .means = means, .factors = factors,
    };
    sl_parallel(rows, (1 << 14) / (columns + 1) + 1, dtype == SL_FLOAT32 ? normalize_f32 : normalize_f64, &all);
}

void sl_normalize_rows_gradient(
    sl_dtype dtype, size_t rows, size_t columns, const void *a, const void *weight, const double *means,
    const double *factors, const void *gradient, void *out, void *weight_gradient, void *bias_gradient) {
    size_t part_rows = (rows + most_parts - 1) / most_parts;
    if (part_rows < least_rows) part_rows = least_rows;
    size_t parts = (rows + part_rows - 1) / part_rows;
    size_t bytes = weight_gradient || bias_gradient ? parts * 2 * columns * (dtype == SL_FLOAT32 ? 4 : 8) : 0;
    Normalization all = {
        .rows = rows, .columns = columns, .part_rows = part_rows, .a = a, .weight = weight, .gradient = gradient,
        .out = out, .means = (double *)means, .factors = (double *)factors, .sums = bytes > 0 ? sl_allocate(bytes) : NULL,
    };
    size_t least = (1 << 14) / (part_rows * columns + 1) + 1;
    if (dtype == SL_FLOAT32) {
        sl_parallel(parts, least, gradients_f32, &all);
        add_parts_f32(&all, parts, weight_gradient, bias_gradient);
    } else {
        sl_parallel(parts, least, gradients_f64, &all);
        add_parts_f64(&all, parts, weight_gradient, bias_gradient);
    }
    if (all.sums) sl_release(all.sums, bytes);
}
