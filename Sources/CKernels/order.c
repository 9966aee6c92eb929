#include "CKernels.h"
#include "clones.h"
#include <math.h>
#include <string.h>

#define T float
#define IS_NAN(x) isnan(x)
#define NAME(x) x##_f32
#include "order.inc"
#define T double
#define IS_NAN(x) isnan(x)
#define NAME(x) x##_f64
#include "order.inc"
#define T int32_t
#define IS_NAN(x) 0
#define NAME(x) x##_i32
#include "order.inc"
#define T int64_t
#define IS_NAN(x) 0
#define NAME(x) x##_i64
#include "order.inc"
#define T uint8_t
#define IS_NAN(x) 0
#define NAME(x) x##_u8
#include "order.inc"
#define T float
#define SUM double
#define NAME(x) x##_f32
#include "cumulate.inc"
#define T double
#define SUM double
#define NAME(x) x##_f64
#include "cumulate.inc"
#define T int64_t
#define SUM uint64_t
#define NAME(x) x##_i64
#include "cumulate.inc"

void sl_extreme_positions(
    sl_dtype dtype, int largest, size_t rows, size_t columns, const void *a, int64_t *out) {
    for (size_t row = 0; row < rows; row++) {
        size_t start = row * columns;
        switch (dtype) {
        case SL_FLOAT32: out[row] = extreme_f32(largest, columns, (const float *)a + start); break;
        case SL_FLOAT64: out[row] = extreme_f64(largest, columns, (const double *)a + start); break;
        case SL_INT32: out[row] = extreme_i32(largest, columns, (const int32_t *)a + start); break;
        case SL_INT64: out[row] = extreme_i64(largest, columns, (const int64_t *)a + start); break;
        case SL_UINT8:
        case SL_BOOL: out[row] = extreme_u8(largest, columns, (const uint8_t *)a + start); break;
        }
    }
}

void sl_sort_positions(
    sl_dtype dtype, int descending, size_t rows, size_t columns, const void *a, int64_t *out) {
    int64_t *spare = sl_allocate(columns * sizeof(int64_t));
    for (size_t row = 0; row < rows; row++) {
        size_t start = row * columns;
        int64_t *order = out + start;
        switch (dtype) {
        case SL_FLOAT32: sort_f32(descending, columns, (const float *)a + start, order, spare); break;
        case SL_FLOAT64: sort_f64(descending, columns, (const double *)a + start, order, spare); break;
        case SL_INT32: sort_i32(descending, columns, (const int32_t *)a + start, order, spare); break;
        case SL_INT64: sort_i64(descending, columns, (const int64_t *)a + start, order, spare); break;
        case SL_UINT8:
        case SL_BOOL: sort_u8(descending, columns, (const uint8_t *)a + start, order, spare); break;
        }
    }
    sl_release(spare, columns * sizeof(int64_t));
}

void sl_cumulate_rows(sl_dtype dtype, int product, size_t rows, size_t columns, const void *a, void *out) {
    for (size_t row = 0; row < rows; row++) {
        size_t start = row * columns;
        switch (dtype) {
        case SL_FLOAT32: cumulate_f32(product, columns, (const float *)a + start, (float *)out + start); break;
        case SL_FLOAT64: cumulate_f64(product, columns, (const double *)a + start, (double *)out + start); break;
        case SL_INT64: cumulate_i64(product, columns, (const int64_t *)a + start, (int64_t *)out + start); break;
        default: return;
        }
    }
}
