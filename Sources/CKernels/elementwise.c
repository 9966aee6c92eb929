#include "layout.h"
#include "maths.h"

#define T float
#define NAME(x) x##_f32
#define EXP fast_expf
#define LOG fast_logf
#define SIN sinf
#define COS cosf
#define TANH fast_tanhf
#define SIGMOID fast_sigmoidf
#define SQRT sqrtf
#define ABS fabsf
#define POW powf
#include "elementwise.inc"
#undef T
#undef NAME
#undef EXP
#undef LOG
#undef SIN
#undef COS
#undef TANH
#undef SIGMOID
#undef SQRT
#undef ABS
#undef POW

#define T double
#define NAME(x) x##_f64
#define EXP exp
#define LOG log
#define SIN sin
#define COS cos
#define TANH tanh
#define SIGMOID sigmoid
#define SQRT sqrt
#define ABS fabs
#define POW pow
#include "elementwise.inc"

void sl_unary_flat(sl_unary_op op, sl_dtype dtype, size_t n, const void *a, void *out) {
    if (dtype == SL_FLOAT32) {
        unary_flat_f32(op, n, a, out);
    } else {
        unary_flat_f64(op, n, a, out);
    }
}

void sl_binary_flat(sl_binary_op op, sl_dtype dtype, size_t n, const void *a, const void *b, void *out) {
    if (dtype == SL_FLOAT32) {
        binary_flat_f32(op, n, a, b, out);
    } else {
        binary_flat_f64(op, n, a, b, out);
    }
}

void sl_unary(
    sl_unary_op op, sl_dtype dtype, int rank, const intptr_t *dims, const intptr_t *strides, const void *a,
    void *out) {
    if (sl_is_empty(rank, dims)) return;
    sl_layout layout = {0};
    for (int axis = 0; axis < rank; axis++) sl_push_axis(&layout, dims[axis], strides[axis], strides[axis]);
    if (dtype == SL_FLOAT32) {
        unary_strided_f32(op, &layout, a, out);
    } else {
        unary_strided_f64(op, &layout, a, out);
    }
}

void sl_binary(
    sl_binary_op op, sl_dtype dtype, int rank, const intptr_t *dims, const intptr_t *a_strides,
    const intptr_t *b_strides, const void *a, const void *b, void *out) {
    if (sl_is_empty(rank, dims)) return;
    sl_layout layout = {0};
    for (int axis = 0; axis < rank; axis++) sl_push_axis(&layout, dims[axis], a_strides[axis], b_strides[axis]);
    if (dtype == SL_FLOAT32) {
        binary_strided_f32(op, &layout, a, b, out);
    } else {
        binary_strided_f64(op, &layout, a, b, out);
    }
}

void sl_scatter(
    sl_dtype dtype, int rank, const intptr_t *dims, const intptr_t *out_strides, const void *a, void *out) {
    if (sl_is_empty(rank, dims)) return;
    sl_layout layout = {0};
    for (int axis = 0; axis < rank; axis++) sl_push_axis(&layout, dims[axis], out_strides[axis], out_strides[axis]);
    if (dtype == SL_FLOAT32) {
        scatter_f32(&layout, a, out);
    } else {
        scatter_f64(&layout, a, out);
    }
}

void sl_fill(sl_dtype dtype, size_t n, double value, void *out) {
    if (dtype == SL_FLOAT32) {
        float *values = out;
        for (size_t i = 0; i < n; i++) values[i] = (float)value;
    } else {
        double *values = out;
        for (size_t i = 0; i < n; i++) values[i] = value;
    }
}

void sl_convert(sl_dtype from, sl_dtype to, size_t n, const void *a, void *out) {
    if (from == to) {
        memcpy(out, a, n * (from == SL_FLOAT32 ? 4 : 8));
    } else if (from == SL_FLOAT32) {
        for (size_t i = 0; i < n; i++) ((double *)out)[i] = ((const float *)a)[i];
    } else {
        for (size_t i = 0; i < n; i++) ((float *)out)[i] = (float)((const double *)a)[i];
    }
}
