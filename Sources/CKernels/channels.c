// Normalization of channels. What is summed with what does not depend on the threads.

#include "layout.h"
#include "parallel.h"
#include "strided.h"
#include <stdlib.h>

/// The parts into which the elements of all channels fall for their sums, and so many elements are worth a thread.
enum { most_parts = 64, least_rows = 16, worthwhile = 1 << 15 };

typedef struct {
    const sl_channels *layout;
    size_t part_length, parts;
    const void *x, *y, *g, *mean, *scale, *shift, *slope;
    void *out;
    /// Two sums for each part and channel.
    double *sums;
    int rectifies;
} Channels;

#define T float
#define NAME(x) x##_f32
#include "channels.inc"
#undef T
#undef NAME

#define T double
#define NAME(x) x##_f64
#include "channels.inc"
#undef T
#undef NAME

/// Lets `body` sum up parts of the outermost axis; of each, two numbers a channel.
static void sum_parts(Channels *all, sl_range_body *body) {
    const sl_channels *layout = all->layout;
    size_t row = layout->channels * layout->inner, least = layout->inner > 1 ? 1 : least_rows;
    all->part_length = (layout->outer + most_parts - 1) / most_parts;
    if (all->part_length < least) all->part_length = least;
    all->parts = (layout->outer + all->part_length - 1) / all->part_length;
    all->sums = sl_allocate(2 * all->parts * layout->channels * sizeof(double));
    sl_parallel(all->parts, worthwhile / (all->part_length * row) + 1, body, all);
}

static void release_sums(Channels *all) {
    sl_release(all->sums, 2 * all->parts * all->layout->channels * sizeof(double));
}

static void each_row(Channels *all, sl_range_body *body) {
    const sl_channels *layout = all->layout;
    sl_parallel(layout->outer, worthwhile / (layout->channels * layout->inner) + 1, body, all);
}

void sl_channel_moments(
    sl_dtype dtype, const sl_channels *layout, const void *x, void *mean, void *variance) {
    if (layout->channels == 0) return;
    Channels all = {.layout = layout, .x = x};
    sum_parts(&all, dtype == SL_FLOAT32 ? moments_f32 : moments_f64);
    double rest = (double)all.part_length * (double)layout->inner;
    for (size_t c = 0; c < layout->channels; c++) {
        // The moments of parts to those of all (Chan, Golub and LeVeque, "Updating formulae and a pairwise algorithm for
        // computing sample variances", 1979).
        double count = 0, average = 0, squares = 0;
        for (size_t part = 0; part < all.parts; part++) {
            const double *sums = all.sums + 2 * part * layout->channels;
            size_t rows = layout->outer - part * all.part_length;
            double more = rows < all.part_length ? (double)(rows * layout->inner) : rest;
            double difference = sums[c] - average;
            squares += sums[layout->channels + c] + difference * difference * count * more / (count + more);
            average += difference * more / (count + more);
            count += more;
        }
        if (dtype == SL_FLOAT32) {
            ((float *)mean)[c] = (float)average;
            ((float *)variance)[c] = (float)(squares / count);
        } else {
            ((double *)mean)[c] = average;
            ((double *)variance)[c] = squares / count;
        }
    }
    release_sums(&all);
}

void sl_scale_channels(
    sl_dtype dtype, const sl_channels *layout, const void *x, const void *mean, const void *scale, const void *shift,
    int rectifies, void *out) {
    if (layout->channels == 0) return;
    Channels all = {
        .layout = layout, .x = x, .mean = mean, .scale = scale, .shift = shift, .rectifies = rectifies, .out = out,
    };
    each_row(&all, dtype == SL_FLOAT32 ? scale_f32 : scale_f64);
}

void sl_channel_gradient_sums(
    sl_dtype dtype, const sl_channels *layout, const void *g, const void *x, const void *y, const void *mean,
    void *sums, void *products) {
    if (layout->channels == 0) return;
    Channels all = {.layout = layout, .x = x, .y = y, .g = g, .mean = mean};
    sum_parts(&all, dtype == SL_FLOAT32 ? gradient_sums_f32 : gradient_sums_f64);
    for (size_t c = 0; c < layout->channels; c++) {
        double sum = 0, product = 0;
        for (size_t part = 0; part < all.parts; part++) {
            sum += all.sums[2 * part * layout->channels + c];
            product += all.sums[(2 * part + 1) * layout->channels + c];
        }
        if (dtype == SL_FLOAT32) {
            ((float *)sums)[c] = (float)sum;
            ((float *)products)[c] = (float)product;
        } else {
            ((double *)sums)[c] = sum;
            ((double *)products)[c] = product;
        }
    }
    release_sums(&all);
}

void sl_channel_gradient(
    sl_dtype dtype, const sl_channels *layout, const void *g, const void *x, const void *y, const void *mean,
    const void *scale, const void *slope, const void *shift, void *out) {
    if (layout->channels == 0) return;
    Channels all = {
        .layout = layout, .x = x, .y = y, .g = g, .mean = mean, .scale = scale, .slope = slope, .shift = shift,
        .out = out,
    };
    each_row(&all, dtype == SL_FLOAT32 ? gradient_f32 : gradient_f64);
}
