#pragma once
#include <stddef.h>
#include <stdint.h>

/// A file of the kernelspec folder, inside the executable, so that `swiftlet install` needs nothing beside itself.
typedef struct {
    const char *name;
    const uint8_t *bytes;
    size_t size;
} SwiftletKernelspecFile;

enum { swiftlet_kernelspec_file_count = 3 };
const SwiftletKernelspecFile *swiftlet_kernelspec_file_list(void);
