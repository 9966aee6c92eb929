#pragma once
#include <stdbool.h>
#include <stddef.h>

/// Does the elements `begin..<end` of a job.
typedef void sl_range_body(void *context, size_t begin, size_t end);

/// Has a job done that falls into parts, by several threads if it is large enough, and waits for its end.
///
/// - Parameter least: How many elements make it worth a thread's while.
void sl_parallel(size_t count, size_t least, sl_range_body *body, void *context);
