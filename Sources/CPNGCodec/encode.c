#include "CPNGCodec.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    uint8_t *bytes;
    size_t length;
    size_t capacity;
    char *error;
} output;

static void fail(png_structp png, png_const_charp message) {
    output *out = png_get_error_ptr(png);
    strncpy(out->error, message, CPNG_ERROR_LENGTH - 1);
    out->error[CPNG_ERROR_LENGTH - 1] = 0;
    longjmp(png_jmpbuf(png), 1);
}

static void warn(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void append(png_structp png, png_bytep data, size_t length) {
    output *out = png_get_io_ptr(png);
    if (length > out->capacity - out->length) {
        size_t capacity = (out->capacity + length) * 2;
        uint8_t *bytes = realloc(out->bytes, capacity);
        if (!bytes) png_error(png, "out of memory");
        out->bytes = bytes;
        out->capacity = capacity;
    }
    memcpy(out->bytes + out->length, data, length);
    out->length += length;
}

static void flush(png_structp png) { (void)png; }

static int color_type(int channels) {
    switch (channels) {
    case 1: return PNG_COLOR_TYPE_GRAY;
    case 3: return PNG_COLOR_TYPE_RGB;
    default: return PNG_COLOR_TYPE_RGB_ALPHA;
    }
}

static void write_texts(png_structp png, png_infop info, const cpng_picture *picture) {
    for (int index = 0; index < picture->text_count; index++) {
        png_text text = {0};
        text.compression = PNG_ITXT_COMPRESSION_NONE;
        text.key = (png_charp)picture->texts[2 * index];
        text.text = (png_charp)picture->texts[2 * index + 1];
        png_set_text(png, info, &text, 1);
    }
}

int cpng_encode(const cpng_picture *picture, uint8_t **bytes, size_t *length, char error[CPNG_ERROR_LENGTH]) {
    output out = {.error = error};
    strcpy(error, "out of memory");
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &out, fail, warn);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    if (!info) {
        png_destroy_write_struct(&png, NULL);
        return 0;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        free(out.bytes);
        return 0;
    }
    png_set_write_fn(png, &out, append, flush);
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_IHDR(png, info, picture->width, picture->height, 8, color_type(picture->channels), PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    // Drawings are flat areas with few edges: unfiltered rows compress as well as filtered ones, and several times faster.
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE);
    png_set_compression_level(png, 6);
    if (picture->pixels_per_metre) {
        png_set_pHYs(png, info, picture->pixels_per_metre, picture->pixels_per_metre, PNG_RESOLUTION_METER);
    }
    write_texts(png, info, picture);
    png_write_info(png, info);
    size_t row = (size_t)picture->width * (size_t)picture->channels;
    for (uint32_t y = 0; y < picture->height; y++) png_write_row(png, picture->pixels + y * row);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    *bytes = out.bytes;
    *length = out.length;
    return 1;
}
