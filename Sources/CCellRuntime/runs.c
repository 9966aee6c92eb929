#define _GNU_SOURCE
#include "internal.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// Room for deep recursion of a learner's program; only touched pages take memory.
static const size_t stack_size = 64 << 20;

/// Where a cell that runs is known, and where its end is told.
struct SwiftletPlace {
    _Atomic(SwiftletRun *) run;
    _Atomic bool is_reported;
    SwiftletCellReport report;
};

static SwiftletPlace places[swiftlet_most_cells];
static _Atomic(SwiftletRun *) started_last;
/// Used by whoever watches the cells alone.
static SwiftletRun *ended_last;
/// Posted whenever there may be something to do for whoever watches the cells.
static sem_t events;

__attribute__((constructor)) static void make_events(void) { sem_init(&events, 0, 0); }

static SwiftletRun *running(size_t place) {
    SwiftletRun *run = atomic_load(&places[place].run);
    return run && !atomic_load(&run->ended) ? run : NULL;
}

SwiftletRun *swiftlet_run_of_cell(uint32_t cell) {
    for (size_t i = 0; i < swiftlet_most_cells; i++) {
        SwiftletRun *run = running(i);
        if (run && run->cell == cell) return run;
    }
    return NULL;
}

SwiftletRun *swiftlet_run_ended_last(void) { return ended_last; }

SwiftletRun *swiftlet_run_of_thread(void) {
    SwiftletRun *own = atomic_load(&swiftlet_thread()->run), *other = NULL;
    if (own) return own;
    for (size_t i = 0; i < swiftlet_most_cells; i++) {
        SwiftletRun *run = running(i);
        if (run && run->shell == 0) return run;
        if (run) other = run;
    }
    return other ? other : atomic_load(&started_last);
}

uint32_t swiftlet_cell_current(void) {
    SwiftletRun *run = swiftlet_run_of_thread();
    return run ? run->cell : 0;
}

uint32_t swiftlet_cell_shell(void) {
    SwiftletRun *run = atomic_load(&swiftlet_thread()->run);
    return run ? run->shell : 0;
}

size_t swiftlet_cells_running(SwiftletCellProgress *cells) {
    size_t count = 0;
    for (size_t i = 0; i < swiftlet_most_cells; i++) {
        SwiftletRun *run = running(i);
        if (run) cells[count++] = (SwiftletCellProgress){run->cell, atomic_load(&run->reached)};
    }
    return count;
}

bool swiftlet_cells_are_running(void) {
    SwiftletCellProgress cells[swiftlet_most_cells];
    return swiftlet_cells_running(cells) > 0;
}

SwiftletCellReport *swiftlet_run_claim(SwiftletRun *run) {
    bool expected = false;
    if (!run || !atomic_compare_exchange_strong(&run->ended, &expected, true)) return NULL;
    memset(&run->place->report, 0, sizeof run->place->report);
    return &run->place->report;
}

void swiftlet_run_end(SwiftletRun *run, int32_t end) {
    SwiftletPlace *place = run->place;
    place->report.end = end;
    place->report.cell = run->cell;
    place->report.reached = atomic_load(&run->reached);
    if (end != swiftlet_cell_finished) atomic_store(&run->failed, true);
    atomic_store(&place->is_reported, true);
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
    for (size_t i = 0; i < swiftlet_most_cells; i++) {
        SwiftletPlace *place = &places[i];
        if (!atomic_exchange(&place->is_reported, false)) continue;
        *taken = place->report;
        ended_last = atomic_load(&place->run);
        leave_code(ended_last);
        atomic_store(&place->run, NULL);
        swiftlet_memory_unguard();
        if (swiftlet_cells_are_running()) swiftlet_memory_guard();
        return true;
    }
    return false;
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

static SwiftletPlace *free_place(void) {
    for (size_t i = 0; i < swiftlet_most_cells; i++) {
        if (!atomic_load(&places[i].run)) return &places[i];
    }
    return NULL;
}

int swiftlet_cell_start(
    uint32_t cell, uint32_t shell, SwiftletEntryPoint entry, const SwiftletRebinding *rebindings,
    size_t rebinding_count) {
    SwiftletPlace *place = free_place();
    if (!place) return EAGAIN;
    SwiftletRun *run = calloc(1, sizeof *run);
    run->cell = cell;
    run->shell = shell;
    run->place = place;
    run->entry = entry;
    run->rebindings = calloc(rebinding_count, sizeof *rebindings);
    run->rebinding_count = rebinding_count;
    memcpy(run->rebindings, rebindings, rebinding_count * sizeof *rebindings);
    sem_init(&run->drained, 0, 0);
    atomic_store(&place->run, run);
    atomic_store(&started_last, run);
    swiftlet_memory_guard();
    int error = swiftlet_thread_start(run_thread, run, stack_size);
    if (error != 0) {
        atomic_store(&run->ended, true);
        atomic_store(&place->run, NULL);
        if (!swiftlet_cells_are_running()) swiftlet_memory_unguard();
    }
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
