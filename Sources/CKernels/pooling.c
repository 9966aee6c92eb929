#include "layout.h"
#include "parallel.h"
#include "strided.h"

/// So many channels are handled at once, in registers.
enum { stretch = 16 };

typedef struct {
    const sl_windows *windows;
    /// How many elements lie side by side at each place of a plane.
    size_t channels;
    int counts_padding;
    const void *a;
    int32_t *found;
    const int32_t *places;
    void *out;
} Pooling;

/// The part of a window, of places `from..<to` of it that are `step` apart, that lies in an image's rows or columns.
typedef struct { intptr_t start, step, from, to; } Span;

SL_INLINE Span span(
    intptr_t window, intptr_t stride, intptr_t padding, intptr_t dilation, intptr_t kernel, intptr_t length) {
    Span s = {.start = window * stride - padding, .step = dilation, .from = 0, .to = kernel};
    if (s.start < 0) s.from = (-s.start + dilation - 1) / dilation;
    intptr_t room = length - s.start;
    if (s.to * dilation > room + dilation - 1) s.to = room > 0 ? (room + dilation - 1) / dilation : 0;
    if (s.from > s.to) s.from = s.to;
    return s;
}

SL_INLINE Span row_span(const sl_windows *w, intptr_t row) {
    return span(row, w->stride_height, w->padding_height, w->dilation_height, w->kernel_height, w->height);
}

SL_INLINE Span column_span(const sl_windows *w, intptr_t column) {
    return span(column, w->stride_width, w->padding_width, w->dilation_width, w->kernel_width, w->width);
}

/// Whether it is two places side by side: with the span as a constant, the compiler unrolls loops over it.
SL_INLINE int is_pair(Span s) { return s.step == 1 && s.from == 0 && s.to == 2; }

SL_INLINE Span pair(Span s) { return (Span){.start = s.start, .step = 1, .from = 0, .to = 2}; }

/// Runs the statement for every place of a window that is not padding, with its offset in the plane and number.
#define EACH_PLACE(...)                                                                                \
    for (intptr_t kr = rows.from; kr < rows.to; kr++) {                                                \
        for (intptr_t kc = columns.from; kc < columns.to; kc++) {                                      \
            intptr_t y = rows.start + kr * rows.step, x = columns.start + kc * columns.step;           \
            size_t offset = (size_t)(y * w->width + x) * channels;                                     \
            int32_t number = (int32_t)(kr * w->kernel_width + kc);                                     \
            __VA_ARGS__                                                                                \
        }                                                                                              \
    }

/// The offset in the plane of the place of a window that has the number.
SL_INLINE size_t offset_of(const sl_windows *w, Span rows, Span columns, int32_t number, size_t channels) {
    intptr_t kr = number / w->kernel_width, kc = number - kr * w->kernel_width;
    intptr_t y = rows.start + kr * rows.step, x = columns.start + kc * columns.step;
    return (size_t)(y * w->width + x) * channels;
}

typedef int32_t Numbers __attribute__((ext_vector_type(stretch), aligned(sizeof(int32_t))));

#define T float
#define BITS int32_t
#define NAME(x) x##_f32
#include "pooling.inc"
#undef T
#undef BITS
#undef NAME

#define T double
#define BITS int64_t
#define NAME(x) x##_f64
#include "pooling.inc"
#undef T
#undef BITS
#undef NAME

/// Shares the planes out.
static void each_plane(Pooling *pooling, sl_range_body *body) {
    const sl_windows *w = pooling->windows;
    size_t places = (size_t)(w->height * w->width) * pooling->channels;
    sl_parallel((size_t)w->planes, places > 0 ? (1 << 14) / places + 1 : 1, body, pooling);
}

void sl_max_pool(
    sl_dtype dtype, const sl_windows *windows, size_t channels, const void *image, void *out, int32_t *places) {
    Pooling pooling = {.windows = windows, .channels = channels, .a = image, .out = out, .found = places};
    each_plane(&pooling, dtype == SL_FLOAT32 ? largest_f32 : largest_f64);
}

void sl_select_in_windows(
    sl_dtype dtype, const sl_windows *windows, size_t channels, const int32_t *places, const void *image, void *out) {
    Pooling pooling = {.windows = windows, .channels = channels, .a = image, .out = out, .places = places};
    each_plane(&pooling, dtype == SL_FLOAT32 ? select_f32 : select_f64);
}

void sl_spread_in_windows(
    sl_dtype dtype, const sl_windows *windows, size_t channels, const int32_t *places, const void *a, void *image) {
    Pooling pooling = {.windows = windows, .channels = channels, .a = a, .out = image, .places = places};
    each_plane(&pooling, dtype == SL_FLOAT32 ? spread_f32 : spread_f64);
}

void sl_average_pool(
    sl_dtype dtype, const sl_windows *windows, size_t channels, int counts_padding, const void *image, void *out) {
    Pooling pooling = {
        .windows = windows, .channels = channels, .a = image, .out = out, .counts_padding = counts_padding,
    };
    each_plane(&pooling, dtype == SL_FLOAT32 ? average_f32 : average_f64);
}

void sl_spread_average(
    sl_dtype dtype, const sl_windows *windows, size_t channels, int counts_padding, const void *a, void *image) {
    Pooling pooling = {
        .windows = windows, .channels = channels, .a = a, .out = image, .counts_padding = counts_padding,
    };
    each_plane(&pooling, dtype == SL_FLOAT32 ? spread_average_f32 : spread_average_f64);
}
