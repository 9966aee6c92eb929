#include "CKernels.h"
#include "clones.h"
#include <math.h>

// Only additions, multiplications, divisions and square roots, never contracted: the same bits on every machine.
#pragma clang fp contract(off)

void sl_philox(uint64_t key, uint64_t counter_low, uint64_t counter_high, uint32_t *four) {
    uint32_t c0 = (uint32_t)counter_low, c1 = (uint32_t)(counter_low >> 32);
    uint32_t c2 = (uint32_t)counter_high, c3 = (uint32_t)(counter_high >> 32);
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)0xD2511F53u * c0, p1 = (uint64_t)0xCD9E8D57u * c2;
        uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)p1;
        c3 = (uint32_t)p0;
        c0 = n0;
        c2 = n2;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    four[0] = c0;
    four[1] = c1;
    four[2] = c2;
    four[3] = c3;
}

/// In [0, 1), with 24 random bits.
SL_INLINE double unit24(uint32_t bits) {
    return (bits >> 8) * 0x1p-24;
}

/// In [0, 1), with 53 random bits.
SL_INLINE double unit53(uint32_t high, uint32_t low) {
    return (double)(((uint64_t)high << 32 | low) >> 11) * 0x1p-53;
}

void sl_random_uniform(
    sl_dtype dtype, size_t n, uint64_t key, uint64_t counter, double low, double high, void *out) {
    uint32_t four[4];
    if (dtype == SL_FLOAT32) {
        float *values = out;
        float base = (float)low, width = (float)(high - low);
        for (size_t i = 0; i < n; i += 4) {
            sl_philox(key, counter++, 0, four);
            for (size_t j = 0; j < 4 && i + j < n; j++) {
                float value = base + width * (float)unit24(four[j]);
                values[i + j] = value < (float)high || width <= 0 ? value : nextafterf((float)high, base);
            }
        }
    } else {
        double *values = out;
        for (size_t i = 0; i < n; i += 2) {
            sl_philox(key, counter++, 0, four);
            for (size_t j = 0; j < 2 && i + j < n; j++) {
                double value = low + (high - low) * unit53(four[2 * j], four[2 * j + 1]);
                values[i + j] = value < high || high <= low ? value : nextafter(high, low);
            }
        }
    }
}

/// log of x in (0, 1], by the series of atanh.
static double portable_log(double x) {
    int exponent;
    double m = frexp(x, &exponent);
    if (m < 0.70710678118654752440) {
        m *= 2;
        exponent -= 1;
    }
    double s = (m - 1) / (m + 1), z = s * s, p = 0;
    for (int k = 25; k >= 3; k -= 2) p = (p + 1.0 / k) * z;
    return exponent * 0.69314718055994530942 + 2 * (s + s * p);
}

/// cos and sin of `turns` full turns, turns in [0, 1), by their Taylor series within an eighth of a turn.
static void portable_circle(double turns, double *cosine, double *sine) {
    int quarter = (int)(turns * 4 + 0.5);
    double x = (turns - quarter * 0.25) * 6.28318530717958647692, z = x * x, c = 1, s = 1;
    for (int k = 18; k >= 2; k -= 2) {
        c = 1 - c * z / (k * (k - 1));
        s = 1 - s * z / (k * (k + 1));
    }
    s *= x;
    switch (quarter & 3) {
    case 0: *cosine = c, *sine = s; return;
    case 1: *cosine = -s, *sine = c; return;
    case 2: *cosine = -c, *sine = -s; return;
    default: *cosine = s, *sine = -c; return;
    }
}

void sl_random_normal(
    sl_dtype dtype, size_t n, uint64_t key, uint64_t counter, double mean, double deviation, void *out) {
    uint32_t four[4];
    for (size_t i = 0; i < n; i += 2) {
        sl_philox(key, counter++, 0, four);
        // Box and Muller (1958); 1 - u is never zero.
        double radius = deviation * sqrt(-2 * portable_log(1 - unit53(four[0], four[1])));
        double cosine, sine;
        portable_circle(unit53(four[2], four[3]), &cosine, &sine);
        double pair[2] = {mean + radius * cosine, mean + radius * sine};
        for (size_t j = 0; j < 2 && i + j < n; j++) {
            if (dtype == SL_FLOAT32) {
                ((float *)out)[i + j] = (float)pair[j];
            } else {
                ((double *)out)[i + j] = pair[j];
            }
        }
    }
}

/// A standard normal number in [a, b] by rejection: C. P. Robert, "Simulation of truncated normal variables", Statistics
/// and Computing 5 (1995). Where a proposal is refused, the next one comes from the same counter's next high word.
static double truncated_normal(uint64_t key, uint64_t counter, double a, double b) {
    if (b < 0) return -truncated_normal(key, counter, -b, -a);
    enum { normal, exponential, uniform } proposal;
    double rate = 0;
    if (a <= 0) {
        proposal = b - a > 2.5066282746310002 ? normal : uniform;
    } else {
        double root = sqrt(a * a + 4);
        rate = (a + root) / 2;
        double widest = 2 / (a + root) * exp(0.5 + (a * a - a * root) / 4);
        proposal = b - a > widest ? exponential : uniform;
    }
    uint32_t four[4];
    for (uint64_t attempt = 0;; attempt++) {
        sl_philox(key, counter, attempt, four);
        double first = unit53(four[0], four[1]), second = unit53(four[2], four[3]), z, cosine, sine;
        switch (proposal) {
        case normal:
            portable_circle(second, &cosine, &sine);
            z = sqrt(-2 * portable_log(1 - first)) * cosine;
            if (z >= a && z <= b) return z;
            break;
        case exponential:
            z = a - portable_log(1 - first) / rate;
            if (z <= b && portable_log(1 - second) <= -(z - rate) * (z - rate) / 2) return z;
            break;
        case uniform:
            z = a + (b - a) * first;
            if (portable_log(1 - second) <= ((a > 0 ? a * a : 0) - z * z) / 2) return z;
            break;
        }
    }
}

void sl_random_truncated_normal(
    sl_dtype dtype, size_t n, uint64_t key, uint64_t counter, double mean, double deviation, double low, double high,
    void *out) {
    for (size_t i = 0; i < n; i++) {
        double z = truncated_normal(key, counter + i, (low - mean) / deviation, (high - mean) / deviation);
        double value = mean + deviation * z;
        value = value < low ? low : value > high ? high : value;
        if (dtype == SL_FLOAT32) {
            ((float *)out)[i] = (float)value;
        } else {
            ((double *)out)[i] = value;
        }
    }
}

void sl_random_below(size_t n, uint64_t key, uint64_t counter, uint64_t bound, int64_t *out) {
    // Numbers under 2^64 mod bound are dropped, so that the rest divides evenly (Lemire 2019).
    uint64_t threshold = (0 - bound) % bound;
    uint32_t four[4];
    for (size_t i = 0; i < n; i++) {
        for (uint64_t attempt = 0;; attempt++) {
            sl_philox(key, counter + i, attempt, four);
            unsigned __int128 product = (unsigned __int128)((uint64_t)four[0] << 32 | four[1]) * bound;
            if ((uint64_t)product < threshold) continue;
            out[i] = (int64_t)(product >> 64);
            break;
        }
    }
}
