// Each thread takes samples of its own through all steps, so that none waits for the others between two of them.

#include "CKernels.h"
#include "maths.h"
#include "panels.h"
#include "parallel.h"
#include <string.h>

/// As many samples as share the weights that a step reads.
enum { most_rows = 16 };

typedef struct {
    const sl_recurrent *layer;
    size_t block;
    const void *panels, *new_panels, *hidden, *cell, *gradient;
    void *gates, *before, *memory, *out, *sums, *hidden_gradient, *cell_gradient;
} Job;

static size_t gates_of(sl_recurrent_cell cell) { return cell == SL_LSTM ? 4 : cell == SL_GRU ? 3 : 1; }

#define T float
#define NAME(x) x##_f32
#define TYPE SL_FLOAT32
#define TANH fast_tanhf
#define SIGMOID fast_sigmoidf
#include "recurrent.inc"

#define T double
#define NAME(x) x##_f64
#define TYPE SL_FLOAT64
#define TANH tanh
#define SIGMOID sigmoid
#include "recurrent.inc"

/// Does the samples of the blocks `begin..<end`, forward or, if there is a gradient, backward.
static void do_blocks(void *context, size_t begin, size_t end) {
    const Job *job = context;
    const sl_recurrent *layer = job->layer;
    size_t bytes = 3 * job->block * layer->hidden * sizeof(double);
    void *scratch = sl_allocate(bytes);
    for (size_t index = begin; index < end; index++) {
        size_t first = index * job->block, last = first + job->block;
        if (last > layer->batch) last = layer->batch;
        if (layer->dtype == SL_FLOAT32) {
            job->gradient ? backward_f32(job, first, last, scratch) : forward_f32(job, first, last, scratch);
        } else {
            job->gradient ? backward_f64(job, first, last, scratch) : forward_f64(job, first, last, scratch);
        }
    }
    sl_release(scratch, bytes);
}

static void do_all(Job *job) {
    /// Fewer multiplications are done by one thread before another has begun.
    enum { least_work = 1 << 16 };
    const sl_recurrent *layer = job->layer;
    size_t threads = (size_t)sl_thread_count(), share = (layer->batch + threads - 1) / threads;
    size_t work = layer->steps * gates_of(layer->cell) * layer->hidden * layer->hidden;
    size_t least = work >= least_work ? 1 : (least_work + work - 1) / (work + 1);
    job->block = share < least ? least : share;
    if (job->block > most_rows) job->block = most_rows;
    sl_parallel((layer->batch + job->block - 1) / job->block, 1, do_blocks, job);
}

static size_t element(sl_dtype dtype) { return dtype == SL_FLOAT32 ? 4 : 8; }

void sl_recurrent_forward(
    const sl_recurrent *layer, const void *hidden, const void *cell, void *gates, void *before, void *memory,
    void *out) {
    size_t n = layer->hidden, width = gates_of(layer->cell) * n, direct = layer->cell == SL_GRU ? 2 * n : width;
    size_t bytes = sl_panels_size(layer->dtype, n, direct), new_bytes = sl_panels_size(layer->dtype, n, n);
    char *panels = sl_allocate(bytes + new_bytes);
    sl_pack_panels(layer->dtype, n, direct, layer->weight, 1, n, panels);
    if (layer->cell == SL_GRU) {
        const char *rest = (const char *)layer->weight + direct * n * element(layer->dtype);
        sl_pack_panels(layer->dtype, n, n, rest, 1, n, panels + bytes);
    }
    Job job = {
        .layer = layer, .panels = panels, .new_panels = panels + bytes, .hidden = hidden, .cell = cell, .gates = gates,
        .before = before, .memory = memory, .out = out,
    };
    do_all(&job);
    sl_release(panels, bytes + new_bytes);
}

void sl_recurrent_gradient(
    const sl_recurrent *layer, const void *cell, const void *gates, const void *before, const void *memory,
    const void *gradient, void *sums, void *hidden_gradient, void *cell_gradient) {
    size_t n = layer->hidden, width = gates_of(layer->cell) * n;
    size_t bytes = sl_panels_size(layer->dtype, width, n);
    const void *weight = layer->weight;
    void *turned = NULL, *panels = sl_allocate(bytes);
    size_t size = width * n * element(layer->dtype);
    if (layer->cell == SL_GRU) {
        // In the order of the sums.
        turned = sl_allocate(size);
        memcpy(turned, (const char *)weight + size / 3 * 2, size / 3);
        memcpy((char *)turned + size / 3, weight, size / 3 * 2);
        weight = turned;
    }
    sl_pack_panels(layer->dtype, width, n, weight, n, 1, panels);
    Job job = {
        .layer = layer, .panels = panels, .cell = cell, .gates = (void *)gates, .before = (void *)before,
        .memory = (void *)memory, .gradient = gradient, .sums = sums, .hidden_gradient = hidden_gradient,
        .cell_gradient = cell_gradient,
    };
    do_all(&job);
    if (turned) sl_release(turned, size);
    sl_release(panels, bytes);
}
