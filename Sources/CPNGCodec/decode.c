#include "CPNGCodec.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int cpng_decode(const uint8_t *bytes, size_t length, uint8_t **pixels, uint32_t *width, uint32_t *height,
                char error[CPNG_ERROR_LENGTH]) {
    png_image image = {.version = PNG_IMAGE_VERSION};
    uint8_t *decoded = NULL;
    int done = png_image_begin_read_from_memory(&image, bytes, length);
    if (done) {
        image.format = PNG_FORMAT_RGBA;
        // A few bytes can claim to be a picture that fills the memory.
        if ((uint64_t)image.width * image.height > CPNG_LARGEST_PICTURE) {
            snprintf(error, CPNG_ERROR_LENGTH, "%u by %u pixels are too many", image.width, image.height);
            png_image_free(&image);
            return 0;
        }
        decoded = malloc(PNG_IMAGE_SIZE(image));
        done = decoded && png_image_finish_read(&image, NULL, decoded, 0, NULL);
    }
    if (!done) {
        strncpy(error, image.message[0] ? image.message : "out of memory", CPNG_ERROR_LENGTH - 1);
        error[CPNG_ERROR_LENGTH - 1] = 0;
        png_image_free(&image);
        free(decoded);
        return 0;
    }
    *pixels = decoded;
    *width = image.width;
    *height = image.height;
    return 1;
}
