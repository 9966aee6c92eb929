#pragma once
#include "clones.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

// Single-precision functions without calls or branches, so that the loops around them become vector code.
// Polynomials and reductions are those of Cephes (S. L. Moshier, Methods and Programs for Mathematical Functions, 1989).

SL_INLINE float as_float(int32_t bits) {
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

SL_INLINE int32_t as_bits(float value) {
    int32_t bits;
    memcpy(&bits, &value, 4);
    return bits;
}

/// Within 2 ulp of exp where the result is normal; 0 and infinity beyond the range; NaN stays.
SL_INLINE float fast_expf(float x) {
    float bounded = x > 89.0f ? 89.0f : x;
    bounded = bounded < -104.0f ? -104.0f : bounded;
    // Adding 1.5 · 2²³ rounds to an integer, whose bits are then the low ones.
    float shifted = bounded * 1.44269504088896341f + 12582912.0f;
    int32_t n = as_bits(shifted) - as_bits(12582912.0f);
    float rounded = shifted - 12582912.0f;
    float r = bounded - rounded * 0.693359375f;
    r = r + rounded * 2.12194440e-4f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    float y = p * (r * r) + r + 1.0f;
    // Two factors, so that neither of them overflows nor is subnormal.
    int32_t half = n >> 1;
    float value = y * as_float((half + 127) * 8388608) * as_float((n - half + 127) * 8388608);
    return x != x ? x : value;
}

/// Within 2 ulp of log for positive numbers, subnormal ones included.
SL_INLINE float fast_logf(float x) {
    int subnormal = x < 1.17549435e-38f;
    float scaled = subnormal ? x * 8388608.0f : x;
    int32_t bits = as_bits(scaled);
    float e = (float)((bits >> 23) - 126) - (subnormal ? 23.0f : 0.0f);
    float m = as_float((bits & 0x007fffff) | 0x3f000000);
    int low = m < 0.707106781186547524f;
    e = low ? e - 1.0f : e;
    float r = (low ? m + m : m) - 1.0f;
    float z = r * r;
    float p = 7.0376836292e-2f;
    p = p * r - 1.1514610310e-1f;
    p = p * r + 1.1676998740e-1f;
    p = p * r - 1.2420140846e-1f;
    p = p * r + 1.4249322787e-1f;
    p = p * r - 1.6668057665e-1f;
    p = p * r + 2.0000714765e-1f;
    p = p * r - 2.4999993993e-1f;
    p = p * r + 3.3333331174e-1f;
    float y = p * r * z - 2.12194440e-4f * e - 0.5f * z;
    float value = r + y + 0.693359375f * e;
    value = x == INFINITY ? x : value;
    value = x == 0 ? -INFINITY : value;
    value = x < 0 ? NAN : value;
    return x != x ? x : value;
}

SL_INLINE float fast_sigmoidf(float x) {
    return 1.0f / (1.0f + fast_expf(-x));
}

/// Within 3 ulp of tanh.
SL_INLINE float fast_tanhf(float x) {
    float z = x * x;
    float p = -5.70498872745e-3f;
    p = p * z + 2.06390887954e-2f;
    p = p * z - 5.37397155531e-2f;
    p = p * z + 1.33314422036e-1f;
    p = p * z - 3.33332819422e-1f;
    float small = p * z * x + x;
    float magnitude = x < 0 ? -x : x;
    float large = 1.0f - 2.0f / (fast_expf(magnitude + magnitude) + 1.0f);
    large = x < 0 ? -large : large;
    return magnitude < 0.625f ? small : large;
}

/// Within 3 ulp of log(1 + x): the rounding error of 1 + x is made good by the slope (W. Kahan).
SL_INLINE float fast_log1pf(float x) {
    float u = 1.0f + x, rest = u - 1.0f;
    float value = fast_logf(u) * (x / rest);
    value = rest == 0 ? x : value;
    return x == INFINITY ? x : value;
}

/// How far from 0 the two below may be asked; beyond, multiples of π/2 are no longer told apart.
static const float farthest_angle = 8192.0f;

/// sin(x), or cos(x) for a `quarter` of 1, within 2 ulp where the result is not near 0, and within 2⁻²³ everywhere.
SL_INLINE float fast_circularf(float x, int32_t quarter) {
    float shifted = x * 0.63661977236758134f + 12582912.0f;
    int32_t n = as_bits(shifted) - as_bits(12582912.0f) + quarter;
    float rounded = shifted - 12582912.0f;
    float r = x - rounded * 1.5703125f;
    r = r - rounded * 4.837512969970703125e-4f;
    r = r - rounded * 7.54978995489188216e-8f;
    float z = r * r;
    float sine = ((-1.9515295891e-4f * z + 8.3321608736e-3f) * z - 1.6666654611e-1f) * z * r + r;
    float cosine = ((2.443315711809948e-5f * z - 1.388731625493765e-3f) * z + 4.166664568298827e-2f) * z * z;
    cosine = cosine - 0.5f * z + 1.0f;
    float value = n & 1 ? cosine : sine;
    return n & 2 ? -value : value;
}

/// Within 3 ulp of the error function, by the polynomials of N. Juffa (2016).
SL_INLINE float fast_erff(float x) {
    float t = x < 0 ? -x : x, s = x * x;
    float p = -1.72853470e-5f * t + 3.83197126e-4f;
    p = p * s + (-3.88396438e-3f * t + 2.42546219e-2f);
    p = p * t - 1.06777877e-1f;
    p = p * t - 6.34846687e-1f;
    p = p * t - 1.28717512e-1f;
    float large = 1.0f - fast_expf(p * t - t);
    large = t > 4.0f ? 1.0f : large;
    large = x < 0 ? -large : large;
    float q = -5.96761703e-4f;
    q = q * s + 4.99119423e-3f;
    q = q * s - 2.67681349e-2f;
    q = q * s + 1.12819925e-1f;
    q = q * s - 3.76125336e-1f;
    q = q * s + 1.28379166e-1f;
    float value = t > 0.927734375f ? large : q * x + x;
    return x != x ? x : value;
}

SL_INLINE double sigmoid(double x) {
    return 1.0 / (1.0 + exp(-x));
}
