// Tasks run on threads of ours instead of the library's own pool, which has as many threads as the machine has cores
// and would be spent after as many traps in tasks: a thread that is parked there never comes back. Ours are replaced.

#define _GNU_SOURCE
#include "internal.h"
#include <stdlib.h>
#include <unistd.h>

typedef struct {
    void *identity;
    void *implementation;
} SerialExecutorRef;

typedef __attribute__((swiftcall)) void (*EnqueueHook)(void *job, void *original);
typedef __attribute__((swiftcall)) void (*EnqueueWithDelayHook)(unsigned long long delay, void *job, void *original);
typedef __attribute__((swiftcall)) void (*EnqueueWithDeadlineHook)(
    long long seconds, long long nanoseconds, long long tolerance_seconds, long long tolerance_nanoseconds, int clock,
    void *job, void *original);

// The toolchain has no C headers of libdispatch on the compiler's path.
extern uint64_t dispatch_time(uint64_t when, int64_t nanoseconds);
extern void dispatch_after_f(uint64_t when, void *queue, void *context, void (*work)(void *context));
extern void *dispatch_get_global_queue(intptr_t identifier, uintptr_t flags);

extern EnqueueHook swift_task_enqueueGlobal_hook;
extern EnqueueWithDelayHook swift_task_enqueueGlobalWithDelay_hook;
extern EnqueueWithDeadlineHook swift_task_enqueueGlobalWithDeadline_hook;
extern __attribute__((swiftcall)) void swift_job_run(void *job, SerialExecutorRef executor);
extern __attribute__((swiftcall)) void swift_get_time(long long *seconds, long long *nanoseconds, int clock);

typedef struct QueuedJob {
    void *job;
    struct QueuedJob *next;
} QueuedJob;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static QueuedJob *first, **end = &first;
static _Thread_local bool on_pool;

bool swiftlet_on_pool(void) {
    return on_pool;
}

static void add(void *job) {
    QueuedJob *queued = malloc(sizeof *queued);
    queued->job = job;
    queued->next = NULL;
    pthread_mutex_lock(&lock);
    *end = queued;
    end = &queued->next;
    pthread_cond_signal(&arrived);
    pthread_mutex_unlock(&lock);
}

static __attribute__((swiftcall)) void enqueue(void *job, void *original) {
    (void)original;
    add(job);
}

static void add_later(long long nanoseconds, void *job) {
    uint64_t when = dispatch_time(0, nanoseconds > 0 ? nanoseconds : 0);
    dispatch_after_f(when, dispatch_get_global_queue(0, 0), job, add);
}

static __attribute__((swiftcall)) void enqueue_with_delay(unsigned long long delay, void *job, void *original) {
    (void)original;
    add_later((long long)delay, job);
}

static __attribute__((swiftcall)) void enqueue_with_deadline(
    long long seconds, long long nanoseconds, long long tolerance_seconds, long long tolerance_nanoseconds, int clock,
    void *job, void *original) {
    (void)tolerance_seconds;
    (void)tolerance_nanoseconds;
    (void)original;
    long long now_seconds, now_nanoseconds;
    swift_get_time(&now_seconds, &now_nanoseconds, clock);
    long long rest = seconds - now_seconds;
    // Far deadlines stay within what a timer counts.
    if (rest > 1000000000LL) rest = 1000000000LL;
    add_later(rest * 1000000000LL + (nanoseconds - now_nanoseconds), job);
}

static void *serve(void *unused) {
    (void)unused;
    on_pool = true;
    swiftlet_frames_prepare_thread();
    for (;;) {
        pthread_mutex_lock(&lock);
        while (!first) pthread_cond_wait(&arrived, &lock);
        QueuedJob *queued = first;
        first = queued->next;
        if (!first) end = &first;
        pthread_mutex_unlock(&lock);
        void *job = queued->job;
        free(queued);
        swift_job_run(job, (SerialExecutorRef){NULL, NULL});
    }
}

void swiftlet_pool_start_thread(void) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 16 << 20);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_t thread;
    pthread_create(&thread, &attributes, serve, NULL);
    pthread_attr_destroy(&attributes);
}

void swiftlet_pool_install(void) {
    swift_task_enqueueGlobal_hook = enqueue;
    swift_task_enqueueGlobalWithDelay_hook = enqueue_with_delay;
    swift_task_enqueueGlobalWithDeadline_hook = enqueue_with_deadline;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    for (long i = 0; i < (cores > 2 ? cores : 2); i++) swiftlet_pool_start_thread();
}
