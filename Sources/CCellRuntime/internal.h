#pragma once
#include "CCellRuntime.h"
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stddef.h>

/// A cell on its way. Never freed: a thread that is parked in it may still look at it.
typedef struct SwiftletRun {
    uint32_t cell;
    SwiftletEntryPoint entry;
    pthread_t thread;
    uintptr_t stack_low, stack_high;
    _Atomic bool ended;
    _Atomic uint32_t reached;
    SwiftletRebinding *rebindings;
    size_t rebinding_count;
    /// Posted when top-level asynchronous code is done.
    sem_t drained;
    /// The task of top-level asynchronous code. It is alive while the run is: its last act is to wait for ever.
    void *main_task;
    SwiftletCellReport report;
} SwiftletRun;

/// The run of the calling thread, or the one that started last: a trap in a task of its own belongs to that.
SwiftletRun *swiftlet_run_of_thread(void);
/// Marks the run as over, once; the first end counts.
void swiftlet_run_end(SwiftletRun *run, int32_t end);
/// Stops the calling thread for ever. What its stack holds stays valid.
_Noreturn void swiftlet_park(void);

/// Finds out where the calling thread's stack ends. To be called before a trap may happen on it.
void swiftlet_frames_prepare_thread(void);
/// The call stack from `pc` outwards, or from the caller where `pc` is 0.
void swiftlet_frames_collect(uintptr_t pc, SwiftletFrames *frames);
/// The call stack of the throw of an error object.
void swiftlet_frames_of_throw(const void *error, SwiftletFrames *frames);
void swiftlet_throws_install(void);

/// Gives back the lock of stdout and stderr if the calling thread, which is about to be parked, holds it.
void swiftlet_streams_abandon(void);
bool swiftlet_interrupt_is_fault(uintptr_t pc, uintptr_t address);
void swiftlet_task_cancel(void *task);
bool swiftlet_on_pool(void);
