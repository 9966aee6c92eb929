#include "CKernels.h"
#include <stdatomic.h>
#include <stdio.h>

static _Atomic uint64_t last_id;
static _Thread_local int gradient_disabled;

uint64_t sl_next_id(void) {
    return atomic_fetch_add_explicit(&last_id, 1, memory_order_relaxed) + 1;
}

int sl_gradient_enabled(void) {
    return !gradient_disabled;
}

void sl_set_gradient_enabled(int enabled) {
    gradient_disabled = !enabled;
}

int sl_format(char *buffer, size_t capacity, int digits, int scientific, double value) {
    return snprintf(buffer, capacity, scientific ? "%.*e" : "%.*f", digits, value);
}
