// A cell that needs more memory than the machine can give shall fail, and nothing else. The limit counts what is private
// and writable (RLIMIT_DATA): the allocation that would exceed it fails, the Swift runtime traps, and the session goes
// on with all that it had. The limit is in force only while a cell runs, so that loading the next one and telling how
// the last one ended do not fail with it.

#define _GNU_SOURCE
#include "internal.h"
#include <fcntl.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static rlim_t limit, base;

// A cell that runs when the limit is reached still has its own stack and a little more: enough to let go of something.
static const rlim_t least = (64 << 20) + (32 << 20);

void swiftlet_memory_limit(uint64_t bytes) { limit = bytes; }

/// What counts as data now, in bytes, in the kernel's own terms.
static rlim_t current(void) {
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0) return 0;
    char text[256];
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0) return 0;
    text[length] = 0;
    char *rest = text;
    for (int field = 1; field < 6; field++) strtoull(rest, &rest, 10);
    return (rlim_t)strtoull(rest, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}

static void set(rlim_t bytes) {
    struct rlimit values;
    if (getrlimit(RLIMIT_DATA, &values) != 0) return;
    values.rlim_cur = bytes < values.rlim_max ? bytes : values.rlim_max;
    setrlimit(RLIMIT_DATA, &values);
}

void swiftlet_memory_guard(void) {
    if (limit == 0) return;
    rlim_t now = current();
    // What the host reserves for itself, as stacks, is no cell's.
    if (base == 0) base = now;
    rlim_t allowed = base + limit, smallest = now + least;
    set(allowed > smallest ? allowed : smallest);
}

void swiftlet_memory_unguard(void) {
    if (limit != 0) set(RLIM_INFINITY);
}
