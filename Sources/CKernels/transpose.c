// Copies whose source and target lie along different axes: by tiles, so that no line of the cache is fetched twice.

#include "transpose.h"

enum { tile = 8 };

typedef uint32_t Row __attribute__((vector_size(32), aligned(4)));

#define LOW(x, y) __builtin_shufflevector(x, y, 0, 8, 1, 9, 4, 12, 5, 13)
#define HIGH(x, y) __builtin_shufflevector(x, y, 2, 10, 3, 11, 6, 14, 7, 15)
#define LOW_PAIRS(x, y) __builtin_shufflevector(x, y, 0, 1, 8, 9, 4, 5, 12, 13)
#define HIGH_PAIRS(x, y) __builtin_shufflevector(x, y, 2, 3, 10, 11, 6, 7, 14, 15)
#define LOW_HALVES(x, y) __builtin_shufflevector(x, y, 0, 1, 2, 3, 8, 9, 10, 11)
#define HIGH_HALVES(x, y) __builtin_shufflevector(x, y, 4, 5, 6, 7, 12, 13, 14, 15)

/// Eight elements of eight lines, in registers.
SL_INLINE void transpose_tile(const uint32_t *a, intptr_t a_step, uint32_t *out, intptr_t out_step) {
    Row r[tile], s[tile];
#define LINE(i) (*(const Row *)(a + (i) * a_step))
    for (int i = 0; i < tile; i += 2) {
        s[i] = LOW(LINE(i), LINE(i + 1));
        s[i + 1] = HIGH(LINE(i), LINE(i + 1));
    }
#undef LINE
    for (int i = 0; i < tile; i += 4) {
        r[i] = LOW_PAIRS(s[i], s[i + 2]);
        r[i + 1] = HIGH_PAIRS(s[i], s[i + 2]);
        r[i + 2] = LOW_PAIRS(s[i + 1], s[i + 3]);
        r[i + 3] = HIGH_PAIRS(s[i + 1], s[i + 3]);
    }
    for (int i = 0; i < tile / 2; i++) {
        *(Row *)(out + i * out_step) = LOW_HALVES(r[i], r[i + 4]);
        *(Row *)(out + (i + 4) * out_step) = HIGH_HALVES(r[i], r[i + 4]);
    }
}

/// Lines of `columns` elements beside each other, `a_step` apart, become columns.
SL_CLONES static void transpose_words(
    intptr_t lines, intptr_t columns, const uint32_t *a, intptr_t a_step, uint32_t *out, intptr_t out_step) {
    for (intptr_t column = 0; column < columns; column += tile) {
        for (intptr_t line = 0; line < lines; line += tile) {
            const uint32_t *from = a + line * a_step + column;
            uint32_t *to = out + column * out_step + line;
            if (line + tile <= lines && column + tile <= columns) {
                transpose_tile(from, a_step, to, out_step);
                continue;
            }
            for (intptr_t c = 0; c < tile && column + c < columns; c++) {
                for (intptr_t l = 0; l < tile && line + l < lines; l++) to[c * out_step + l] = from[l * a_step + c];
            }
        }
    }
}

#define TRANSPOSE(T)                                                                                       \
    for (intptr_t column = 0; column < columns; column += tile) {                                          \
        intptr_t end = column + tile < columns ? column + tile : columns;                                  \
        for (intptr_t line = 0; line < lines; line++) {                                                    \
            for (intptr_t c = column; c < end; c++) {                                                      \
                ((T *)out)[c * out_step + line] = ((const T *)a)[line * a_step + c];                       \
            }                                                                                              \
        }                                                                                                  \
    }

static void transpose(
    size_t size, intptr_t lines, intptr_t columns, const void *a, intptr_t a_step, void *out, intptr_t out_step) {
    switch (size) {
    case 1: TRANSPOSE(uint8_t) break;
    case 4: transpose_words(lines, columns, a, a_step, out, out_step); break;
    default: TRANSPOSE(uint64_t) break;
    }
}

int sl_is_transposition(const sl_layout *layout) {
    int last = layout->rank - 1;
    if (last < 1) return 0;
    return (layout->a[last] == 1 && layout->b[last - 1] == 1 && layout->b[last] > 1)
        || (layout->b[last] == 1 && layout->a[last - 1] == 1 && layout->a[last] > 1);
}

void sl_copy_transposed(size_t size, const sl_layout *layout, const char *a, char *out) {
    int last = layout->rank - 1, along = layout->a[last] == 1 ? last : last - 1, across = 2 * last - 1 - along;
    intptr_t index[sl_max_rank] = {0}, a_offset = 0, out_offset = 0;
    do {
        transpose(
            size, layout->dims[across], layout->dims[along], a + a_offset * (intptr_t)size, layout->a[across],
            out + out_offset * (intptr_t)size, layout->b[along]);
    } while (sl_advance(layout, last - 1, index, &a_offset, &out_offset));
}
