// The one pool of threads for everything that is computed here. The thread that asks does its share and waits for the
// others without sleeping, as they are about to be done. While the pool is busy, who asks next does all by itself.

#define _GNU_SOURCE
#include "CKernels.h"
#include "parallel.h"
#include <limits.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

enum {
    most_threads = 64,
    /// So that a thread whose core is busy otherwise does less.
    parts_per_thread = 4,
    /// In elements: no two threads write into one cache line.
    part_unit = 64,
    /// How often a thread looks for the next job before it goes to sleep: some 200 µs.
    patience = 1 << 13
};

/// The job at hand: its number is 0 when there is none.
static _Atomic uint64_t open_job;
static sl_range_body *body;
static void *context;
static size_t count, part, parts;
static _Atomic size_t next_part;
/// The threads that may be working at it.
static _Atomic int32_t inside;

static _Atomic uint32_t jobs_begun;
static _Atomic int32_t sleeping;
static _Atomic bool is_busy;
static _Atomic int32_t threads, started;

/// A thread of the pool, and the processor on which it was last.
typedef struct {
    pid_t id;
    _Atomic int32_t processor;
} Worker;

static Worker workers[most_threads];
static cpu_set_t processors;

static inline void pause_briefly(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}

static int available_processors(void) {
    cpu_set_t set;
    int found = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : (int)sysconf(_SC_NPROCESSORS_ONLN);
    const char *wanted = getenv("OMP_NUM_THREADS");
    int limit = wanted ? atoi(wanted) : 0;
    if (limit > 0 && limit < found) found = limit;
    return found < 1 ? 1 : found > most_threads ? most_threads : found;
}

int sl_thread_count(void) {
    int32_t known = atomic_load_explicit(&threads, memory_order_relaxed);
    if (known > 0) return known;
    int32_t unknown = 0, found = available_processors();
    return atomic_compare_exchange_strong(&threads, &unknown, found) ? found : unknown;
}

void sl_set_thread_count(int wanted) {
    atomic_store(&threads, wanted < 1 ? 1 : wanted > most_threads ? most_threads : wanted);
}

static void do_parts(void) {
    size_t taken;
    while ((taken = atomic_fetch_add_explicit(&next_part, 1, memory_order_relaxed)) < parts) {
        size_t begin = taken * part, end = begin + part;
        body(context, begin, end < count ? end : count);
    }
}

static void *serve(void *argument) {
    int32_t number = (int32_t)(intptr_t)argument;
    Worker *worker = &workers[number];
    worker->id = (pid_t)syscall(SYS_gettid);
    uint32_t seen = 0;
    for (;;) {
        for (int i = 0; i < patience && atomic_load_explicit(&jobs_begun, memory_order_relaxed) == seen; i++) {
            pause_briefly();
        }
        atomic_store_explicit(&worker->processor, sched_getcpu(), memory_order_relaxed);
        while (atomic_load(&jobs_begun) == seen) {
            atomic_fetch_add(&sleeping, 1);
            syscall(SYS_futex, &jobs_begun, FUTEX_WAIT_PRIVATE, seen, NULL, NULL, 0);
            atomic_fetch_sub(&sleeping, 1);
        }
        seen = atomic_load(&jobs_begun);
        if (number >= sl_thread_count()) continue;
        // Who asked closes the job and then waits until nobody is inside: one of the two sees what the other did.
        atomic_fetch_add(&inside, 1);
        if (atomic_load(&open_job) == seen) do_parts();
        atomic_fetch_sub(&inside, 1);
    }
    return NULL;
}

/// A thread that wakes up where the one that asks goes on would wait until the scheduler finds another place for it,
/// which takes longer than most jobs.
static void keep_apart(void) {
    int32_t here = sched_getcpu();
    for (int32_t number = atomic_load(&started); number > 0; number--) {
        Worker *worker = &workers[number];
        if (atomic_load_explicit(&worker->processor, memory_order_relaxed) != here) continue;
        cpu_set_t others = processors;
        CPU_CLR(here, &others);
        if (CPU_COUNT(&others) > 0) sched_setaffinity(worker->id, sizeof others, &others);
        atomic_store_explicit(&worker->processor, -1, memory_order_relaxed);
    }
}

/// A forked process has none of the pool's threads.
static void forget_threads(void) {
    atomic_store(&started, 0);
    atomic_store(&sleeping, 0);
    atomic_store(&inside, 0);
    atomic_store(&open_job, 0);
    atomic_store(&is_busy, false);
}

static void watch_forks(void) { pthread_atfork(NULL, NULL, forget_threads); }

/// Threads are started when they are needed first, and stay.
static void start_threads(int wanted) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, watch_forks);
    if (sched_getaffinity(0, sizeof processors, &processors) != 0) CPU_ZERO(&processors);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    for (int32_t number = atomic_load(&started) + 1; number < wanted; number++) {
        pthread_t thread;
        atomic_store(&workers[number].processor, -1);
        if (pthread_create(&thread, NULL, serve, (void *)(intptr_t)number) != 0) break;
        pthread_detach(thread);
        atomic_store(&started, number);
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

void sl_parallel(size_t whole, size_t least, sl_range_body *work, void *argument) {
    int wanted = whole >= 2 * least ? sl_thread_count() : 1;
    bool expected = false;
    if (wanted == 1 || !atomic_compare_exchange_strong(&is_busy, &expected, true)) {
        work(argument, 0, whole);
        return;
    }
    if (atomic_load(&started) + 1 < wanted) start_threads(wanted);
    size_t most = whole / least, limit = (size_t)wanted * parts_per_thread;
    size_t length = (whole + (most < limit ? most : limit) - 1) / (most < limit ? most : limit);
    body = work;
    context = argument;
    count = whole;
    part = length > part_unit ? (length + part_unit - 1) / part_unit * part_unit : length;
    parts = (whole + part - 1) / part;
    atomic_store(&next_part, 0);
    uint32_t job = atomic_load(&jobs_begun) + 1;
    if (job == 0) job = 1;
    atomic_store(&open_job, job);
    atomic_store(&jobs_begun, job);
    keep_apart();
    if (atomic_load(&sleeping) > 0) syscall(SYS_futex, &jobs_begun, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
    do_parts();
    atomic_store(&open_job, 0);
    while (atomic_load_explicit(&inside, memory_order_acquire) > 0) pause_briefly();
    atomic_store(&is_busy, false);
}
