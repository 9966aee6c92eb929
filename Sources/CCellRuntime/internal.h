#pragma once
#include "CCellRuntime.h"
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/types.h>

/// A cell on its way. Never freed: a thread that is parked in it, or a task of it, may still look at it.
typedef struct SwiftletRun {
    uint32_t cell;
    /// Where cells run one after the other; 0 for the main one.
    uint32_t shell;
    struct SwiftletPlace *place;
    SwiftletEntryPoint entry;
    _Atomic bool ended;
    /// Whether it ended before its end.
    _Atomic bool failed;
    /// Whether its tasks are not to be run any further.
    _Atomic bool stopped;
    _Atomic uint32_t reached;
    SwiftletRebinding *rebindings;
    size_t rebinding_count;
    /// Whether the cell's own thread has nothing left to do but to wait for the task of its top-level code.
    _Atomic bool awaits;
    /// Posted when top-level asynchronous code is done.
    sem_t drained;
    /// The task of top-level asynchronous code, until that is done.
    void *_Atomic main_task;
} SwiftletRun;

typedef struct SwiftletPlace SwiftletPlace;

/// An initialiser of a global variable that a thread is carrying out.
typedef struct SwiftletInitialization {
    struct SwiftletOnce *once;
    struct SwiftletInitialization *outer;
} SwiftletInitialization;

typedef enum { other_thread, cell_thread, pool_thread, main_thread, service_thread } SwiftletRole;

/// What is known of each thread, in its thread-local storage, which a parked thread keeps.
typedef struct SwiftletThread {
    SwiftletRole role;
    pthread_t thread;
    pid_t id;
    uintptr_t stack_low, stack_high;
    /// Whose code the thread runs; nothing where that is unknown.
    SwiftletRun *_Atomic run;
    /// The task or other job that a thread of the pool or the main thread runs.
    void *_Atomic job;
    _Atomic bool parked;
    bool exiting;
    SwiftletInitialization *initializations;
    _Atomic int32_t critical_depth;
    /// What an interrupt has tried with the thread: which interrupt, and how often in which system call, or how often it
    /// was let go on.
    uint32_t interrupt;
    uintptr_t blocked_pc, blocked_sp;
    int32_t blocked_count, spared_count;
    void *signal_stack;
    /// Which of libdispatch's pools the thread works for; 0 for none.
    int32_t worker_pool;
    struct SwiftletThread *next;
} SwiftletThread;

// threads.c

SwiftletThread *swiftlet_thread(void);
/// Takes note of where the calling thread's stack lies.
void swiftlet_thread_find_stack(void);
/// Says what the calling thread does.
void swiftlet_thread_set_role(SwiftletRole role);
/// The calling thread is about to end, and runs no cell's code any more.
void swiftlet_thread_leave(void);
/// Visits all threads, those among them that are parked; they do not end meanwhile.
void swiftlet_threads_visit(void (*visit)(SwiftletThread *thread, void *context), void *context);
/// Starts a thread that never needs to be joined. Returns 0 or an error number.
int swiftlet_thread_start(void *(*body)(void *), void *argument, size_t stack_size);
/// Prepares the calling thread for being parked: gives back the locks of the C library and of the Swift runtime that it
/// holds and that others would wait for.
void swiftlet_thread_abandon_locks(void);
/// Stops the calling thread for ever. What its stack holds above `stack_pointer` stays valid; the rest is given back.
_Noreturn void swiftlet_thread_park(uintptr_t stack_pointer);
/// Starts a new thread for each of the pool's and the main loop's that was parked.
void swiftlet_threads_replace_lost(void);

// sleepers.c

/// A thread that is asleep.
typedef struct {
    pid_t id;
    /// Where its stack begins and how far it is in use; `stack_low` is 0 where that is unknown.
    uintptr_t stack_low, stack_pointer;
    unsigned long long switches;
} SwiftletSleeper;

typedef struct {
    SwiftletSleeper *list;
    size_t room, count;
} SwiftletSleepers;

/// Takes note of all other threads. Tells whether all are asleep, and none that goes on some time is in the middle of a
/// cell's code.
bool swiftlet_sleepers_note(SwiftletSleepers *sleepers);
/// Whether those threads have slept ever since, and there are no others.
bool swiftlet_sleepers_have_slept_on(SwiftletSleepers *sleepers);

