// A cell that needs more memory than the machine can give shall fail, and nothing else. The limit counts what is private
// and writable (RLIMIT_DATA): the allocation that would exceed it fails, the Swift runtime traps, and the session goes
// on with all that it had. The limit is in force only while a cell runs, so that loading the next one and telling how
// the last one ended do not fail with it.

#define _GNU_SOURCE
#include "internal.h"
#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static rlim_t limit, base;
/// What is in force now; 0 for no limit.
static _Atomic rlim_t allowed;

// A cell that runs when the limit is reached still has its own stack and a little more: enough to let go of something.
static const rlim_t least = (64 << 20) + (16 << 20);

void swiftlet_memory_install(uint64_t bytes) {
    limit = bytes;
    // The C library would make more arenas than there are processors, and each cell runs on a new thread: what one cell
    // let go of could not be had by the next.
    mallopt(M_ARENA_MAX, (int)sysconf(_SC_NPROCESSORS_ONLN));
    // Where the machine runs out of memory in spite of all limits, the system shall end this process, not Jupyter.
    int file = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (file < 0) return;
    if (write(file, "500", 3) < 0) {
    }
    close(file);
}

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
    rlim_t bytes = base + limit, smallest = now + least;
    if (bytes < smallest) bytes = smallest;
    atomic_store(&allowed, bytes);
    set(bytes);
}

void swiftlet_memory_unguard(void) {
    if (atomic_exchange(&allowed, 0) != 0) set(RLIM_INFINITY);
}

static long milliseconds(struct timeval time) { return time.tv_sec * 1000 + time.tv_usec / 1000; }

bool swiftlet_memory_is_crawling(void) {
    static long user, system;
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0) return false;
    long user_share = milliseconds(usage.ru_utime) - user, system_share = milliseconds(usage.ru_stime) - system;
    user += user_share;
    system += system_share;
    rlim_t bytes = atomic_load(&allowed);
    return bytes != 0 && current() + (1 << 20) > bytes && system_share > user_share / 2 && system_share > 50;
}
