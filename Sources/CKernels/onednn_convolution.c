// Convolutions by oneDNN on the pool's threads, each of which takes some of the samples.

#include "onednn_plans.h"
#include "parallel.h"
#include <string.h>

#ifdef SL_HAS_ONEDNN

typedef struct {
    const SlOneDNN *one;
    const sl_convolution *convolution;
    sl_convolution_kind kind;
    /// For `length` samples, and for those that are left for the last part.
    SlPlan *plan, *last_plan;
    size_t length, parts;
    char *input, *weights, *output, *bias;
    /// What each part has for itself of the weight's gradient and the bias's.
    size_t weight_step, bias_step;
    _Atomic int failures;
} Convolutions;

static dnnl_stream_t stream(const SlOneDNN *one) {
    static _Thread_local dnnl_stream_t own;
    if (!own && one->dnnl_stream_create(&own, one->engine, dnnl_stream_default_flags) != dnnl_success) own = NULL;
    return own;
}

/// What a primitive is called with.
typedef struct {
    const SlOneDNN *one;
    int count;
    dnnl_exec_arg_t arguments[5];
} Call;

static void pass(Call *call, int name, SlMemory memory, void *address) {
    dnnl_exec_arg_t *argument = &call->arguments[call->count];
    argument->arg = name;
    argument->memory = NULL;
    if (call->one->dnnl_memory_create(&argument->memory, memory, call->one->engine, address) == dnnl_success) {
        call->count += 1;
    }
}

/// Executes and forgets the call; tells whether it could.
static int ended(Call *call, const_dnnl_primitive_t primitive, int count) {
    const SlOneDNN *one = call->one;
    dnnl_stream_t own = stream(one);
    int is_done = call->count == count && own
        && one->dnnl_primitive_execute(primitive, own, call->count, call->arguments) == dnnl_success
        && one->dnnl_stream_wait(own) == dnnl_success;
    for (int i = 0; i < call->count; i++) one->dnnl_memory_destroy(call->arguments[i].memory);
    return is_done;
}

static int reordered(const SlOneDNN *one, const SlPlan *plan, void *from, void *to) {
    int is_gradient = plan->key.kind == SL_CORRELATE;
    Call call = {.one = one};
    pass(&call, DNNL_ARG_FROM, is_gradient ? plan->weights : plan->packed, from);
    pass(&call, DNNL_ARG_TO, is_gradient ? plan->packed : plan->weights, to);
    int threads = sl_onednn_begin_alone();
    int is_done = ended(&call, plan->reorder, 2);
    sl_onednn_end_alone(threads);
    return is_done;
}

static int convolve_part(const Convolutions *all, size_t part) {
    const sl_convolution *c = all->convolution;
    const SlPlan *plan = part + 1 == all->parts ? all->last_plan : all->plan;
    size_t first = part * all->length * sizeof(float);
    char *input = all->input + first * (size_t)(c->channels * c->height * c->width);
    char *output = all->output + first * (size_t)(c->outputs * c->rows * c->columns);
    int back = all->kind == SL_CONVOLVE_BACK, correlates = all->kind == SL_CORRELATE;
    Call call = {.one = all->one};
    pass(&call, back ? DNNL_ARG_DIFF_SRC : DNNL_ARG_SRC, plan->input, input);
    pass(
        &call, correlates ? DNNL_ARG_DIFF_WEIGHTS : DNNL_ARG_WEIGHTS, plan->weights,
        all->weights + part * all->weight_step);
    pass(&call, all->kind == SL_CONVOLVE ? DNNL_ARG_DST : DNNL_ARG_DIFF_DST, plan->output, output);
    if (all->bias) {
        pass(
            &call, correlates ? DNNL_ARG_DIFF_BIAS : DNNL_ARG_BIAS, plan->bias, all->bias + part * all->bias_step);
    }
    void *scratch = plan->scratch_bytes > 0 ? sl_allocate(plan->scratch_bytes) : NULL;
    if (scratch) pass(&call, DNNL_ARG_SCRATCHPAD, plan->scratch, scratch);
    int is_done = ended(&call, plan->convolution, 3 + (all->bias != NULL) + (scratch != NULL));
    if (scratch) sl_release(scratch, plan->scratch_bytes);
    return is_done;
}

