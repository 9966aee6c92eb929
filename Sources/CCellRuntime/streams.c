#define _GNU_SOURCE
#include "internal.h"
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

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

static SwiftletWriteText write_apart;
/// Whose text standard output holds back; to be used by who has locked it.
static uint32_t owner;
/// Whether the calling thread sends off what another may have written.
static _Thread_local bool flushes;

// Called with the stream locked.
static ssize_t write_text(void *cookie, const char *text, size_t size) {
    int descriptor = (int)(intptr_t)cookie;
    uint32_t shell = flushes ? owner : swiftlet_cell_shell();
    if (shell != 0) {
        swiftlet_critical_begin();
        write_apart(shell, descriptor, text, size);
        swiftlet_critical_end();
        return (ssize_t)size;
    }
    for (size_t written = 0; written < size;) {
        ssize_t count = write(descriptor, text + written, size - written);
        if (count < 0 && errno != EINTR) return 0;
        if (count > 0) written += (size_t)count;
    }
    return (ssize_t)size;
}

static void flush(void) {
    if (!__fpending(stdout)) return;
    flushes = true;
    fflush_unlocked(stdout);
    flushes = false;
}

/// Swift's `print` takes the lock of standard output first. What that holds back of another shell's text goes before.
void flockfile(FILE *stream) {
    typedef void (*Lock)(FILE *);
    static _Atomic(Lock) found;
    Lock lock = atomic_load(&found);
    if (!lock) {
        lock = (Lock)dlsym(RTLD_NEXT, "flockfile");
        atomic_store(&found, lock);
    }
    lock(stream);
    uint32_t shell = swiftlet_cell_shell();
    if (stream != stdout || shell == owner) return;
    flush();
    owner = shell;
}

static bool flush_if_free(void) {
    if (ftrylockfile(stdout) != 0) return false;
    flush();
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
        sleep_milliseconds(swiftlet_cells_are_running() ? 20 : 200);
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

/// A stream that knows whose text it is, in the place of one of the C library's.
static FILE *text_stream(int descriptor, int buffering, size_t size) {
    FILE *stream = fopencookie((void *)(intptr_t)descriptor, "w", (cookie_io_functions_t){.write = write_text});
    setvbuf(stream, NULL, buffering, size);
    // So that `fileno` still tells what it told before.
    stream->_fileno = descriptor;
    return stream;
}

void swiftlet_streams_install(SwiftletReadLine read_line, SwiftletWriteText write_elsewhere) {
    // Some libraries have taken note of the C library's own.
    setvbuf(stdout, NULL, _IOLBF, 1 << 16);
    ask_user = read_line;
    write_apart = write_elsewhere;
    stdout = text_stream(STDOUT_FILENO, _IOLBF, 1 << 16);
    stderr = text_stream(STDERR_FILENO, _IONBF, 0);
    stdin = fopencookie(NULL, "r", (cookie_io_functions_t){.read = read_from_user});
    pthread_t thread;
    pthread_create(&thread, NULL, flush_partial_lines, NULL);
    pthread_detach(thread);
}
