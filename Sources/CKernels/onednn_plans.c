// oneDNN compiles code for each convolution, which takes longer than most of them: the code is kept.

#include "forks.h"
#include "onednn_plans.h"
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#ifdef SL_HAS_ONEDNN

/// More than the largest networks have convolutions of different sizes.
enum { most_plans = 1024 };

SL_FORK_SAFE_LOCK(lock, SL_FORK_PLANS)
static SlPlan *plans[most_plans];
static int plan_count;
static uint64_t uses;

static void forget(const SlOneDNN *one, SlMemory memory) {
#if DNNL_VERSION_MAJOR >= 3
    if (memory) one->dnnl_memory_desc_destroy((dnnl_memory_desc_t)memory);
#else
    free((void *)memory);
#endif
}

static void destroy(SlPlan *plan) {
    const SlOneDNN *one = sl_onednn();
    if (plan->convolution) one->dnnl_primitive_destroy(plan->convolution);
    if (plan->reorder) one->dnnl_primitive_destroy(plan->reorder);
    if (plan->reorder_descriptor) one->dnnl_primitive_desc_destroy(plan->reorder_descriptor);
    if (plan->descriptor) one->dnnl_primitive_desc_destroy(plan->descriptor);
    forget(one, plan->packed);
    free(plan);
}

/// What a convolution is described by: input, weights, bias and output, and the lengths of its steps.
typedef struct {
    SlMemory input, weights, bias, output;
    dnnl_dims_t strides, gaps, padding;
} Parts;

static SlMemory described(const SlOneDNN *one, int rank, const dnnl_dims_t lengths, dnnl_format_tag_t order) {
    dnnl_memory_desc_t made;
#if DNNL_VERSION_MAJOR >= 3
    if (one->dnnl_memory_desc_create_with_tag(&made, rank, lengths, dnnl_f32, order) != dnnl_success) return NULL;
    return made;
#else
    if (one->dnnl_memory_desc_init_by_tag(&made, rank, lengths, dnnl_f32, order) != dnnl_success) return NULL;
    dnnl_memory_desc_t *kept = malloc(sizeof *kept);
    if (kept) *kept = made;
    return kept;
#endif
}

static dnnl_primitive_desc_t describe(
    const SlOneDNN *one, sl_convolution_kind kind, const Parts *p, const_dnnl_primitive_attr_t attributes,
    const_dnnl_primitive_desc_t forward) {
    dnnl_primitive_desc_t made = NULL;
    dnnl_alg_kind_t direct = dnnl_convolution_direct;
#if DNNL_VERSION_MAJOR >= 3
    dnnl_status_t status =
        kind == SL_CONVOLVE ? one->dnnl_convolution_forward_primitive_desc_create(
                                  &made, one->engine, dnnl_forward_training, direct, p->input, p->weights, p->bias,
                                  p->output, p->strides, p->gaps, p->padding, p->padding, attributes)
        : kind == SL_CONVOLVE_BACK ? one->dnnl_convolution_backward_data_primitive_desc_create(
                                         &made, one->engine, direct, p->input, p->weights, p->output, p->strides,
                                         p->gaps, p->padding, p->padding, forward, attributes)
                                   : one->dnnl_convolution_backward_weights_primitive_desc_create(
                                         &made, one->engine, direct, p->input, p->weights, p->bias, p->output,
                                         p->strides, p->gaps, p->padding, p->padding, forward, attributes);
    return status == dnnl_success ? made : NULL;
#else
    dnnl_convolution_desc_t wanted;
    dnnl_status_t status =
        kind == SL_CONVOLVE ? one->dnnl_dilated_convolution_forward_desc_init(
                                  &wanted, dnnl_forward_training, direct, p->input, p->weights, p->bias, p->output,
                                  p->strides, p->gaps, p->padding, p->padding)
        : kind == SL_CONVOLVE_BACK ? one->dnnl_dilated_convolution_backward_data_desc_init(
                                         &wanted, direct, p->input, p->weights, p->output, p->strides, p->gaps,
                                         p->padding, p->padding)
                                   : one->dnnl_dilated_convolution_backward_weights_desc_init(
                                         &wanted, direct, p->input, p->weights, p->bias, p->output, p->strides,
                                         p->gaps, p->padding, p->padding);
    if (status != dnnl_success) return NULL;
    return one->dnnl_primitive_desc_create(&made, &wanted, attributes, one->engine, forward) == dnnl_success ? made
                                                                                                              : NULL;
#endif
}

/// Whether the library has no better than its plain loops, which any product of matrices outdoes.
static int is_plain(const SlOneDNN *one, const_dnnl_primitive_desc_t descriptor) {
    const char *name = NULL;
    return one->dnnl_primitive_desc_query(descriptor, dnnl_query_impl_info_str, 0, &name) == dnnl_success && name
        && strncmp(name, "ref", 3) == 0;
}

