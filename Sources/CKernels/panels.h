#pragma once
#include "CKernels.h"

// Products with a matrix that is laid out once and then multiplied by many times, as the weights of a recurrent layer are:
// a library would lay it out anew for each of the small products.

/// Memory for a matrix of `k` rows and `n` columns in panels.
size_t sl_panels_size(sl_dtype dtype, size_t k, size_t n);
/// Lays a matrix of `k` rows and `n` columns out in panels of neighbouring columns; strides in elements.
void sl_pack_panels(
    sl_dtype dtype, size_t k, size_t n, const void *_Nonnull b, intptr_t b_row, intptr_t b_column, void *_Nonnull panels);
/// out = a · b, or out += a · b, with the rows of `out` packed; strides in elements. On the thread that asks.
void sl_multiply_panels(
    sl_dtype dtype, size_t m, size_t n, size_t k, const void *_Nonnull a, intptr_t a_row, intptr_t a_column,
    const void *_Nonnull panels, int accumulate, void *_Nonnull out, intptr_t out_row);
