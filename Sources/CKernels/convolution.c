// Convolutions by products of matrices: the windows of some rows of one image are laid out side by side, as many as fit the
// cache, and multiplied with the weights. Each thread takes some of the samples.

#include "forks.h"
#include "blas.h"
#include "parallel.h"
#include "strided.h"
#include <string.h>

/// The most bytes of windows side by side.
static const size_t largest_tile = 1 << 18;
/// So many multiplications are worth a thread.
static const size_t least_work = 1 << 16;

typedef struct {
    sl_convolution_kind kind;
    sl_dtype dtype;
    const sl_convolution *c;
    char *input, *weight, *output;
    /// The samples of a part, and what each part has for itself of the weight's gradient.
    size_t part_length, weight_step;
} Convolution;

/// out = a · b, or out += a · b, where `a` or `b` may be transposed; rows are `leading` elements apart.
static void multiply(
    sl_dtype dtype, int a_is_transposed, int b_is_transposed, intptr_t m, intptr_t n, intptr_t k, const void *a,
    intptr_t a_leading, const void *b, intptr_t b_leading, int accumulate, void *out, intptr_t out_leading) {
    enum CBLAS_TRANSPOSE a_order = a_is_transposed ? CblasTrans : CblasNoTrans;
    enum CBLAS_TRANSPOSE b_order = b_is_transposed ? CblasTrans : CblasNoTrans;
    sl_blas_begin();
    if (dtype == SL_FLOAT32) {
        cblas_sgemm(
            CblasRowMajor, a_order, b_order, (int)m, (int)n, (int)k, 1, a, (int)a_leading, b, (int)b_leading,
            (float)accumulate, out, (int)out_leading);
    } else {
        cblas_dgemm(
            CblasRowMajor, a_order, b_order, (int)m, (int)n, (int)k, 1, a, (int)a_leading, b, (int)b_leading,
            accumulate, out, (int)out_leading);
    }
    sl_blas_end();
}

/// The elements of one window in one group of channels.
static intptr_t window_length(const sl_convolution *c) {
    return c->channels / c->groups * c->kernel_height * c->kernel_width;
}

/// How many rows of windows fit a tile.
static intptr_t tile_rows(const Convolution *all) {
    const sl_convolution *c = all->c;
    size_t row = (size_t)(window_length(c) * c->groups * c->columns) * sl_size(all->dtype);
    size_t rows = row > 0 ? largest_tile / row : 1;
    return rows < 1 ? 1 : rows > (size_t)c->rows ? c->rows : (intptr_t)rows;
}

/// `rows` rows of windows from `first` on, of one image.
static void convolve_tile(
    const Convolution *all, intptr_t first, intptr_t rows, char *image, char *output, char *weight, char *columns) {
    const sl_convolution *c = all->c;
    size_t size = sl_size(all->dtype);
    sl_windows windows = {
        .planes = c->channels, .height = c->height, .width = c->width, .kernel_height = c->kernel_height,
        .kernel_width = c->kernel_width, .stride_height = c->stride_height, .stride_width = c->stride_width,
        .padding_height = c->padding_height - first * c->stride_height, .padding_width = c->padding_width,
        .dilation_height = c->dilation_height, .dilation_width = c->dilation_width, .rows = rows,
        .columns = c->columns,
    };
    intptr_t k = window_length(c), n = rows * c->columns, m = c->outputs / c->groups, whole = c->rows * c->columns;
    if (all->kind != SL_CONVOLVE_BACK) sl_unfold(all->dtype, &windows, image, columns);
    for (intptr_t group = 0; group < c->groups; group++) {
        char *lines = columns + (size_t)(group * k * n) * size, *matrix = weight + (size_t)(group * m * k) * size;
        char *sums = output + (size_t)(group * m * whole + first * c->columns) * size;
        switch (all->kind) {
        case SL_CONVOLVE: multiply(all->dtype, 0, 0, m, n, k, matrix, k, lines, n, 0, sums, whole); break;
        case SL_CONVOLVE_BACK: multiply(all->dtype, 1, 0, k, n, m, matrix, k, sums, whole, 0, lines, n); break;
        case SL_CORRELATE: multiply(all->dtype, 0, 1, m, k, n, sums, whole, lines, n, 1, matrix, k); break;
        }
    }
    if (all->kind == SL_CONVOLVE_BACK) sl_add_folded(all->dtype, &windows, columns, image);
}

static void convolve_parts(void *context, size_t begin, size_t end) {
    const Convolution *all = context;
    const sl_convolution *c = all->c;
    size_t size = sl_size(all->dtype), batch = (size_t)c->batch;
    size_t image_bytes = (size_t)(c->channels * c->height * c->width) * size;
    size_t output_bytes = (size_t)(c->outputs * c->rows * c->columns) * size;
    intptr_t most = tile_rows(all);
    size_t tile_bytes = (size_t)(window_length(c) * c->groups * c->columns * most) * size;
    char *columns = sl_allocate(tile_bytes);
    for (size_t part = begin; part < end; part++) {
        char *weight = all->weight + part * all->weight_step;
        if (all->weight_step > 0) memset(weight, 0, all->weight_step);
        size_t last = (part + 1) * all->part_length;
        for (size_t i = part * all->part_length; i < (last < batch ? last : batch); i++) {
            char *image = all->input + i * image_bytes;
            if (all->kind == SL_CONVOLVE_BACK) memset(image, 0, image_bytes);
            for (intptr_t first = 0; first < c->rows; first += most) {
                intptr_t rows = c->rows - first < most ? c->rows - first : most;
                convolve_tile(all, first, rows, image, all->output + i * output_bytes, weight, columns);
            }
        }
    }
    sl_release(columns, tile_bytes);
}

void sl_convolve(
    sl_convolution_kind kind, sl_dtype dtype, const sl_convolution *c, void *input, void *weight, void *output) {
    sl_keep_blas_single();
    Convolution all = {
        .kind = kind, .dtype = dtype, .c = c, .input = input, .weight = weight, .output = output, .part_length = 1,
    };
    size_t batch = (size_t)c->batch, work = (size_t)(window_length(c) * c->rows * c->columns * c->outputs) + 1;
    if (kind != SL_CORRELATE) {
        sl_parallel(batch, least_work / work + 1, convolve_parts, &all);
        return;
    }
    size_t count = (size_t)(c->outputs * window_length(c)), bytes = count * sl_size(dtype);
    memset(weight, 0, bytes);
    size_t threads = (size_t)sl_thread_count(), wanted = threads > 1 ? 2 * threads : 1;
    if (batch * work < least_work * wanted) wanted = 1;
    if (batch == 0 || bytes == 0) return;
    all.part_length = (batch + wanted - 1) / wanted;
    size_t parts = (batch + all.part_length - 1) / all.part_length;
    all.weight_step = bytes;
    all.weight = sl_allocate(parts * bytes);
    sl_parallel(parts, 1, convolve_parts, &all);
    for (size_t part = 0; part < parts; part++) {
        sl_binary_flat(SL_ADD, dtype, count, weight, all.weight + part * bytes, weight);
    }
    sl_release(all.weight, parts * bytes);
}
