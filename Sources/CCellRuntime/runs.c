#define _GNU_SOURCE
#include "internal.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

// Room for deep recursion of a learner's program; only touched pages take memory.
static const size_t stack_size = 64 << 20;
static const size_t signal_stack_size = 128 << 10;

static _Thread_local SwiftletRun *own_run;
static _Atomic(SwiftletRun *) latest_run;
static _Atomic(SwiftletRun *) ended_run;
static sem_t ended;
static pthread_once_t ended_once = PTHREAD_ONCE_INIT;

static void ended_init(void) { sem_init(&ended, 0, 0); }

SwiftletRun *swiftlet_run_of_thread(void) {
    return own_run ? own_run : atomic_load(&latest_run);
}

uint32_t swiftlet_cell_current(void) {
    SwiftletRun *run = swiftlet_run_of_thread();
    return run ? run->cell : 0;
}

bool swiftlet_cell_is_running(void) {
    SwiftletRun *run = atomic_load(&latest_run);
    return run && !atomic_load(&run->ended);
}

bool swiftlet_cell_is_own_thread(void) {
    return own_run != NULL;
}

void swiftlet_run_end(SwiftletRun *run, int32_t end) {
    bool expected = false;
    if (!atomic_compare_exchange_strong(&run->ended, &expected, true)) return;
    run->report.end = end;
    run->report.cell = run->cell;
    run->report.reached = atomic_load(&run->reached);
    atomic_store(&ended_run, run);
    sem_post(&ended);
}

bool swiftlet_cell_wait(SwiftletCellReport *report, int32_t milliseconds) {
    pthread_once(&ended_once, ended_init);
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += (milliseconds % 1000) * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec += 1;
        until.tv_nsec -= 1000000000L;
    }
    while (sem_timedwait(&ended, &until) != 0) {
        if (errno != EINTR) return false;
    }
    *report = atomic_exchange(&ended_run, NULL)->report;
    return true;
}

void swiftlet_main_executor_note(void *job) {
    if (own_run && !own_run->main_task) own_run->main_task = job;
}

void swiftlet_cell_cancel(void) {
    SwiftletRun *run = atomic_load(&latest_run);
    if (run && run->main_task) swiftlet_task_cancel(run->main_task);
}

static _Atomic int32_t lost_main_executors, lost_pool_threads;

int32_t swiftlet_take_lost_main_executors(void) { return atomic_exchange(&lost_main_executors, 0); }
int32_t swiftlet_take_lost_pool_threads(void) { return atomic_exchange(&lost_pool_threads, 0); }

_Noreturn void swiftlet_park(void) {
    if (swiftlet_on_main_executor()) atomic_fetch_add(&lost_main_executors, 1);
    if (swiftlet_on_pool()) atomic_fetch_add(&lost_pool_threads, 1);
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, NULL);
    for (;;) pause();
}

static void release_signal_stack(void *argument) {
    stack_t *signal_stack = argument;
    signal_stack->ss_flags = SS_DISABLE;
    sigaltstack(signal_stack, NULL);
    munmap(signal_stack->ss_sp, signal_stack_size);
}

static void rebind(SwiftletRun *run, uint32_t reached) {
    for (size_t i = 0; i < run->rebinding_count; i++) {
        SwiftletRebinding *rebinding = &run->rebindings[i];
        if (rebinding->reached == reached) __atomic_store_n(rebinding->slot, rebinding->target, __ATOMIC_RELEASE);
    }
}

static void *run_thread(void *argument) {
    SwiftletRun *run = argument;
    own_run = run;
    swiftlet_frames_prepare_thread();
    rebind(run, 0);

    pthread_attr_t attributes;
    void *low;
    size_t size;
    pthread_getattr_np(pthread_self(), &attributes);
    pthread_attr_getstack(&attributes, &low, &size);
    pthread_attr_destroy(&attributes);
    run->stack_low = (uintptr_t)low;
    run->stack_high = (uintptr_t)low + size;

    stack_t signal_stack = {.ss_size = signal_stack_size};
    signal_stack.ss_sp = mmap(NULL, signal_stack_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    sigaltstack(&signal_stack, NULL);

    pthread_cleanup_push(release_signal_stack, &signal_stack);
    char *arguments[] = {"swiftlet", NULL};
    run->entry(1, arguments);
    swiftlet_run_end(run, swiftlet_cell_finished);
    pthread_cleanup_pop(1);
    return NULL;
}

int swiftlet_cell_start(
    uint32_t cell, SwiftletEntryPoint entry, const SwiftletRebinding *rebindings, size_t rebinding_count) {
    pthread_once(&ended_once, ended_init);
    SwiftletRun *run = calloc(1, sizeof *run);
    run->cell = cell;
    run->entry = entry;
    run->rebindings = calloc(rebinding_count, sizeof *rebindings);
    run->rebinding_count = rebinding_count;
    memcpy(run->rebindings, rebindings, rebinding_count * sizeof *rebindings);
    sem_init(&run->drained, 0, 0);
    atomic_store(&latest_run, run);

    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_size);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    int error = pthread_create(&run->thread, &attributes, run_thread, run);
    pthread_attr_destroy(&attributes);
    return error;
}

// What follows is called by the cells' own code: the rewritten source calls the first two, the linker wraps the others.

/// The cell has carried out its n-th declaration of variables.
void swiftlet_reached(uint32_t declarations) {
    SwiftletRun *run = swiftlet_run_of_thread();
    if (!run) return;
    rebind(run, declarations);
    atomic_store(&run->reached, declarations);
}

/// The cell's top-level asynchronous code is done.
void swiftlet_cell_drained(void) {
    SwiftletRun *run = swiftlet_run_of_thread();
    if (run) sem_post(&run->drained);
}

/// A cell with `await` at its top level comes here once its main task is enqueued.
void __wrap_swift_task_asyncMainDrainQueue(void) {
    SwiftletRun *run = swiftlet_run_of_thread();
    while (sem_wait(&run->drained) != 0) {
    }
    swiftlet_run_end(run, swiftlet_cell_finished);
    pthread_exit(NULL);
}

_Noreturn void __wrap_exit(int code) {
    SwiftletRun *run = swiftlet_run_of_thread();
    if (run && !atomic_load(&run->ended)) {
        run->report.code = code;
        swiftlet_frames_collect(0, &run->report.frames);
        swiftlet_streams_abandon();
        swiftlet_run_end(run, swiftlet_cell_exited);
    }
    swiftlet_park();
}

_Noreturn void swiftlet_cell_end_threw(const void *error) {
    SwiftletRun *run = swiftlet_run_of_thread();
    if (run && !atomic_load(&run->ended)) {
        if (error) {
            swiftlet_frames_of_throw(error, &run->report.frames);
        } else {
            swiftlet_frames_collect(0, &run->report.frames);
        }
        swiftlet_streams_abandon();
        swiftlet_run_end(run, swiftlet_cell_threw);
    }
    swiftlet_park();
}
