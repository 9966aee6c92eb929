#include "strided.h"
#include <string.h>

#define T float
#define NAME(x) x##_f32
#include "windows.inc"
#undef T
#undef NAME

#define T double
#define NAME(x) x##_f64
#include "windows.inc"

void sl_unfold(sl_dtype dtype, const sl_windows *w, const void *image, void *columns) {
    if (dtype == SL_FLOAT32) {
        unfold_f32(w, image, columns);
    } else {
        unfold_f64(w, image, columns);
    }
}

void sl_fold(sl_dtype dtype, const sl_windows *w, const void *columns, void *image) {
    memset(image, 0, (size_t)(w->planes * w->height * w->width) * sl_size(dtype));
    sl_add_folded(dtype, w, columns, image);
}

void sl_add_folded(sl_dtype dtype, const sl_windows *w, const void *columns, void *image) {
    if (dtype == SL_FLOAT32) {
        fold_f32(w, columns, image);
    } else {
        fold_f64(w, columns, image);
    }
}