/// Fills in what the descriptor says; tells whether all went well.
static int complete(const SlOneDNN *one, SlPlan *plan, sl_convolution_kind kind) {
    int back = kind == SL_CONVOLVE_BACK, weights = kind == SL_CORRELATE;
    const_dnnl_primitive_desc_t d = plan->descriptor;
    plan->input = one->dnnl_primitive_desc_query_md(d, back ? dnnl_query_diff_src_md : dnnl_query_src_md, 0);
    plan->weights = one->dnnl_primitive_desc_query_md(d, weights ? dnnl_query_diff_weights_md : dnnl_query_weights_md, 0);
    plan->output =
        one->dnnl_primitive_desc_query_md(d, kind == SL_CONVOLVE ? dnnl_query_dst_md : dnnl_query_diff_dst_md, 0);
    plan->scratch = one->dnnl_primitive_desc_query_md(d, dnnl_query_scratchpad_md, 0);
    if (plan->key.has_bias) {
        plan->bias =
            one->dnnl_primitive_desc_query_md(d, weights ? dnnl_query_diff_weights_md : dnnl_query_weights_md, 1);
    }
    if (!plan->input || !plan->weights || !plan->output || !plan->scratch || is_plain(one, d)) return 0;
    plan->weight_bytes = one->dnnl_memory_desc_get_size(plan->weights);
    plan->scratch_bytes = one->dnnl_memory_desc_get_size(plan->scratch);
    if (!one->dnnl_memory_desc_equal(plan->weights, plan->packed)) {
        SlMemory from = weights ? plan->weights : plan->packed, to = weights ? plan->packed : plan->weights;
        if (one->dnnl_reorder_primitive_desc_create(
                &plan->reorder_descriptor, from, one->engine, to, one->engine, NULL)
                != dnnl_success
            || one->dnnl_primitive_create(&plan->reorder, plan->reorder_descriptor) != dnnl_success) {
            return 0;
        }
    }
    return one->dnnl_primitive_create(&plan->convolution, d) == dnnl_success;
}

static void make(const SlOneDNN *one, SlPlan *plan) {
    const sl_convolution *c = &plan->key.shape;
    sl_convolution_kind kind = (sl_convolution_kind)plan->key.kind;
    intptr_t n = plan->key.samples, g = c->groups;
    dnnl_dims_t input = {n, c->channels, c->height, c->width}, output = {n, c->outputs, c->rows, c->columns};
    dnnl_dims_t bias = {c->outputs}, weights = {c->outputs, c->channels, c->kernel_height, c->kernel_width};
    dnnl_dims_t grouped = {g, c->outputs / g, c->channels / g, c->kernel_height, c->kernel_width};
    Parts parts = {
        .input = described(one, 4, input, dnnl_nhwc), .output = described(one, 4, output, dnnl_nhwc),
        .weights = described(one, g > 1 ? 5 : 4, g > 1 ? grouped : weights, dnnl_format_tag_any),
        .bias = plan->key.has_bias ? described(one, 1, bias, dnnl_a) : NULL,
        .strides = {c->stride_height, c->stride_width}, .gaps = {c->dilation_height - 1, c->dilation_width - 1},
        .padding = {c->padding_height, c->padding_width},
    };
    plan->packed = described(one, g > 1 ? 5 : 4, g > 1 ? grouped : weights, g > 1 ? dnnl_abcde : dnnl_abcd);
    dnnl_primitive_attr_t attributes = NULL;
    dnnl_primitive_desc_t forward = NULL;
    // Memory of the library's own would belong to the thread that makes the plan.
    int is_set = one->dnnl_primitive_attr_create(&attributes) == dnnl_success
        && one->dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user) == dnnl_success;
    if (is_set && parts.input && parts.output && parts.weights && plan->packed) {
        if (kind != SL_CONVOLVE) forward = describe(one, SL_CONVOLVE, &parts, attributes, NULL);
        plan->descriptor = describe(one, kind, &parts, attributes, forward);
    }
    if (plan->descriptor && !complete(one, plan, kind) && plan->convolution) {
        one->dnnl_primitive_destroy(plan->convolution);
        plan->convolution = NULL;
    }
    if (forward) one->dnnl_primitive_desc_destroy(forward);
    if (attributes) one->dnnl_primitive_attr_destroy(attributes);
    forget(one, parts.input);
    forget(one, parts.output);
    forget(one, parts.weights);
    forget(one, parts.bias);
}

/// The least recently used plan that nobody uses makes room; nothing where all are used.
static int vacated(void) {
    int oldest = -1;
    for (int i = 0; i < plan_count; i++) {
        if (plans[i]->users == 0 && (oldest < 0 || plans[i]->last_use < plans[oldest]->last_use)) oldest = i;
    }
    if (oldest < 0) return 0;
    destroy(plans[oldest]);
    plans[oldest] = plans[--plan_count];
    return 1;
}

static SlPlan *found(const PlanKey *key) {
    for (int i = 0; i < plan_count; i++) {
        if (memcmp(&plans[i]->key, key, sizeof *key) != 0) continue;
        SlPlan *plan = plans[i];
        // Those that are asked for again stand in front.
        if (i > 0) {
            plans[i] = plans[i - 1];
            plans[i - 1] = plan;
        }
        return plan;
    }
    return NULL;
}

SlPlan *sl_take_plan(const PlanKey *key) {
    const SlOneDNN *one = sl_onednn();
    if (!one) return NULL;
    pthread_mutex_lock(&lock);
    SlPlan *plan = found(key);
    if (!plan && (plan_count < most_plans || vacated()) && (plan = calloc(1, sizeof *plan))) {
        plan->key = *key;
        int threads = sl_onednn_begin_alone();
        make(one, plan);
        sl_onednn_end_alone(threads);
        plans[plan_count++] = plan;
    }
    if (plan) {
        plan->users += 1;
        plan->last_use = ++uses;
    }
    pthread_mutex_unlock(&lock);
    if (plan && !plan->convolution) {
        sl_give_plan_back(plan);
        return NULL;
    }
    return plan;
}

void sl_give_plan_back(SlPlan *plan) {
    pthread_mutex_lock(&lock);
    plan->users -= 1;
    pthread_mutex_unlock(&lock);
}

#endif
