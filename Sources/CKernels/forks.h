#pragma once
#include <pthread.h>

/// A lock that no process is born with: a fork waits until nobody has it.
#define SL_FORK_SAFE_LOCK(lock)                                                                 \
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;                                    \
    static void take_##lock##_for_fork(void) { pthread_mutex_lock(&lock); }                     \
    static void give_##lock##_after_fork(void) { pthread_mutex_unlock(&lock); }                 \
    __attribute__((constructor)) static void keep_##lock##_from_forks(void) {                   \
        pthread_atfork(take_##lock##_for_fork, give_##lock##_after_fork, give_##lock##_after_fork); \
    }
