#define _GNU_SOURCE
#include "CForks.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

struct sl_heartbeat {
    _Atomic uint32_t count;
};

enum { looks_per_second = 2, most_silent_looks = 4 };

sl_heartbeat *sl_heartbeat_create(void) {
    void *memory = mmap(NULL, sizeof(sl_heartbeat), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

void sl_heartbeat_destroy(sl_heartbeat *heartbeat) { munmap(heartbeat, sizeof *heartbeat); }

void sl_heartbeat_beat(sl_heartbeat *heartbeat) { atomic_fetch_add(&heartbeat->count, 1); }

/// A thread, not a timer: a timer's signals would wake the trial where it sleeps.
static void *watch(void *argument) {
    const sl_heartbeat *heartbeat = argument;
    uint32_t last = atomic_load(&heartbeat->count);
    for (int silent = 0; silent <= most_silent_looks;) {
        nanosleep(&(struct timespec){.tv_nsec = 1000000000 / looks_per_second}, NULL);
        uint32_t count = atomic_load(&heartbeat->count);
        silent = count == last ? silent + 1 : 0;
        last = count;
    }
    _exit(SL_CHILD_LEFT_ALONE);
}

/// The parent's handlers report crashes of cells, and stop them: not what a child's crash should do.
static void become_child(const sl_heartbeat *heartbeat) {
    static const int ends[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) signal(ends[i], SIG_DFL);
    signal(SIGURG, SIG_IGN);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t watcher;
    if (pthread_create(&watcher, NULL, watch, (void *)heartbeat) != 0) _exit(1);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

pid_t sl_fork(const sl_heartbeat *heartbeat) {
    // What is still in the buffers would be written twice.
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) become_child(heartbeat);
    return child;
}

void sl_end_child(void) {
    fflush(NULL);
    _exit(0);
}
