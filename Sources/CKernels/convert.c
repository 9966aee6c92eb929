#include "CKernels.h"
#include "clones.h"
#include <math.h>
#include <string.h>

// Floating-point numbers beyond an integer's range become its nearest one and NaN becomes 0, where C leaves it open.

SL_INLINE int32_t to_i32(double x) {
    return x != x ? 0 : x <= (double)INT32_MIN ? INT32_MIN : x >= (double)INT32_MAX ? INT32_MAX : (int32_t)x;
}

SL_INLINE int64_t to_i64(double x) {
    return x != x ? 0 : x <= (double)INT64_MIN ? INT64_MIN : x >= (double)INT64_MAX ? INT64_MAX : (int64_t)x;
}

SL_INLINE uint8_t to_u8(double x) {
    return x != x ? 0 : x <= 0 ? 0 : x >= 255 ? 255 : (uint8_t)x;
}

#define TO_SAME(type, x) ((type)(x))
#define TO_BOOL(type, x) ((x) != 0)
#define TO_I32(type, x) to_i32(x)
#define TO_I64(type, x) to_i64(x)
#define TO_U8(type, x) to_u8(x)

#define CASE(tag, type, rule)                                                        \
    case tag:                                                                        \
        for (size_t i = 0; i < n; i++) ((type *)out)[i] = rule(type, from[i]);       \
        return;

#define CONVERT(name, source, i32, i64, u8)                                          \
    static void name(sl_dtype to, size_t n, const source *restrict from, void *restrict out) { \
        switch (to) {                                                                \
            CASE(SL_FLOAT32, float, TO_SAME)                                         \
            CASE(SL_FLOAT64, double, TO_SAME)                                        \
            CASE(SL_INT32, int32_t, i32)                                             \
            CASE(SL_INT64, int64_t, i64)                                             \
            CASE(SL_UINT8, uint8_t, u8)                                              \
            CASE(SL_BOOL, uint8_t, TO_BOOL)                                          \
        }                                                                            \
    }

CONVERT(convert_f32, float, TO_I32, TO_I64, TO_U8)
CONVERT(convert_f64, double, TO_I32, TO_I64, TO_U8)
CONVERT(convert_i32, int32_t, TO_SAME, TO_SAME, TO_SAME)
CONVERT(convert_i64, int64_t, TO_SAME, TO_SAME, TO_SAME)
CONVERT(convert_u8, uint8_t, TO_SAME, TO_SAME, TO_SAME)

void sl_convert(sl_dtype from, sl_dtype to, size_t n, const void *a, void *out) {
    switch (from) {
    case SL_FLOAT32: convert_f32(to, n, a, out); return;
    case SL_FLOAT64: convert_f64(to, n, a, out); return;
    case SL_INT32: convert_i32(to, n, a, out); return;
    case SL_INT64: convert_i64(to, n, a, out); return;
    case SL_UINT8:
    case SL_BOOL: convert_u8(to, n, a, out); return;
    }
}
