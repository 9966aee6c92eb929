#include "strided.h"
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

void sl_cumulative_extreme_positions(
    sl_dtype dtype, int largest, size_t rows, size_t columns, const void *a, int64_t *out) {
    for (size_t row = 0; row < rows; row++, out += columns) {
        const void *from = (const char *)a + row * columns * sl_size(dtype);
        switch (dtype) {
        case SL_FLOAT32: cumulative_extremes_f32(largest, columns, from, out); break;
        case SL_FLOAT64: cumulative_extremes_f64(largest, columns, from, out); break;
        case SL_INT32: cumulative_extremes_i32(largest, columns, from, out); break;
        case SL_INT64: cumulative_extremes_i64(largest, columns, from, out); break;
        case SL_UINT8:
        case SL_BOOL: cumulative_extremes_u8(largest, columns, from, out); break;
        }
    }
}

/// A number as an unsigned one of the same order, and its position.
typedef struct {
    uint64_t key;
    int64_t at;
} entry;

SL_INLINE uint64_t key_of_float(float x) {
    if (x != x) return UINT32_MAX;
    x = x == 0 ? 0 : x;
    uint32_t bits, sign = (uint32_t)1 << 31;
    memcpy(&bits, &x, 4);
    return bits & sign ? ~bits : bits | sign;
}

SL_INLINE uint64_t key_of_double(double x) {
    if (x != x) return UINT64_MAX;
    x = x == 0 ? 0 : x;
    uint64_t bits, sign = (uint64_t)1 << 63;
    memcpy(&bits, &x, 8);
    return bits & sign ? ~bits : bits | sign;
}

SL_INLINE uint64_t key_of_integer(int64_t x) {
    return (uint64_t)x ^ (uint64_t)1 << 63;
}

#define EACH_KEY(T, KEY)                                                             \
    for (size_t i = 0; i < n; i++) {                                                 \
        entries[i].key = KEY(((const T *)a)[i]) ^ (descending ? UINT64_MAX : 0);     \
        entries[i].at = (int64_t)i;                                                  \
    }                                                                                \
    return

static void fill_entries(sl_dtype dtype, int descending, size_t n, const void *a, entry *entries) {
    switch (dtype) {
    case SL_FLOAT32: EACH_KEY(float, key_of_float);
    case SL_FLOAT64: EACH_KEY(double, key_of_double);
    case SL_INT32: EACH_KEY(int32_t, key_of_integer);
    case SL_INT64: EACH_KEY(int64_t, key_of_integer);
    case SL_UINT8:
    case SL_BOOL: EACH_KEY(uint8_t, key_of_integer);
    }
}

/// Sorts by one byte of the keys after the other, from the last one on, leaving out those that are all the same.
static entry *sort_entries(size_t n, entry *entries, entry *spare) {
    enum { shortest = 48, bytes = 8, values = 256 };
    if (n < shortest) {
        for (size_t i = 1; i < n; i++) {
            entry moved = entries[i];
            size_t at = i;
            for (; at > 0 && moved.key < entries[at - 1].key; at--) entries[at] = entries[at - 1];
            entries[at] = moved;
        }
        return entries;
    }
    size_t counts[bytes][values] = {{0}};
    for (size_t i = 0; i < n; i++) {
        for (int byte = 0; byte < bytes; byte++) counts[byte][entries[i].key >> 8 * byte & 255] += 1;
    }
    for (int byte = 0; byte < bytes; byte++) {
        if (counts[byte][entries[0].key >> 8 * byte & 255] == n) continue;
        size_t next[values], total = 0;
        for (int value = 0; value < values; value++) {
            next[value] = total;
            total += counts[byte][value];
        }
        for (size_t i = 0; i < n; i++) spare[next[entries[i].key >> 8 * byte & 255]++] = entries[i];
        entry *swapped = entries;
        entries = spare;
        spare = swapped;
    }
    return entries;
}

void sl_sort_positions(
    sl_dtype dtype, int descending, size_t rows, size_t columns, const void *a, int64_t *out) {
    size_t bytes = 2 * columns * sizeof(entry);
    entry *entries = sl_allocate(bytes);
    for (size_t row = 0; row < rows; row++) {
        fill_entries(dtype, descending, columns, (const char *)a + row * columns * sl_size(dtype), entries);
        const entry *sorted = sort_entries(columns, entries, entries + columns);
        for (size_t i = 0; i < columns; i++) out[row * columns + i] = sorted[i].at;
    }
    sl_release(entries, bytes);
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
