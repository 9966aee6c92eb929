#include "strided.h"

// What moves elements without looking at them knows only their size.

enum { chunk = 512 };

#define EACH_SIZE(size, statement)                      \
    switch (size) {                                     \
    case 1: { typedef uint8_t T; statement; } break;    \
    case 4: { typedef uint32_t T; statement; } break;   \
    default: { typedef uint64_t T; statement; } break;  \
    }

static inline const char *at(const void *a, intptr_t index, size_t size) {
    return (const char *)a + index * (intptr_t)size;
}

/// The `n` elements at `a`, `stride` apart, side by side: `a` itself or a copy in `buffer`.
static inline const void *packed(size_t size, const void *a, intptr_t stride, size_t n, void *buffer) {
    if (stride == 1) return a;
    EACH_SIZE(size, for (size_t i = 0; i < n; i++)((T *)buffer)[i] = ((const T *)a)[(intptr_t)i * stride])
    return buffer;
}

void sl_unary(
    sl_unary_op op, sl_dtype dtype, int rank, const intptr_t *dims, const intptr_t *strides, const void *a,
    void *out) {
    if (sl_is_empty(rank, dims)) return;
    sl_layout layout = {0};
    for (int axis = 0; axis < rank; axis++) sl_push_axis(&layout, dims[axis], strides[axis], strides[axis]);
    size_t size = sl_size(dtype);
    uint64_t buffer[chunk];
    int outer = layout.rank > 0 ? layout.rank - 1 : 0;
    size_t n = layout.rank > 0 ? (size_t)layout.dims[outer] : 1;
    intptr_t stride = layout.rank > 0 ? layout.a[outer] : 1;
    intptr_t index[sl_max_rank] = {0}, offset = 0, unused = 0;
    do {
        size_t step = stride == 1 ? n : chunk;
        for (size_t start = 0; start < n; start += step) {
            size_t count = n - start < step ? n - start : step;
            const void *from = at(a, offset + (intptr_t)start * stride, size);
            sl_unary_flat(op, dtype, count, packed(size, from, stride, count, buffer), out);
            out = (char *)out + count * size;
        }
    } while (sl_advance(&layout, outer, index, &offset, &unused));
}

void sl_binary(
    sl_binary_op op, sl_dtype dtype, int rank, const intptr_t *dims, const intptr_t *a_strides,
    const intptr_t *b_strides, const void *a, const void *b, void *out) {
    if (sl_is_empty(rank, dims)) return;
    sl_layout layout = {0};
    for (int axis = 0; axis < rank; axis++) sl_push_axis(&layout, dims[axis], a_strides[axis], b_strides[axis]);
    size_t size = sl_size(dtype), out_size = sl_is_comparison(op) ? 1 : size;
    uint64_t a_buffer[chunk], b_buffer[chunk];
    int outer = layout.rank > 0 ? layout.rank - 1 : 0;
    size_t n = layout.rank > 0 ? (size_t)layout.dims[outer] : 1;
    intptr_t a_stride = layout.rank > 0 ? layout.a[outer] : 1;
    intptr_t b_stride = layout.rank > 0 ? layout.b[outer] : 1;
    intptr_t index[sl_max_rank] = {0}, a_offset = 0, b_offset = 0;
    do {
        size_t step = a_stride == 1 && b_stride == 1 ? n : chunk;
        for (size_t start = 0; start < n; start += step) {
            size_t count = n - start < step ? n - start : step;
            // A buffer that holds one repeated element needs no refill for the next chunk of the same row.
            const void *left = a_buffer, *right = b_buffer;
            if (a_stride != 0 || start == 0) {
                left = packed(size, at(a, a_offset + (intptr_t)start * a_stride, size), a_stride, count, a_buffer);
            }
            if (b_stride != 0 || start == 0) {
                right = packed(size, at(b, b_offset + (intptr_t)start * b_stride, size), b_stride, count, b_buffer);
            }
            sl_binary_flat(op, dtype, count, left, right, out);
            out = (char *)out + count * out_size;
        }
    } while (sl_advance(&layout, outer, index, &a_offset, &b_offset));
}

void sl_copy(
    size_t size, int rank, const intptr_t *dims, const intptr_t *a_strides, const intptr_t *out_strides,
    const void *a, void *out) {
    if (sl_is_empty(rank, dims)) return;
    sl_layout layout = {0};
    for (int axis = 0; axis < rank; axis++) sl_push_axis(&layout, dims[axis], a_strides[axis], out_strides[axis]);
    int outer = layout.rank > 0 ? layout.rank - 1 : 0;
    size_t n = layout.rank > 0 ? (size_t)layout.dims[outer] : 1;
    intptr_t a_stride = layout.rank > 0 ? layout.a[outer] : 1;
    intptr_t out_stride = layout.rank > 0 ? layout.b[outer] : 1;
    intptr_t index[sl_max_rank] = {0}, a_offset = 0, out_offset = 0;
    do {
        const void *from = at(a, a_offset, size);
        void *to = (char *)out + out_offset * (intptr_t)size;
        if (a_stride == 1 && out_stride == 1) {
            memcpy(to, from, n * size);
        } else if (out_stride == 1) {
            EACH_SIZE(size, for (size_t i = 0; i < n; i++)((T *)to)[i] = ((const T *)from)[(intptr_t)i * a_stride])
        } else {
            EACH_SIZE(
                size, for (size_t i = 0; i < n; i++)((T *)to)[(intptr_t)i * out_stride] =
                          ((const T *)from)[(intptr_t)i * a_stride])
        }
    } while (sl_advance(&layout, outer, index, &a_offset, &out_offset));
}

void sl_fill(size_t size, size_t n, const void *element, void *out) {
    EACH_SIZE(size, T value = *(const T *)element; for (size_t i = 0; i < n; i++)((T *)out)[i] = value)
}

void sl_select(
    size_t size, size_t n, const uint8_t *condition, const void *a, int a_step, const void *b, int b_step,
    void *out) {
    EACH_SIZE(
        size, for (size_t i = 0; i < n; i++)((T *)out)[i] =
                  condition[i] ? ((const T *)a)[i * (size_t)a_step] : ((const T *)b)[i * (size_t)b_step])
}

void sl_put(size_t size, size_t n, const int64_t *positions, const void *a, int a_step, void *out) {
    EACH_SIZE(size, for (size_t i = 0; i < n; i++)((T *)out)[positions[i]] = ((const T *)a)[i * (size_t)a_step])
}

void sl_gather_rows(size_t bytes, size_t count, const intptr_t *rows, const void *a, void *out) {
    if (bytes == 4) {
        for (size_t i = 0; i < count; i++) ((uint32_t *)out)[i] = ((const uint32_t *)a)[rows[i]];
    } else if (bytes == 8) {
        for (size_t i = 0; i < count; i++) ((uint64_t *)out)[i] = ((const uint64_t *)a)[rows[i]];
    } else {
        for (size_t i = 0; i < count; i++) {
            memcpy((char *)out + i * bytes, (const char *)a + (size_t)rows[i] * bytes, bytes);
        }
    }
}

void sl_repeat_row(size_t bytes, size_t rows, const void *a, void *out) {
    for (size_t i = 0; i < rows; i++) memcpy((char *)out + i * bytes, a, bytes);
}

size_t sl_true_positions(size_t n, const uint8_t *mask, int64_t *out) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (out && mask[i]) out[count] = (int64_t)i;
        count += mask[i] != 0;
    }
    return count;
}
