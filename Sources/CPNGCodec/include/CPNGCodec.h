#ifndef CPNG_CODEC_H
#define CPNG_CODEC_H

#include <stddef.h>
#include <stdint.h>

// libpng reports errors by longjmp, which must never cross a Swift frame. These functions keep it inside C: they
// return 0 and fill `error` when something fails, and give memory that the caller frees with free().

enum { CPNG_ERROR_LENGTH = 128, CPNG_LARGEST_PICTURE = 1 << 28 };

typedef struct {
    const uint8_t *pixels;  // rows from top to bottom, without padding
    uint32_t width;
    uint32_t height;
    int channels;  // 1 grey, 3 RGB, 4 RGBA, 8 bits each
    uint32_t pixels_per_metre;  // 0: no resolution is written
    const char *const *texts;  // key, text, key, text, … in UTF-8
    int text_count;  // how many pairs
} cpng_picture;

int cpng_encode(const cpng_picture *picture, uint8_t **bytes, size_t *length, char error[CPNG_ERROR_LENGTH]);

// Decodes any PNG of at most CPNG_LARGEST_PICTURE pixels to RGBA, 8 bits a channel.
int cpng_decode(const uint8_t *bytes, size_t length, uint8_t **pixels, uint32_t *width, uint32_t *height,
                char error[CPNG_ERROR_LENGTH]);

#endif
