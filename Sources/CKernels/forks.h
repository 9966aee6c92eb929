#pragma once
#include <pthread.h>

// A fork leaves to the child whatever other threads hold locked, also within OpenBLAS. So it waits: first for products at
// hand, which may take the locks, then for the locks. What is registered last comes first.
enum { SL_FORK_MEMORY = 201, SL_FORK_PLANS, SL_FORK_BLAS };

/// A lock that no process is born with.
#define SL_FORK_SAFE_LOCK(lock, order)                                                              \
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;                                        \
    static void take_##lock##_for_fork(void) { pthread_mutex_lock(&lock); }                         \
    static void give_##lock##_after_fork(void) { pthread_mutex_unlock(&lock); }                     \
    __attribute__((constructor(order))) static void keep_##lock##_from_forks(void) {                \
        pthread_atfork(take_##lock##_for_fork, give_##lock##_after_fork, give_##lock##_after_fork); \
    }

/// Stand around a call of the BLAS. They do not nest, and no lock of these may be held.
void sl_blas_begin(void);
void sl_blas_end(void);