static void convolve_parts(void *context, size_t begin, size_t end) {
    Convolutions *all = context;
    int threads = sl_onednn_begin_alone();
    for (size_t part = begin; part < end; part++) {
        if (!convolve_part(all, part)) all->failures += 1;
    }
    sl_onednn_end_alone(threads);
}

static void add_parts(float *sums, size_t count, size_t parts) {
    for (size_t part = 1; part < parts; part++) {
        const float *others = sums + part * count;
        for (size_t i = 0; i < count; i++) sums[i] += others[i];
    }
}

/// Convolves with plans at hand. The weight in the order that these want is a copy, if they want another.
static int convolve(Convolutions *all, void *weight, void *bias) {
    const SlPlan *plan = all->plan;
    size_t outputs = (size_t)all->convolution->outputs;
    if (all->kind != SL_CORRELATE) {
        char *copy = plan->reorder ? sl_allocate(plan->weight_bytes) : NULL;
        all->weights = copy ? copy : weight;
        all->bias = bias;
        int is_done = !copy || reordered(all->one, plan, weight, copy);
        if (is_done) sl_parallel(all->parts, 1, convolve_parts, all);
        if (copy) sl_release(copy, plan->weight_bytes);
        return is_done && all->failures == 0;
    }
    all->weight_step = plan->weight_bytes;
    all->bias_step = outputs * sizeof(float);
    size_t weight_bytes = all->parts * all->weight_step, bias_bytes = all->parts * all->bias_step;
    all->weights = sl_allocate(weight_bytes);
    all->bias = bias ? sl_allocate(bias_bytes) : NULL;
    sl_parallel(all->parts, 1, convolve_parts, all);
    add_parts((float *)all->weights, plan->weight_bytes / sizeof(float), all->parts);
    int is_done = 1;
    if (plan->reorder) {
        is_done = reordered(all->one, plan, all->weights, weight);
    } else {
        memcpy(weight, all->weights, plan->weight_bytes);
    }
    if (bias) {
        add_parts((float *)all->bias, outputs, all->parts);
        memcpy(bias, all->bias, all->bias_step);
        sl_release(all->bias, bias_bytes);
    }
    sl_release(all->weights, weight_bytes);
    return is_done && all->failures == 0;
}

int sl_onednn_convolve(
    sl_convolution_kind kind, const sl_convolution *convolution, void *input, void *weight, void *output, void *bias) {
    const SlOneDNN *one = sl_onednn();
    if (!one || convolution->batch == 0) return 0;
    // Twice as many parts as threads, so that one whose core is busy otherwise does less.
    size_t batch = (size_t)convolution->batch, threads = (size_t)sl_thread_count();
    size_t wanted = threads > 1 ? 2 * threads : 1, length = (batch + wanted - 1) / wanted;
    size_t parts = (batch + length - 1) / length, last = batch - (parts - 1) * length;
    PlanKey key = {.kind = kind, .samples = (intptr_t)length, .has_bias = bias != NULL, .shape = *convolution};
    key.shape.batch = 0;
    SlPlan *plan = sl_take_plan(&key);
    key.samples = (intptr_t)last;
    SlPlan *last_plan = plan ? sl_take_plan(&key) : NULL;
    int is_done = 0;
    // Plans for more samples and for fewer want the weight in one order as a rule.
    if (last_plan && one->dnnl_memory_desc_equal(plan->weights, last_plan->weights)) {
        Convolutions all = {
            .one = one, .convolution = convolution, .kind = kind, .plan = plan, .last_plan = last_plan,
            .length = length, .parts = parts, .input = input, .output = output,
        };
        is_done = convolve(&all, weight, bias);
    }
    if (last_plan) sl_give_plan_back(last_plan);
    if (plan) sl_give_plan_back(plan);
    return is_done;
}

#else

int sl_onednn_convolve(
    sl_convolution_kind kind, const sl_convolution *convolution, void *input, void *weight, void *output, void *bias) {
    return 0;
}

#endif
