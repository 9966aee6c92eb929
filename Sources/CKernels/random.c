#include "CKernels.h"
#include "clones.h"
#include "parallel.h"
#include <math.h>
#include <string.h>

// Only additions, multiplications, divisions and square roots, never contracted: the same bits on every machine.
#pragma clang fp contract(off)

typedef struct {
    uint32_t n0, n1, n2, n3;
} Four;

SL_INLINE Four philox(uint64_t key, uint64_t counter_low, uint64_t counter_high) {
    Four c = {
        (uint32_t)counter_low, (uint32_t)(counter_low >> 32), (uint32_t)counter_high, (uint32_t)(counter_high >> 32),
    };
    uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
#pragma clang loop unroll(full)
    for (int round = 0; round < 10; round++) {
        uint64_t p0 = (uint64_t)0xD2511F53u * c.n0, p1 = (uint64_t)0xCD9E8D57u * c.n2;
        c = (Four){(uint32_t)(p1 >> 32) ^ c.n1 ^ k0, (uint32_t)p1, (uint32_t)(p0 >> 32) ^ c.n3 ^ k1, (uint32_t)p0};
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return c;
}

void sl_philox(uint64_t key, uint64_t counter_low, uint64_t counter_high, uint32_t *four) {
    Four numbers = philox(key, counter_low, counter_high);
    memcpy(four, &numbers, sizeof numbers);
}

/// In [0, 1), with 24 random bits.
SL_INLINE double unit24(uint32_t bits) {
    return (bits >> 8) * 0x1p-24;
}

/// In [0, 1), with 53 random bits.
SL_INLINE double unit53(uint32_t high, uint32_t low) {
    return (double)(((uint64_t)high << 32 | low) >> 11) * 0x1p-53;
}

/// log of x in (0, 1], but not of subnormal numbers, by the series of atanh.
SL_INLINE double portable_log(double x) {
    uint64_t bits;
    memcpy(&bits, &x, 8);
    double exponent = (double)((int32_t)(bits >> 52) - 1022), m;
    bits = (bits & 0x000fffffffffffff) | 0x3fe0000000000000;
    memcpy(&m, &bits, 8);
    int is_low = m < 0.70710678118654752440;
    m = is_low ? m * 2 : m;
    exponent = is_low ? exponent - 1 : exponent;
    double s = (m - 1) / (m + 1), z = s * s, p = 0;
#pragma clang loop unroll(full)
    for (int k = 25; k >= 3; k -= 2) p = (p + 1.0 / k) * z;
    return exponent * 0.69314718055994530942 + 2 * (s + s * p);
}

/// cos and sin of `turns` full turns, turns in [0, 1), by their Taylor series within an eighth of a turn.
SL_INLINE void portable_circle(double turns, double *cosine, double *sine) {
    int quarter = (int)(turns * 4 + 0.5);
    double x = (turns - quarter * 0.25) * 6.28318530717958647692, z = x * x, c = 1, s = 1;
#pragma clang loop unroll(full)
    for (int k = 18; k >= 2; k -= 2) {
        c = 1 - c * z * (1.0 / (k * (k - 1)));
        s = 1 - s * z * (1.0 / (k * (k + 1)));
    }
    s *= x;
    double first = quarter & 1 ? s : c, second = quarter & 1 ? c : s;
    *cosine = (quarter + 1) & 2 ? -first : first;
    *sine = quarter & 2 ? -second : second;
}

/// A stretch of random numbers: which of the stream, and what becomes of them.
typedef struct {
    sl_dtype dtype;
    size_t n;
    uint64_t key, counter;
    /// The bounds of uniform numbers, or the mean and the deviation of normal ones.
    double first, second;
    void *out;
} Draw;

enum { block = 128, least_blocks = 16 };

/// The numbers of a block of counters, each of the four in a row of its own.
SL_CLONES static void philox_block(uint64_t key, uint64_t counter, uint32_t (*restrict four)[block]) {
    SL_INDEPENDENT
    for (size_t i = 0; i < block; i++) {
        Four numbers = philox(key, counter + i, 0);
        four[0][i] = numbers.n0;
        four[1][i] = numbers.n1;
        four[2][i] = numbers.n2;
        four[3][i] = numbers.n3;
    }
}

/// Four numbers for each counter.
SL_CLONES static void uniform_floats(uint32_t (*restrict four)[block], double low, double high, float *restrict out) {
    float base = (float)low, width = (float)(high - low), limit = (float)high;
    float largest = width > 0 ? nextafterf(limit, base) : INFINITY;
    for (size_t j = 0; j < 4; j++) {
        for (size_t i = 0; i < block; i++) {
            float value = base + width * (float)unit24(four[j][i]);
            out[4 * i + j] = value < limit ? value : value < largest ? value : largest;
        }
    }
}

/// Two numbers for each counter.
SL_CLONES static void uniform_doubles(uint32_t (*restrict four)[block], double low, double high, double *restrict out) {
    double largest = high > low ? nextafter(high, low) : INFINITY;
    for (size_t i = 0; i < block; i++) {
        double first = low + (high - low) * unit53(four[0][i], four[1][i]);
        double second = low + (high - low) * unit53(four[2][i], four[3][i]);
        out[2 * i] = first < largest ? first : largest;
        out[2 * i + 1] = second < largest ? second : largest;
    }
}

/// Two numbers for each counter: G. E. P. Box and M. E. Muller (1958). 1 - u is never zero.
SL_CLONES static void normals(uint32_t (*restrict four)[block], double mean, double deviation, double *restrict out) {
    SL_INDEPENDENT
    for (size_t i = 0; i < block; i++) {
        double radius = deviation * sqrt(-2 * portable_log(1 - unit53(four[0][i], four[1][i])));
        double cosine, sine;
        portable_circle(unit53(four[2][i], four[3][i]), &cosine, &sine);
        out[2 * i] = mean + radius * cosine;
        out[2 * i + 1] = mean + radius * sine;
    }
}

static void draw_uniform(void *context, size_t begin, size_t end) {
    const Draw *draw = context;
    uint32_t four[4][block];
    union {
        float floats[4 * block];
        double doubles[2 * block];
    } values;
    int is_float = draw->dtype == SL_FLOAT32;
    size_t size = is_float ? 4 : 8, per_block = is_float ? 4 * block : 2 * block;
    for (size_t at = begin; at < end; at++) {
        philox_block(draw->key, draw->counter + at * block, four);
        if (is_float) {
            uniform_floats(four, draw->first, draw->second, values.floats);
        } else {
            uniform_doubles(four, draw->first, draw->second, values.doubles);
        }
        size_t first = at * per_block, count = draw->n - first < per_block ? draw->n - first : per_block;
        memcpy((char *)draw->out + first * size, &values, count * size);
    }
}

static void draw_normal(void *context, size_t begin, size_t end) {
    const Draw *draw = context;
    uint32_t four[4][block];
    double values[2 * block];
    for (size_t at = begin; at < end; at++) {
        philox_block(draw->key, draw->counter + at * block, four);
        normals(four, draw->first, draw->second, values);
        size_t first = at * 2 * block, count = draw->n - first < 2 * block ? draw->n - first : 2 * block;
        if (draw->dtype == SL_FLOAT32) {
            float *out = (float *)draw->out + first;
            for (size_t i = 0; i < count; i++) out[i] = (float)values[i];
        } else {
            memcpy((double *)draw->out + first, values, count * sizeof *values);
        }
    }
}

void sl_random_uniform(
    sl_dtype dtype, size_t n, uint64_t key, uint64_t counter, double low, double high, void *out) {
    Draw draw = {dtype, n, key, counter, low, high, out};
    size_t per_block = dtype == SL_FLOAT32 ? 4 * block : 2 * block;
    sl_parallel((n + per_block - 1) / per_block, 4 * least_blocks, draw_uniform, &draw);
}

void sl_random_normal(
    sl_dtype dtype, size_t n, uint64_t key, uint64_t counter, double mean, double deviation, void *out) {
    Draw draw = {dtype, n, key, counter, mean, deviation, out};
    sl_parallel((n + 2 * block - 1) / (2 * block), least_blocks, draw_normal, &draw);
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
