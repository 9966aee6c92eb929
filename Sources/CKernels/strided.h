#pragma once
#include "layout.h"

/// One pass over packed numbers.
typedef void sl_unary_loop(sl_unary_op op, sl_dtype dtype, size_t n, const void *a, void *out);
typedef void sl_binary_loop(sl_binary_op op, sl_dtype dtype, size_t n, const void *a, const void *b, void *out);

SL_INLINE size_t sl_size(sl_dtype dtype) {
    switch (dtype) {
    case SL_FLOAT32:
    case SL_INT32: return 4;
    case SL_FLOAT64:
    case SL_INT64: return 8;
    case SL_UINT8:
    case SL_BOOL: return 1;
    }
    return 8;
}
