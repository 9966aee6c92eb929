#include "parallel.h"
#include "strided.h"
#include "transpose.h"

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

/// A pass over elements that do not lie side by side.
typedef struct {
    int op;
    sl_dtype dtype;
    size_t size, out_size;
    const sl_layout *layout;
    const char *a, *b;
    char *out;
} Pass;

/// How many elements lie in each part of the outermost axis.
static size_t inner_count(const sl_layout *layout) {
    size_t count = 1;
    for (int axis = 1; axis < layout->rank; axis++) count *= (size_t)layout->dims[axis];
    return count;
}

/// Shares the outermost axis out.
static void pass_over(Pass *pass, sl_range_body *body) {
    size_t outermost = pass->layout->rank > 0 ? (size_t)pass->layout->dims[0] : 1;
    sl_parallel(outermost, (1 << 15) / inner_count(pass->layout) + 1, body, pass);
}

/// The layout of a part of the outermost axis.
static sl_layout part_of(const sl_layout *layout, size_t begin, size_t end) {
    sl_layout part = *layout;
    if (part.rank > 0) part.dims[0] = (intptr_t)(end - begin);
    return part;
}

static void unary_range(void *context, size_t begin, size_t end) {
    const Pass *pass = context;
    sl_layout layout = part_of(pass->layout, begin, end);
    const void *a = at(pass->a, (intptr_t)begin * layout.a[0], pass->size);
    char *out = pass->out + begin * inner_count(&layout) * pass->size;
    uint64_t buffer[chunk];
    int outer = layout.rank > 0 ? layout.rank - 1 : 0;
    size_t n = layout.rank > 0 ? (size_t)layout.dims[outer] : 1;
    intptr_t stride = layout.rank > 0 ? layout.a[outer] : 1;
    intptr_t index[sl_max_rank] = {0}, offset = 0, unused = 0;
    do {
        size_t step = stride == 1 ? n : chunk;
        for (size_t start = 0; start < n; start += step) {
            size_t count = n - start < step ? n - start : step;
            const void *from = at(a, offset + (intptr_t)start * stride, pass->size);
            sl_unary_flat(pass->op, pass->dtype, count, packed(pass->size, from, stride, count, buffer), out);
            out += count * pass->size;
        }
    } while (sl_advance(&layout, outer, index, &offset, &unused));
}

void sl_unary(
    sl_unary_op op, sl_dtype dtype, int rank, const intptr_t *dims, const intptr_t *strides, const void *a,
    void *out) {
    if (sl_is_empty(rank, dims)) return;
    sl_layout layout = {0};
    for (int axis = 0; axis < rank; axis++) sl_push_axis(&layout, dims[axis], strides[axis], strides[axis]);
    Pass pass = {.op = op, .dtype = dtype, .size = sl_size(dtype), .layout = &layout, .a = a, .out = out};
    pass_over(&pass, unary_range);
}

/// Whether one operand has short rows side by side and the other one repeats a row for all of these.
static int repeats_rows(intptr_t n, const intptr_t *sides, const intptr_t *repeats) {
    return n <= chunk / 2 && sides[1] == 1 && sides[0] == n && repeats[1] == 1 && repeats[0] == 0;
}

/// The pass over such rows, as many at once as fit a chunk.
static void repeat_rows(const Pass *pass, const sl_layout *layout, int repeats_a, const char *a, const char *b, char *out) {
    size_t size = pass->size, n = (size_t)layout->dims[layout->rank - 1], rows = (size_t)layout->dims[layout->rank - 2];
    size_t most = chunk / n < rows ? chunk / n : rows;
    uint64_t buffer[chunk];
    intptr_t index[sl_max_rank] = {0}, a_offset = 0, b_offset = 0;
    do {
        const char *row = repeats_a ? at(a, a_offset, size) : at(b, b_offset, size);
        const char *side = repeats_a ? at(b, b_offset, size) : at(a, a_offset, size);
        sl_repeat_row(n * size, most, row, buffer);
        for (size_t first = 0; first < rows; first += most) {
            size_t count = (rows - first < most ? rows - first : most) * n;
            const void *left = repeats_a ? (const void *)buffer : side, *right = repeats_a ? side : (const void *)buffer;
            sl_binary_flat(pass->op, pass->dtype, count, left, right, out);
            side += count * size;
            out += count * pass->out_size;
        }
    } while (sl_advance(layout, layout->rank - 2, index, &a_offset, &b_offset));
}

