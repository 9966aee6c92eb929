// The initialiser of a global or static variable of a learner's is the learner's code, so it may trap or be interrupted.
// The runtime holds a lock meanwhile that a parked thread would never give back, and whoever uses the variable next would
// wait for ever. Cells therefore call `swift_once` through here, by which it is known what a thread initialises.

#define _GNU_SOURCE
#include "internal.h"
#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

/// As the runtime has it on Linux: negative when done; then the number of the thread that holds the lock.
typedef struct SwiftletOnce {
    _Atomic int32_t state;
    _Atomic uint32_t owner;
} SwiftletOnce;

extern void swift_once(SwiftletOnce *once, void (*initialize)(void *), void *context);

void __wrap_swift_once(SwiftletOnce *once, void (*initialize)(void *), void *context) {
    if (atomic_load_explicit(&once->state, memory_order_acquire) < 0) return;
    SwiftletThread *thread = swiftlet_thread();
    SwiftletInitialization initialization = {once, thread->initializations};
    thread->initializations = &initialization;
    swift_once(once, initialize, context);
    thread->initializations = initialization.outer;
}

void swiftlet_once_abandon(void) {
    uint32_t self = (uint32_t)gettid();
    SwiftletThread *thread = swiftlet_thread();
    for (SwiftletInitialization *it = thread->initializations; it; it = it->outer) {
        uint32_t owner = atomic_load(&it->once->owner);
        if ((owner & FUTEX_TID_MASK) != self) continue;
        // With others waiting, the kernel hands the lock on.
        if (!atomic_compare_exchange_strong(&it->once->owner, &owner, 0)) {
            syscall(SYS_futex, &it->once->owner, FUTEX_UNLOCK_PI_PRIVATE, 0, NULL, NULL, 0);
        }
    }
    thread->initializations = NULL;
}
