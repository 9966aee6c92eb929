#define _GNU_SOURCE
#include "internal.h"
#include <stdio.h>
#include <stdio_ext.h>
#include <time.h>

// glibc's recursive stream lock. There is no interface to ask who holds it, and a parked thread would keep it for ever:
// `print(x)` holds it while it asks `x`, which may trap, for its description.
typedef struct {
    int lock;
    int count;
    void *owner;
} StreamLock;

static void abandon(FILE *stream) {
    StreamLock *lock = (StreamLock *)stream->_lock;
    while (lock && lock->owner == (void *)pthread_self()) funlockfile(stream);
}

void swiftlet_streams_abandon(void) {
    abandon(stdout);
    abandon(stderr);
}

static bool flush_if_free(void) {
    if (ftrylockfile(stdout) != 0) return false;
    if (__fpending(stdout)) fflush_unlocked(stdout);
    funlockfile(stdout);
    return true;
}

static void sleep_milliseconds(long milliseconds) {
    struct timespec pause = {.tv_sec = milliseconds / 1000, .tv_nsec = (milliseconds % 1000) * 1000000L};
    nanosleep(&pause, NULL);
}

void swiftlet_streams_flush(void) {
    for (int attempt = 0; attempt < 200; attempt++) {
        if (flush_if_free()) return;
        sleep_milliseconds(1);
    }
}

static void *flush_partial_lines(void *unused) {
    for (;;) {
        sleep_milliseconds(swiftlet_cell_is_running() ? 20 : 200);
        flush_if_free();
    }
    return unused;
}

void swiftlet_streams_install(void) {
    setvbuf(stdout, NULL, _IOLBF, 1 << 16);
    pthread_t thread;
    pthread_create(&thread, NULL, flush_partial_lines, NULL);
    pthread_detach(thread);
}
