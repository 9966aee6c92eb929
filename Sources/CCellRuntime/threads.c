#define _GNU_SOURCE
#include "internal.h"
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static const size_t signal_stack_size = 128 << 10;

static _Thread_local SwiftletThread own;
static pthread_key_t key;
static _Atomic bool key_is_made;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static SwiftletThread *threads;
static _Atomic int32_t lost_main_threads, lost_pool_threads;

SwiftletThread *swiftlet_thread(void) { return &own; }

/// The last that a thread does.
static void forget(void *unused) {
    (void)unused;
    swiftlet_thread_leave();
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    if (own.signal_stack) munmap(own.signal_stack, signal_stack_size);
    pthread_mutex_lock(&lock);
    for (SwiftletThread **link = &threads; *link; link = &(*link)->next) {
        if (*link != &own) continue;
        *link = own.next;
        break;
    }
    pthread_mutex_unlock(&lock);
}

void swiftlet_thread_find_stack(void) {
    pthread_attr_t attributes;
    void *low;
    size_t size;
    if (pthread_getattr_np(pthread_self(), &attributes) != 0) return;
    pthread_attr_getstack(&attributes, &low, &size);
    pthread_attr_destroy(&attributes);
    own.stack_low = (uintptr_t)low;
    own.stack_high = (uintptr_t)low + size;
}

static void prepare(void) {
    own.thread = pthread_self();
    own.id = gettid();
    swiftlet_thread_find_stack();
    void *memory = mmap(NULL, signal_stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory != MAP_FAILED) {
        own.signal_stack = memory;
        sigaltstack(&(stack_t){.ss_sp = memory, .ss_size = signal_stack_size}, NULL);
    }
    pthread_setspecific(key, &own);
    pthread_mutex_lock(&lock);
    own.next = threads;
    threads = &own;
    pthread_mutex_unlock(&lock);
}

__attribute__((constructor)) static void prepare_main_thread(void) {
    pthread_key_create(&key, forget);
    atomic_store(&key_is_made, true);
    prepare();
}

typedef struct {
    void *(*body)(void *);
    void *argument;
} Start;

static void *start(void *argument) {
    Start start = *(Start *)argument;
    free(argument);
    prepare();
    own.worker_pool = swiftlet_workers_pool(start.argument);
    return start.body(start.argument);
}

// Takes the place of the C library's function for all that is loaded here: a thread that runs a learner's code may
// overflow its stack, whoever made the thread, and the handler of that needs another stack to run on.
int pthread_create(
    pthread_t *thread, const pthread_attr_t *attributes, void *(*body)(void *), void *argument) {
    typedef int (*Create)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);
    static _Atomic(Create) found;
    Create create = atomic_load(&found);
    if (!create) {
        create = (Create)dlsym(RTLD_NEXT, "pthread_create");
        atomic_store(&found, create);
    }
    Start *begin = atomic_load(&key_is_made) ? malloc(sizeof *begin) : NULL;
    if (!begin) return create(thread, attributes, body, argument);
    *begin = (Start){body, argument};
    int error = create(thread, attributes, start, begin);
    if (error != 0) free(begin);
    return error;
}

int swiftlet_thread_start(void *(*body)(void *), void *argument, size_t stack_size) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_size);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_t thread;
    int error = pthread_create(&thread, &attributes, body, argument);
    pthread_attr_destroy(&attributes);
    return error;
}

void swiftlet_thread_set_role(SwiftletRole role) {
    pthread_mutex_lock(&lock);
    own.role = role;
    pthread_mutex_unlock(&lock);
}

void swiftlet_thread_serves(void) { swiftlet_thread_set_role(service_thread); }

void swiftlet_thread_leave(void) {
    pthread_mutex_lock(&lock);
    own.exiting = true;
    pthread_mutex_unlock(&lock);
}

void swiftlet_threads_visit(void (*visit)(SwiftletThread *thread, void *context), void *context) {
    pthread_mutex_lock(&lock);
    for (SwiftletThread *thread = threads; thread; thread = thread->next) visit(thread, context);
    pthread_mutex_unlock(&lock);
}

void swiftlet_thread_abandon_locks(void) {
    swiftlet_streams_abandon();
    swiftlet_once_abandon();
}

/// A large reserved stack counts as the process's memory where memory is limited.
static void give_stack_back(uintptr_t stack_pointer) {
    if (own.role == other_thread || own.stack_low == 0) return;
    uintptr_t here = (uintptr_t)__builtin_frame_address(0);
    bool runs_here = here >= own.stack_low && here < own.stack_high;
    uintptr_t used = runs_here && here < stack_pointer ? here : stack_pointer;
    uintptr_t end = (used - (16 << 10)) & ~(uintptr_t)4095;
    if (end <= own.stack_low || end >= own.stack_high) return;
    if (getpid() == gettid()) {
        madvise((void *)own.stack_low, end - own.stack_low, MADV_DONTNEED);
    } else {
        mmap((void *)own.stack_low, end - own.stack_low, PROT_NONE,
            MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
    }
}

_Noreturn void swiftlet_thread_park(uintptr_t stack_pointer) {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, NULL);
    give_stack_back(stack_pointer);
    if (own.role == main_thread) atomic_fetch_add(&lost_main_threads, 1);
    if (own.role == pool_thread) atomic_fetch_add(&lost_pool_threads, 1);
    swiftlet_workers_note_lost(own.worker_pool);
    atomic_store(&own.parked, true);
    swiftlet_cell_wake();
    for (;;) pause();
}

void swiftlet_threads_replace_lost(void) {
    for (int32_t i = atomic_exchange(&lost_main_threads, 0); i > 0; i--) swiftlet_main_replace_thread();
    for (int32_t i = atomic_exchange(&lost_pool_threads, 0); i > 0; i--) swiftlet_pool_start_thread();
    swiftlet_workers_replace_lost();
}
