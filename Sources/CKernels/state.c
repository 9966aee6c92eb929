#include "CKernels.h"
#include <stdatomic.h>
#include <stdio.h>

static _Atomic uint64_t last_id;
static _Thread_local int gradient_disabled;
static _Thread_local sl_tangent_scope tangent_scope = {.floor = 1, .limit = UINT64_MAX};

uint64_t sl_next_id(void) {
    return atomic_fetch_add_explicit(&last_id, 1, memory_order_relaxed) + 1;
}

int sl_gradient_enabled(void) {
    return !gradient_disabled;
}

void sl_set_gradient_enabled(int enabled) {
    gradient_disabled = !enabled;
}

sl_tangent_scope sl_tangents(void) {
    return tangent_scope;
}

void sl_set_tangents(sl_tangent_scope scope) {
    tangent_scope = scope;
}

int sl_format(char *buffer, size_t capacity, int digits, int scientific, double value) {
    // "#" keeps the point of a number without decimals.
    return snprintf(buffer, capacity, scientific ? "%#.*e" : "%#.*f", digits, value);
}
