#pragma once
#include <stddef.h>

/// out = a · b, or out += a · b, on the calling thread alone. Tells whether oneDNN could do it.
int sl_onednn_sgemm(
    int a_is_transposed, int b_is_transposed, size_t m, size_t n, size_t k, const float *a, size_t a_leading,
    const float *b, size_t b_leading, int accumulate, float *out, size_t out_leading);
