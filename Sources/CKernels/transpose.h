#pragma once
#include "layout.h"

/// Whether, of the last two axes, the source lies along one and the target along the other.
int sl_is_transposition(const sl_layout *layout);
/// Copies elements of `size` bytes of such a layout.
void sl_copy_transposed(size_t size, const sl_layout *layout, const char *a, char *out);
