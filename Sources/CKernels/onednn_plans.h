#pragma once
#include "CKernels.h"
#include "onednn_library.h"

#ifdef SL_HAS_ONEDNN
/// What tells convolutions apart for oneDNN, which compiles code for each.
typedef struct {
    intptr_t kind, samples, has_bias;
    sl_convolution shape;
} PlanKey;

/// A convolution of oneDNN for some number of samples on one thread, and how it wants the weights.
typedef struct {
    PlanKey key;
    /// NULL where oneDNN has no such convolution.
    dnnl_primitive_t convolution;
    /// From packed weights to the wanted order, or back for their gradient; NULL where that is the same.
    dnnl_primitive_t reorder;
    /// Images, weights, the output's images, the bias, packed weights, and memory for intermediate results.
    SlMemory input, weights, output, bias, packed, scratch;
    dnnl_primitive_desc_t descriptor, reorder_descriptor;
    size_t weight_bytes, scratch_bytes;
    /// By how many it is used at the moment, and when it was last asked for.
    int users;
    uint64_t last_use;
} SlPlan;

/// The plan for the key, made if there is none yet; NULL if oneDNN cannot do it. To be given back.
SlPlan *sl_take_plan(const PlanKey *key);
void sl_give_plan_back(SlPlan *plan);
#endif
