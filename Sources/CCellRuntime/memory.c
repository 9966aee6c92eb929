// A cell that needs more memory than the machine can give shall fail, and nothing else.
//
// The operating system limits what is private and writable (RLIMIT_DATA): the allocation that would exceed it fails, the
// Swift runtime traps, and the session goes on with all that it had. The limit is in force only while a cell runs, so
// that loading the next one and telling how the last one ended do not fail with it. What was let go of counts there as
// long as malloc keeps the addresses; so the limit is what the process has now and what it may come to use of memory
// besides. A cell that uses more in the end, because malloc had room, is stopped for that.

#define _GNU_SOURCE
#include "internal.h"
#include <fcntl.h>
#include <malloc.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

static rlim_t limit;
/// What the host itself had when the first cell ran.
static rlim_t base;
/// What is in force now, of what may be reserved and what may be used; 0 for no limit.
static _Atomic rlim_t allowed, usable;

// A cell that runs when the limit is reached still has its own stack and a little more: enough to let go of something.
static const rlim_t least = (64 << 20) + (16 << 20);

typedef struct {
    /// What counts for the limit of the operating system, and what is really there and belongs to no file.
    rlim_t data, resident;
} Memory;

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

/// proc(5), /proc/self/statm: size, resident, shared, text, unused, data, in pages.
static Memory now(void) {
    Memory memory = {0};
    int file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (file < 0) return memory;
    char text[256];
    ssize_t length = read(file, text, sizeof text - 1);
    close(file);
    if (length <= 0) return memory;
    text[length] = 0;
    char *rest = text;
    rlim_t fields[6];
    for (int i = 0; i < 6; i++) fields[i] = (rlim_t)strtoull(rest, &rest, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
    memory.resident = fields[1] - fields[2];
    memory.data = fields[5];
    return memory;
}

static void set(rlim_t bytes) {
    struct rlimit values;
    if (getrlimit(RLIMIT_DATA, &values) != 0) return;
    values.rlim_cur = bytes < values.rlim_max ? bytes : values.rlim_max;
    setrlimit(RLIMIT_DATA, &values);
}

void swiftlet_memory_guard(void) {
    if (limit == 0) return;
    Memory memory = now();
    if (base == 0) base = memory.resident;
    if (memory.resident > base + limit / 2) {
        malloc_trim(0);
        memory = now();
    }
    rlim_t whole = memory.resident < base + limit ? base + limit : memory.resident;
    rlim_t bytes = memory.data + least + (whole - memory.resident);
    atomic_store(&usable, whole + least);
    atomic_store(&allowed, bytes);
    set(bytes);
}

void swiftlet_memory_unguard(void) {
    if (atomic_exchange(&allowed, 0) != 0) set(RLIM_INFINITY);
}

static bool is_used_up(Memory memory) {
    rlim_t bytes = atomic_load(&allowed);
    return bytes != 0 && memory.data + (1 << 20) > bytes;
}

void swiftlet_memory_explain(void) {
    static const char message[] = "Fatal error: failed to allocate memory\n";
    if (is_used_up(now()) && write(STDERR_FILENO, message, sizeof message - 1) < 0) return;
}

bool swiftlet_memory_is_exceeded(void) {
    return atomic_load(&allowed) != 0 && now().resident > atomic_load(&usable);
}

uint64_t swiftlet_memory_in_use(void) { return now().resident; }

static long milliseconds(struct timeval time) { return time.tv_sec * 1000 + time.tv_usec / 1000; }

bool swiftlet_memory_is_crawling(void) {
    static long user, system;
    struct rusage usage;
    if (getrusage(RUSAGE_SELF, &usage) != 0) return false;
    long user_share = milliseconds(usage.ru_utime) - user, system_share = milliseconds(usage.ru_stime) - system;
    user += user_share;
    system += system_share;
    return is_used_up(now()) && system_share > user_share / 2 && system_share > 5;
}
