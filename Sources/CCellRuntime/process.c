#define _GNU_SOURCE
#include "internal.h"
#include <dlfcn.h>
#include <stdio.h>

void swiftlet_process_complain(const char *message) {
    fprintf(stderr, "%s\n", message);
}

bool swiftlet_process_image(uintptr_t address, const char **path, uintptr_t *base, const char **symbol) {
    Dl_info info;
    if (!dladdr((const void *)address, &info) || !info.dli_fname) return false;
    *path = info.dli_fname;
    *base = (uintptr_t)info.dli_fbase;
    *symbol = info.dli_sname;
    return true;
}