// runs.c

/// The run of the calling thread. A thread of which nothing is known belongs to the cell that runs in the main shell or
/// another, or to the one that started last.
SwiftletRun *swiftlet_run_of_thread(void);
/// A cell that runs; nothing if it does not.
SwiftletRun *swiftlet_run_of_cell(uint32_t cell);
/// The run whose end was taken last.
SwiftletRun *swiftlet_run_ended_last(void);
/// Claims the right to tell how a run ended, which the first end has. Returns where to tell it, or nothing.
SwiftletCellReport *swiftlet_run_claim(SwiftletRun *run);
/// Tells how a run ended that was claimed.
void swiftlet_run_end(SwiftletRun *run, int32_t end);

// frames.c

/// The call stack from `pc` outwards, or from the caller where `pc` is 0.
void swiftlet_frames_collect(uintptr_t pc, SwiftletFrames *frames);
/// The call stack of the throw of an error object.
void swiftlet_frames_of_throw(const void *error, SwiftletFrames *frames);
void swiftlet_throws_install(void);

// code.c

/// Whether an address lies in the code of a cell.
bool swiftlet_code_contains(uintptr_t pc);
/// Gives back the memory of the cells' code.
void swiftlet_code_page_out(void);
/// Makes the cells' code non-executable, and executable again.
void swiftlet_code_hide(void);
void swiftlet_code_show(void);

// interrupts.c

bool swiftlet_interrupt_is_fault(uintptr_t pc, uintptr_t address);
/// Whether the calling thread, which was kept from running a cell's code at `pc`, is to be parked; else it goes on.
bool swiftlet_interrupt_claims(uintptr_t pc);

// tasks.c

/// The run that a job belongs to that is being enqueued.
SwiftletRun *swiftlet_tasks_run_of(void *job);
/// Cancels the task of a run's top-level code and, if so asked, all others that the run started, on a thread of its own,
/// as handlers of cancellation may be slow. Tells whether there are any.
bool swiftlet_tasks_cancel(SwiftletRun *run, bool all);
/// Whether handlers of a cancellation are at work.
bool swiftlet_tasks_are_being_cancelled(void);
/// A job was run; if it was a task's last, the task is forgotten.
void swiftlet_tasks_forget_done(void *job);

// jobs.c

/// Jobs that wait for a thread, in their order.
typedef struct {
    pthread_mutex_t lock;
    struct SwiftletJob *first, *last;
} SwiftletJobs;

void swiftlet_jobs_add(SwiftletJobs *jobs, void *job, SwiftletRun *run);
/// Takes the next job out whose run was not stopped, and marks the calling thread as the one that runs it.
void *swiftlet_jobs_take(SwiftletJobs *jobs);
/// The calling thread is done with its job.
void swiftlet_jobs_done(void);

// streams.c

/// Gives back the lock of stdout and stderr if the calling thread, which is about to be parked, holds it.
void swiftlet_streams_abandon(void);

// once.c

/// Lets the initialisers that the calling thread was carrying out be carried out again by others.
void swiftlet_once_abandon(void);

// memory.c

/// Puts the limit into force, for a cell that is about to run.
void swiftlet_memory_guard(void);
/// How many bytes there are that belong to no file.
uint64_t swiftlet_memory_in_use(void);
/// Lifts the limit, for what comes after a cell.
void swiftlet_memory_unguard(void);
/// Says so if there is no memory left: the runtime needs some to say it itself, and stumbles over a null pointer.
void swiftlet_memory_explain(void);

// foundation.c

/// Lets the calling thread, which counts as the main thread, have the main run loop for its own, if there is one.
void swiftlet_foundation_enter(void);

// workers.c

/// The number of the pool whose threads are started with this argument; 0 for none.
int32_t swiftlet_workers_pool(void *queue);
/// A thread of the pool, if it is one, is parked.
void swiftlet_workers_note_lost(int32_t pool);
/// Lets libdispatch start threads in the place of those that were parked.
void swiftlet_workers_replace_lost(void);
void swiftlet_workers_install(void);

// main_loop.c, pool.c

void swiftlet_main_replace_thread(void);
void swiftlet_pool_start_thread(void);
