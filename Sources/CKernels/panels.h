#pragma once
#include "CKernels.h"

// Products with a matrix that is laid out once and then multiplied by many times, as the weights of a recurrent layer are:
// a library would lay it out anew for each of the small products.

/// Memory for a matrix of `k` rows and `n` columns in panels.
size_t sl_panels_size(sl_dtype dtype, size_t k, size_t n);
/// Lays a matrix of `k` rows and `n` columns out in panels of neighbouring columns; strides in elements.
void sl_pack_panels(
    sl_dtype dtype, size_t k, size_t n, const void *_Nonnull b, size_t b_row, size_t b_column, void *_Nonnull panels);
/// out += a · b for `m` rows of `a` and `out` that are `a_row` and `out_row` elements apart. On the thread that asks.
void sl_multiply_panels(
    sl_dtype dtype, size_t m, size_t n, size_t k, const void *_Nonnull a, size_t a_row, const void *_Nonnull panels,
    void *_Nonnull out, size_t out_row);
