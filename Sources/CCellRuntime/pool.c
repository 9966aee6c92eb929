// Tasks run on threads of ours instead of the library's own pool, which has as many threads as the machine has cores
// and would be spent after as many traps in tasks: a thread that is parked there never comes back. Ours are replaced.

#define _GNU_SOURCE
#include "internal.h"
#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>
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
extern void *dispatch_queue_create_with_target(const char *label, void *attributes, void *target);
enum { makes_threads_when_needed = 2 };

extern EnqueueHook swift_task_enqueueGlobal_hook;
extern EnqueueWithDelayHook swift_task_enqueueGlobalWithDelay_hook;
extern EnqueueWithDeadlineHook swift_task_enqueueGlobalWithDeadline_hook;
extern __attribute__((swiftcall)) void swift_job_run(void *job, SerialExecutorRef executor);
extern __attribute__((swiftcall)) void swift_get_time(long long *seconds, long long *nanoseconds, int clock);

static SwiftletJobs jobs = {.lock = PTHREAD_MUTEX_INITIALIZER};
static sem_t arrived;

static void add(void *job, SwiftletRun *run) {
    swiftlet_jobs_add(&jobs, job, run);
    sem_post(&arrived);
}

static __attribute__((swiftcall)) void enqueue(void *job, void *original) {
    (void)original;
    add(job, swiftlet_tasks_run_of(job));
}

typedef struct {
    void *job;
    SwiftletRun *run;
} DelayedJob;

static void add_delayed(void *context) {
    DelayedJob delayed = *(DelayedJob *)context;
    free(context);
    add(delayed.job, delayed.run);
}

static void add_later(long long nanoseconds, void *job) {
    DelayedJob *delayed = malloc(sizeof *delayed);
    *delayed = (DelayedJob){job, swiftlet_tasks_run_of(job)};
    uint64_t when = dispatch_time(0, nanoseconds > 0 ? nanoseconds : 0);
    dispatch_after_f(when, dispatch_get_global_queue(0, makes_threads_when_needed), delayed, add_delayed);
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

// Since Swift 6.2 tasks wake up from `Task.sleep` on a queue of the runtime's, whatever the hooks say. It would share
// libdispatch's pool for all, which has as many threads as the machine has cores: with those parked or busy, nobody
// wakes up until libdispatch finds, once in a second, that it had better start another. The runtime makes its queue with
// this function.
void *dispatch_queue_create(const char *label, void *attributes) {
    if (label && strcmp(label, "Swift global concurrent queue") == 0) {
        void *target = dispatch_get_global_queue(0, makes_threads_when_needed);
        return dispatch_queue_create_with_target(label, attributes, target);
    }
    typedef void *(*Create)(const char *, void *);
    Create original = (Create)dlsym(RTLD_NEXT, "dispatch_queue_create");
    return original(label, attributes);
}

static void *serve(void *unused) {
    (void)unused;
    swiftlet_thread_set_role(pool_thread);
    for (;;) {
        while (sem_wait(&arrived) != 0) {
        }
        void *job = swiftlet_jobs_take(&jobs);
        if (!job) continue;
        swift_job_run(job, (SerialExecutorRef){NULL, NULL});
        swiftlet_jobs_done();
    }
}

void swiftlet_pool_start_thread(void) {
    swiftlet_thread_start(serve, NULL, 16 << 20);
}

void swiftlet_pool_install(void) {
    swiftlet_workers_install();
    sem_init(&arrived, 0, 0);
    swift_task_enqueueGlobal_hook = enqueue;
    swift_task_enqueueGlobalWithDelay_hook = enqueue_with_delay;
    swift_task_enqueueGlobalWithDeadline_hook = enqueue_with_deadline;
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    for (long i = 0; i < (cores > 2 ? cores : 2); i++) swiftlet_pool_start_thread();
}
