#define _GNU_SOURCE
#include "internal.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// Room for deep recursion of a learner's program; only touched pages take memory.
static const size_t stack_size = 64 << 20;

static _Atomic(SwiftletRun *) latest_run;
static SwiftletCellReport report;
static _Atomic bool is_reported;
/// Posted whenever there may be something to do for whoever watches the cells.
static sem_t events;

__attribute__((constructor)) static void make_events(void) { sem_init(&events, 0, 0); }

SwiftletRun *swiftlet_run_latest(void) { return atomic_load(&latest_run); }

SwiftletRun *swiftlet_run_of_thread(void) {
    SwiftletRun *run = atomic_load(&swiftlet_thread()->run);
    return run ? run : swiftlet_run_latest();
}

uint32_t swiftlet_cell_current(void) {
    SwiftletRun *run = swiftlet_run_of_thread();
    return run ? run->cell : 0;
}

bool swiftlet_cell_is_running(void) {
    SwiftletRun *run = swiftlet_run_latest();
    return run && !atomic_load(&run->ended);
}

SwiftletCellReport *swiftlet_run_claim(SwiftletRun *run) {
    bool expected = false;
    if (!run || !atomic_compare_exchange_strong(&run->ended, &expected, true)) return NULL;
    memset(&report, 0, sizeof report);
    return &report;
}

void swiftlet_run_end(SwiftletRun *run, int32_t end) {
    report.end = end;
    report.cell = run->cell;
    report.reached = atomic_load(&run->reached);
    if (end != swiftlet_cell_finished) atomic_store(&run->failed, true);
    atomic_store(&is_reported, true);
    swiftlet_cell_wake();
}

/// A run that came to its end needs nothing any more that refers to loaded code.
static void leave_code(SwiftletRun *run) {
    swiftlet_code_page_out();
    if (atomic_load(&run->failed)) return;
    run->entry = NULL;
    run->rebinding_count = 0;
    free(run->rebindings);
    run->rebindings = NULL;
}

bool swiftlet_cell_take_end(SwiftletCellReport *taken) {
    if (!atomic_exchange(&is_reported, false)) return false;
    *taken = report;
    SwiftletRun *run = swiftlet_run_latest();
    if (run) leave_code(run);
    swiftlet_memory_unguard();
    return true;
}

void swiftlet_cell_wake(void) { sem_post(&events); }

void swiftlet_cell_wait(int32_t milliseconds) {
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += milliseconds / 1000;
    until.tv_nsec += (milliseconds % 1000) * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec += 1;
        until.tv_nsec -= 1000000000L;
    }
    int result;
    do result = milliseconds < 0 ? sem_wait(&events) : sem_timedwait(&events, &until);
    while (result != 0 && errno == EINTR);
    swiftlet_threads_replace_lost();
}

/// The last that a cell's own thread does.
static void leave(void *argument) {
    SwiftletRun *run = argument;
    if (swiftlet_run_claim(run)) swiftlet_run_end(run, swiftlet_cell_finished);
    swiftlet_thread_leave();
}

static void rebind(SwiftletRun *run, uint32_t reached) {
    for (size_t i = 0; i < run->rebinding_count; i++) {
        SwiftletRebinding *rebinding = &run->rebindings[i];
        if (rebinding->reached != reached) continue;
        __atomic_store_n((uintptr_t *)~rebinding->complement_of_slot, ~rebinding->complement_of_target, __ATOMIC_RELEASE);
    }
}

static void *run_thread(void *argument) {
    SwiftletRun *run = argument;
    atomic_store(&swiftlet_thread()->run, run);
    swiftlet_thread_set_role(cell_thread);
    swiftlet_foundation_enter();
    rebind(run, 0);
    pthread_cleanup_push(leave, run);
    char *arguments[] = {"swiftlet", NULL};
    run->entry(1, arguments);
    pthread_cleanup_pop(1);
    return NULL;
}

int swiftlet_cell_start(
    uint32_t cell, SwiftletEntryPoint entry, const SwiftletRebinding *rebindings, size_t rebinding_count) {
    SwiftletRun *run = calloc(1, sizeof *run);
    run->cell = cell;
    run->entry = entry;
    run->rebindings = calloc(rebinding_count, sizeof *rebindings);
    run->rebinding_count = rebinding_count;
    memcpy(run->rebindings, rebindings, rebinding_count * sizeof *rebindings);
    sem_init(&run->drained, 0, 0);
    atomic_store(&latest_run, run);
    swiftlet_memory_guard();
    int error = swiftlet_thread_start(run_thread, run, stack_size);
    if (error != 0) swiftlet_memory_unguard();
    swiftlet_cell_wake();
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

/// A cell with `await` at its top level comes here once its main task is enqueued.
void __wrap_swift_task_asyncMainDrainQueue(void) {
    SwiftletRun *run = swiftlet_run_of_thread();
    atomic_store(&run->awaits, true);
    while (sem_wait(&run->drained) != 0) {
    }
    pthread_exit(NULL);
}

/// Ends the cell that the calling thread runs, if it has not ended otherwise, and the thread with it.
static _Noreturn void end_from_inside(int32_t end, int code, const void *error) {
    SwiftletRun *run = swiftlet_run_of_thread();
    SwiftletCellReport *claimed = swiftlet_run_claim(run);
    swiftlet_thread_abandon_locks();
    if (claimed) {
        claimed->code = code;
        if (error) {
            swiftlet_frames_of_throw(error, &claimed->frames);
        } else {
            swiftlet_frames_collect(0, &claimed->frames);
        }
        swiftlet_run_end(run, end);
    }
    swiftlet_thread_park((uintptr_t)__builtin_frame_address(0));
}

_Noreturn void __wrap_exit(int code) { end_from_inside(swiftlet_cell_exited, code, NULL); }

_Noreturn void swiftlet_cell_end_threw(const void *error) { end_from_inside(swiftlet_cell_threw, 0, error); }
