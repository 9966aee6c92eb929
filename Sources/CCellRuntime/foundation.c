// What Foundation, once a cell has imported it, takes for the main thread and its run loop.
//
// A cell's top-level code runs on a thread of its own and counts as the main thread's, as in any script: it has the main
// run loop for its own, so that a timer that one cell schedules fires when a later one runs the loop.
//
// The functions that are not Swiftlet's by name take the place of those of Foundation and libdispatch for all that is
// loaded here.

#define _GNU_SOURCE
#include "internal.h"
#include <dlfcn.h>
#include <sys/eventfd.h>

typedef void *(*GetValue)(uint32_t slot);
typedef void *(*SetValue)(uint32_t slot, void *value, void (*destructor)(void *));

/// Where Foundation keeps the run loop of a thread, in values of the thread's own.
static _Atomic uint32_t run_loop_slot;
static void *main_run_loop;
static SetValue set_value;

extern uint64_t _dispatch_main_q[];
extern int _dispatch_get_main_queue_handle_4CF(void);

void swiftlet_foundation_loaded(void) {
    if (atomic_load(&run_loop_slot) != 0) return;
    void *library = dlopen("libFoundation.so", RTLD_LAZY | RTLD_NOLOAD);
    if (!library) return;
    void *(*current)(void) = (void *(*)(void))dlsym(library, "CFRunLoopGetCurrent");
    GetValue get_value = (GetValue)dlsym(library, "_CFGetTSD");
    set_value = (SetValue)dlsym(library, "_CFSetTSD");
    if (!current || !get_value || !set_value) return;
    // Foundation takes the thread that loaded it for the main thread.
    main_run_loop = current();
    for (uint32_t slot = 1; slot < 64; slot++) {
        if (get_value(slot) == main_run_loop) atomic_store(&run_loop_slot, slot);
    }
}

void swiftlet_foundation_enter(void) {
    static _Thread_local bool is_done;
    uint32_t slot = atomic_load(&run_loop_slot);
    if (slot == 0 || is_done) return;
    is_done = true;
    set_value(slot, main_run_loop, NULL);
}

/// Foundation calls this when it is loaded, which would bind the main queue to the thread that loads it.
void libdispatch_init(void) {
    static _Atomic bool is_done;
    if (atomic_exchange(&is_done, true)) return;
    void (*original)(void) = (void (*)(void))dlsym(RTLD_NEXT, "libdispatch_init");
    if (original) original();
}

/// What `dispatchPrecondition(condition: .onQueue(.main))` asks. A cell's top level counts as code of the main queue.
void dispatch_assert_queue(void *queue) {
    if (queue == _dispatch_main_q && swiftlet_main_is_current()) return;
    void (*original)(void *) = (void (*)(void *))dlsym(RTLD_NEXT, "dispatch_assert_queue");
    if (original) original(queue);
}

unsigned char _CFIsMainThread(void) { return swiftlet_main_is_current(); }

/// What a run loop on the main thread waits for to see to the main queue. Where a cell runs the loop, that is seen to by
/// another thread.
int _dispatch_get_main_queue_port_4CF(void) {
    static _Atomic int never_filled = -1;
    if (swiftlet_thread()->role != cell_thread) return _dispatch_get_main_queue_handle_4CF();
    int descriptor = atomic_load(&never_filled);
    if (descriptor < 0) {
        descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        atomic_store(&never_filled, descriptor);
    }
    return descriptor;
}
