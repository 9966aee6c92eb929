#define _GNU_SOURCE
#include "internal.h"
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
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
    abandon(stdin);
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
    swiftlet_thread_serves();
    for (;;) {
        sleep_milliseconds(swiftlet_cell_is_running() ? 20 : 200);
        flush_if_free();
    }
    return unused;
}

static SwiftletReadLine ask_user;
static char *pending_line;
static size_t pending_offset, pending_length;

// Called with the lock of stdin held, whenever its buffer is empty.
static ssize_t read_from_user(void *cookie, char *buffer, size_t size) {
    (void)cookie;
    if (pending_offset == pending_length) {
        free(pending_line);
        pending_line = NULL;
        pending_offset = pending_length = 0;
        ptrdiff_t length = ask_user("", false, &pending_line);
        if (length <= 0 || !pending_line) return 0;
        pending_length = (size_t)length;
    }
    size_t count = pending_length - pending_offset < size ? pending_length - pending_offset : size;
    memcpy(buffer, pending_line + pending_offset, count);
    pending_offset += count;
    return (ssize_t)count;
}

void swiftlet_streams_install(SwiftletReadLine read_line) {
    setvbuf(stdout, NULL, _IOLBF, 1 << 16);
    ask_user = read_line;
    stdin = fopencookie(NULL, "r", (cookie_io_functions_t){.read = read_from_user});
    pthread_t thread;
    pthread_create(&thread, NULL, flush_partial_lines, NULL);
    pthread_detach(thread);
}
