#include "layout.h"
#include "maths.h"
#include "parallel.h"
#include "strided.h"

#define T float
#define NAME(x) x##_f32
#define FUNCTION(x) x##f
#define EXP fast_expf
#define LOG fast_logf
#define TANH fast_tanhf
#define SIGMOID fast_sigmoidf
#define ERF fast_erff
#define LOG1P fast_log1pf
#define IS_FAST 1
#include "floats.inc"

#define T double
#define NAME(x) x##_f64
#define FUNCTION(x) x
#define EXP exp
#define LOG log
#define TANH tanh
#define SIGMOID sigmoid
#define ERF erf
#define LOG1P log1p
#define IS_FAST 0
#include "floats.inc"

#define T int32_t
#define U uint32_t
#define NAME(x) x##_i32
#define IS_SIGNED 1
#include "integers.inc"

#define T int64_t
#define U uint64_t
#define NAME(x) x##_i64
#define IS_SIGNED 1
#include "integers.inc"

#define T uint8_t
#define U uint32_t
#define NAME(x) x##_u8
#define IS_SIGNED 0
#include "integers.inc"

#define T float
#define NAME(x) x##_f32
#include "compare.inc"
#define T double
#define NAME(x) x##_f64
#include "compare.inc"
#define T int32_t
#define NAME(x) x##_i32
#include "compare.inc"
#define T int64_t
#define NAME(x) x##_i64
#include "compare.inc"
#define T uint8_t
#define NAME(x) x##_u8
#include "compare.inc"

static void unary_bool(sl_unary_op op, size_t n, const uint8_t *a, uint8_t *out) {
    if (op == SL_NOT) {
        for (size_t i = 0; i < n; i++) out[i] = !a[i];
    } else {
        memcpy(out, a, n);
    }
}

/// Arithmetic of bools is that of 0 and 1 cut off at 1, as in NumPy: a sum is "or", a product is "and".
static void binary_bool(sl_binary_op op, size_t n, const uint8_t *a, const uint8_t *b, uint8_t *out) {
    switch (op) {
    case SL_ADD:
    case SL_MAXIMUM: binary_u8(SL_OR, n, a, b, out); return;
    case SL_MULTIPLY:
    case SL_MINIMUM: binary_u8(SL_AND, n, a, b, out); return;
    default: binary_u8(op, n, a, b, out);
    }
}

static void unary_part(sl_unary_op op, sl_dtype dtype, size_t n, const void *a, void *out) {
    switch (dtype) {
    case SL_FLOAT32: unary_f32(op, n, a, out); return;
    case SL_FLOAT64: unary_f64(op, n, a, out); return;
    case SL_INT32: unary_i32(op, n, a, out); return;
    case SL_INT64: unary_i64(op, n, a, out); return;
    case SL_UINT8: unary_u8(op, n, a, out); return;
    case SL_BOOL: unary_bool(op, n, a, out); return;
    }
}

static void binary_part(sl_binary_op op, sl_dtype dtype, size_t n, const void *a, const void *b, void *out) {
    if (sl_is_comparison(op)) {
        switch (dtype) {
        case SL_FLOAT32: compare_f32(op, n, a, b, out); return;
        case SL_FLOAT64: compare_f64(op, n, a, b, out); return;
        case SL_INT32: compare_i32(op, n, a, b, out); return;
        case SL_INT64: compare_i64(op, n, a, b, out); return;
        case SL_UINT8:
        case SL_BOOL: compare_u8(op, n, a, b, out); return;
        }
    }
    switch (dtype) {
    case SL_FLOAT32: binary_f32(op, n, a, b, out); return;
    case SL_FLOAT64: binary_f64(op, n, a, b, out); return;
    case SL_INT32: binary_i32(op, n, a, b, out); return;
    case SL_INT64: binary_i64(op, n, a, b, out); return;
    case SL_UINT8: binary_u8(op, n, a, b, out); return;
    case SL_BOOL: binary_bool(op, n, a, b, out); return;
    }
}

typedef struct {
    int op;
    sl_dtype dtype;
    size_t out_size;
    const char *a, *b;
    char *out;
} Pass;

static void pass_unary(void *context, size_t begin, size_t end) {
    const Pass *pass = context;
    size_t size = sl_size(pass->dtype);
    unary_part(pass->op, pass->dtype, end - begin, pass->a + begin * size, pass->out + begin * size);
}

static void pass_binary(void *context, size_t begin, size_t end) {
    const Pass *pass = context;
    size_t size = sl_size(pass->dtype);
    binary_part(
        pass->op, pass->dtype, end - begin, pass->a + begin * size, pass->b + begin * size,
        pass->out + begin * pass->out_size);
}

// Measured with two threads that are awake: fewer elements are done sooner by one. What takes a call for each element is
// worth a thread earlier.
enum { least_cheap = 1 << 15, least_dear = 1 << 12 };

static size_t least(int is_dear) { return is_dear ? least_dear : least_cheap; }

void sl_unary_flat(sl_unary_op op, sl_dtype dtype, size_t n, const void *a, void *out) {
    Pass pass = {.op = op, .dtype = dtype, .a = a, .out = out};
    sl_parallel(n, least(op >= SL_EXP && op <= SL_GELU), pass_unary, &pass);
}

void sl_binary_flat(sl_binary_op op, sl_dtype dtype, size_t n, const void *a, const void *b, void *out) {
    Pass pass = {
        .op = op, .dtype = dtype, .a = a, .b = b, .out = out, .out_size = sl_is_comparison(op) ? 1 : sl_size(dtype),
    };
    int is_dear = op == SL_POWER || (op >= SL_FLOOR_DIVIDE && op <= SL_TRUNCATING_REMAINDER) || op == SL_ATAN2
        || op == SL_HYPOT || op == SL_GELU_GRADIENT || op == SL_SIGMOID_CROSS_ENTROPY;
    sl_parallel(n, least(is_dear), pass_binary, &pass);
}
