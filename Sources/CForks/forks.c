#define _GNU_SOURCE
#include "CForks.h"
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/time.h>
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

static const sl_heartbeat *watched;
static uint32_t last_count;
static int silent_looks;

static void look(int signal) {
    (void)signal;
    uint32_t count = atomic_load(&watched->count);
    silent_looks = count == last_count ? silent_looks + 1 : 0;
    last_count = count;
    if (silent_looks > most_silent_looks) _exit(1);
}

/// The parent's handlers report crashes of cells, and stop them: not what a child's crash should do.
static void become_child(const sl_heartbeat *heartbeat) {
    static const int ends[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) signal(ends[i], SIG_DFL);
    signal(SIGURG, SIG_IGN);
    watched = heartbeat;
    last_count = atomic_load(&heartbeat->count);
    struct sigaction action = {.sa_handler = look, .sa_flags = SA_RESTART};
    sigaction(SIGALRM, &action, NULL);
    sigset_t alarm;
    sigemptyset(&alarm);
    sigaddset(&alarm, SIGALRM);
    sigprocmask(SIG_UNBLOCK, &alarm, NULL);
    struct timeval interval = {.tv_usec = 1000000 / looks_per_second};
    setitimer(ITIMER_REAL, &(struct itimerval){.it_interval = interval, .it_value = interval}, NULL);
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