static void binary_range(void *context, size_t begin, size_t end) {
    const Pass *pass = context;
    sl_layout layout = part_of(pass->layout, begin, end);
    size_t size = pass->size;
    const void *a = at(pass->a, (intptr_t)begin * layout.a[0], size);
    const void *b = at(pass->b, (intptr_t)begin * layout.b[0], size);
    char *out = pass->out + begin * inner_count(&layout) * pass->out_size;
    if (layout.rank >= 2) {
        int rows = layout.rank - 2;
        intptr_t n = layout.dims[rows + 1];
        int repeats_a = repeats_rows(n, layout.b + rows, layout.a + rows);
        if (repeats_a || repeats_rows(n, layout.a + rows, layout.b + rows)) {
            repeat_rows(pass, &layout, repeats_a, a, b, out);
            return;
        }
    }
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
            sl_binary_flat(pass->op, pass->dtype, count, left, right, out);
            out += count * pass->out_size;
        }
    } while (sl_advance(&layout, outer, index, &a_offset, &b_offset));
}

void sl_binary(
    sl_binary_op op, sl_dtype dtype, int rank, const intptr_t *dims, const intptr_t *a_strides,
    const intptr_t *b_strides, const void *a, const void *b, void *out) {
    if (sl_is_empty(rank, dims)) return;
    sl_layout layout = {0};
    for (int axis = 0; axis < rank; axis++) sl_push_axis(&layout, dims[axis], a_strides[axis], b_strides[axis]);
    size_t size = sl_size(dtype);
    Pass pass = {
        .op = op, .dtype = dtype, .size = size, .out_size = sl_is_comparison(op) ? 1 : size, .layout = &layout,
        .a = a, .b = b, .out = out,
    };
    pass_over(&pass, binary_range);
}

static void copy_range(void *context, size_t begin, size_t end) {
    const Pass *pass = context;
    sl_layout layout = part_of(pass->layout, begin, end);
    size_t size = pass->size;
    const void *a = at(pass->a, (intptr_t)begin * layout.a[0], size);
    char *out = pass->out + (intptr_t)begin * layout.b[0] * (intptr_t)size;
    if (sl_is_transposition(&layout)) {
        sl_copy_transposed(size, &layout, a, out);
        return;
    }
    int outer = layout.rank > 0 ? layout.rank - 1 : 0;
    size_t n = layout.rank > 0 ? (size_t)layout.dims[outer] : 1;
    intptr_t a_stride = layout.rank > 0 ? layout.a[outer] : 1;
    intptr_t out_stride = layout.rank > 0 ? layout.b[outer] : 1;
    intptr_t index[sl_max_rank] = {0}, a_offset = 0, out_offset = 0;
    do {
        const void *from = at(a, a_offset, size);
        void *to = out + out_offset * (intptr_t)size;
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

void sl_copy(
    size_t size, int rank, const intptr_t *dims, const intptr_t *a_strides, const intptr_t *out_strides,
    const void *a, void *out) {
    if (sl_is_empty(rank, dims)) return;
    sl_layout layout = {0};
    for (int axis = 0; axis < rank; axis++) sl_push_axis(&layout, dims[axis], a_strides[axis], out_strides[axis]);
    Pass pass = {.size = size, .layout = &layout, .a = a, .out = out};
    pass_over(&pass, copy_range);
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

typedef struct {
    size_t bytes;
    /// None where all rows are the first.
    const intptr_t *rows;
    const char *a;
    char *out;
} Rows;

static void copy_rows(void *context, size_t begin, size_t end) {
    const Rows *job = context;
    const intptr_t *rows = job->rows;
    size_t bytes = job->bytes;
    if (rows && bytes == 4) {
        for (size_t i = begin; i < end; i++) ((uint32_t *)job->out)[i] = ((const uint32_t *)job->a)[rows[i]];
    } else if (rows && bytes == 8) {
        for (size_t i = begin; i < end; i++) ((uint64_t *)job->out)[i] = ((const uint64_t *)job->a)[rows[i]];
    } else {
        for (size_t i = begin; i < end; i++) {
            memcpy(job->out + i * bytes, job->a + (rows ? (size_t)rows[i] * bytes : 0), bytes);
        }
    }
}

/// Fewer bytes are copied sooner by one thread.
enum { least_bytes = 1 << 17 };

void sl_gather_rows(size_t bytes, size_t count, const intptr_t *rows, const void *a, void *out) {
    Rows job = {.bytes = bytes, .rows = rows, .a = a, .out = out};
    sl_parallel(count, least_bytes / (bytes + 1) + 1, copy_rows, &job);
}

void sl_repeat_row(size_t bytes, size_t rows, const void *a, void *out) {
    Rows job = {.bytes = bytes, .a = a, .out = out};
    sl_parallel(rows, least_bytes / (bytes + 1) + 1, copy_rows, &job);
}

size_t sl_true_positions(size_t n, const uint8_t *mask, int64_t *out) {
    size_t count = 0;
    for (size_t i = 0; i < n; i++) {
        if (out && mask[i]) out[count] = (int64_t)i;
        count += mask[i] != 0;
    }
    return count;
}
