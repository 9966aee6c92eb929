// What a program's main thread does besides its top-level code: it runs the main actor's jobs, and the blocks of the
// main dispatch queue. Here that is a thread which can be replaced, because one that traps in such code is parked. The
// first is the process's main thread.
//
// libdispatch binds the main queue to one thread, and notes while it empties the queue that it does so; a thread that
// is parked in a block leaves both as they are. There is no interface to change that, so the two places in the queue
// that say so are looked for when the process starts, and set right for the new thread. Blocks that stood behind the
// one that failed, and that the old thread had already taken out of the queue, are lost with it.

#define _GNU_SOURCE
#include "internal.h"
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

typedef struct {
    void *identity;
    void *implementation;
} SerialExecutorRef;

typedef __attribute__((swiftcall)) SerialExecutorRef (*GetOriginal)(void);

extern __attribute__((swiftcall)) SerialExecutorRef (*swift_task_getMainExecutor_hook)(GetOriginal original);
extern __attribute__((swiftcall)) bool (*swift_task_isMainExecutor_hook)(SerialExecutorRef executor, void *original);
extern __attribute__((swiftcall)) void swift_job_run(void *job, SerialExecutorRef executor);

enum { queue_words = 16 };
extern uint64_t _dispatch_main_q[queue_words];
extern void dispatch_async_f(void *queue, void *context, void (*work)(void *context));
extern int _dispatch_get_main_queue_handle_4CF(void);
extern void _dispatch_main_queue_callback_4CF(void *unused);

static const size_t stack_size = 64 << 20;
static const uint64_t thread_number_mask = 0x3fffffff;

static SerialExecutorRef executor;
static SwiftletJobs jobs = {.lock = PTHREAD_MUTEX_INITIALIZER};
static int jobs_arrived;
/// Where the queue holds the number of the thread that it is bound to, and where it says that it is being emptied.
static _Atomic uint64_t *bound_thread;
static _Atomic uint32_t *is_being_emptied;

static __attribute__((swiftcall)) SerialExecutorRef get_main_executor(GetOriginal original) {
    (void)original;
    return executor;
}

static __attribute__((swiftcall)) bool is_main_executor(SerialExecutorRef asked, void *original) {
    (void)original;
    return asked.identity == executor.identity;
}

static void copy_queue(void *copy) { memcpy(copy, _dispatch_main_q, sizeof _dispatch_main_q); }

static void find_queue_state(void) {
    uint64_t thread = (uint64_t)gettid();
    int found = 0;
    for (int i = 0; i < queue_words; i++) {
        if ((_dispatch_main_q[i] & thread_number_mask) != thread) continue;
        bound_thread = (_Atomic uint64_t *)&_dispatch_main_q[i];
        found++;
    }
    if (found != 1) bound_thread = NULL;

    uint32_t before[2 * queue_words], during[2 * queue_words], after[2 * queue_words];
    copy_queue(before);
    dispatch_async_f(_dispatch_main_q, during, copy_queue);
    _dispatch_main_queue_callback_4CF(NULL);
    copy_queue(after);
    found = 0;
    for (int i = 0; i < 2 * queue_words; i++) {
        if (before[i] != 0 || during[i] != 1 || after[i] != 0) continue;
        is_being_emptied = (_Atomic uint32_t *)_dispatch_main_q + i;
        found++;
    }
    if (found != 1) is_being_emptied = NULL;
}

/// Makes the calling thread the one that the main queue is bound to. Tells whether that was possible.
static bool adopt_queue(void) {
    if (!bound_thread || !is_being_emptied) return false;
    uint64_t old = atomic_load(bound_thread);
    while (!atomic_compare_exchange_weak(bound_thread, &old, (old & ~thread_number_mask) | (uint64_t)gettid())) {
    }
    atomic_store(is_being_emptied, 0);
    return true;
}

void swiftlet_main_install(void *identity, void *implementation) {
    executor = (SerialExecutorRef){identity, implementation};
    swift_task_getMainExecutor_hook = get_main_executor;
    swift_task_isMainExecutor_hook = is_main_executor;
    jobs_arrived = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK | EFD_SEMAPHORE);
    // The main thread's stack grows as it is used, up to this.
    struct rlimit limit;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < stack_size) {
        limit.rlim_cur = stack_size < limit.rlim_max ? stack_size : limit.rlim_max;
        setrlimit(RLIMIT_STACK, &limit);
        swiftlet_thread_find_stack();
    }
    find_queue_state();
}

void swiftlet_main_enqueue(void *job) {
    // The first that a cell's own thread enqueues is the task of the cell's top-level code, if that is asynchronous.
    SwiftletThread *thread = swiftlet_thread();
    SwiftletRun *run = atomic_load(&thread->run);
    if (thread->role == cell_thread && !atomic_load(&run->main_task)) atomic_store(&run->main_task, job);
    swiftlet_jobs_add(&jobs, job, swiftlet_tasks_run_of(job));
    eventfd_write(jobs_arrived, 1);
}

bool swiftlet_main_is_current(void) {
    SwiftletThread *thread = swiftlet_thread();
    return (thread->role == main_thread || thread->role == cell_thread) && !thread->exiting;
}

static _Noreturn void serve(bool has_queue) {
    swiftlet_thread_set_role(main_thread);
    int queue_filled = _dispatch_get_main_queue_handle_4CF();
    struct pollfd polled[] = {
        {.fd = jobs_arrived, .events = POLLIN}, {.fd = has_queue ? queue_filled : -1, .events = POLLIN},
    };
    if (has_queue) eventfd_write(queue_filled, 1);
    eventfd_t value;
    for (;;) {
        poll(polled, 2, -1);
        swiftlet_foundation_enter();
        if (polled[0].revents && eventfd_read(jobs_arrived, &value) == 0) {
            void *job = swiftlet_jobs_take(&jobs);
            if (job) {
                swift_job_run(job, executor);
                swiftlet_jobs_done();
            }
        }
        if (polled[1].revents && eventfd_read(queue_filled, &value) == 0) _dispatch_main_queue_callback_4CF(NULL);
    }
}

_Noreturn void swiftlet_main_serve(void) { serve(true); }

static void *serve_anew(void *unused) {
    (void)unused;
    serve(adopt_queue());
}

void swiftlet_main_replace_thread(void) { swiftlet_thread_start(serve_anew, NULL, stack_size); }
