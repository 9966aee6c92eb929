// Whether all other threads are asleep, and stay so for a while. proc(5) tells where each thread sleeps and how often it
// has given up its processor: a thread for which that number is the same later on has not run in between.

#define _GNU_SOURCE
#include "internal.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char tasks[] = "/proc/self/task";

static bool read_text(pid_t thread, const char *name, char *text, size_t size) {
    char path[64];
    snprintf(path, sizeof path, "%s/%d/%s", tasks, thread, name);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) return false;
    ssize_t length = read(file, text, size - 1);
    close(file);
    text[length > 0 ? length : 0] = 0;
    return length > 0;
}

/// The text after the last space, which is cut off.
static const char *take_last(char *text) {
    char *last = strrchr(text, ' ');
    if (!last) return NULL;
    *last = 0;
    return last + 1;
}

static bool is_asleep(pid_t id, SwiftletSleeper *sleeper) {
    char text[4096];
    // The number of a system call and its arguments, the stack pointer and the program counter, or "running".
    if (!read_text(id, "syscall", text, sizeof text)) return false;
    if (!take_last(text)) return false;
    const char *stack_pointer = take_last(text);
    if (!stack_pointer) return false;
    *sleeper = (SwiftletSleeper){.id = id, .stack_pointer = strtoull(stack_pointer, NULL, 16)};
    if (!read_text(id, "status", text, sizeof text)) return false;
    const char *voluntary = strstr(text, "\nvoluntary_ctxt_switches:");
    const char *others = strstr(text, "\nnonvoluntary_ctxt_switches:");
    if (!voluntary || !others) return false;
    sleeper->switches = strtoull(strchr(voluntary, ':') + 1, NULL, 10) + strtoull(strchr(others, ':') + 1, NULL, 10);
    return true;
}

/// Visits all threads but the calling one, until the visitor refuses.
static bool visit_threads(SwiftletSleepers *sleepers, bool (*visit)(SwiftletSleepers *sleepers, pid_t id)) {
    DIR *folder = opendir(tasks);
    if (!folder) return false;
    bool goes_on = true;
    for (struct dirent *entry; goes_on && (entry = readdir(folder));) {
        pid_t id = atoi(entry->d_name);
        if (id != 0 && id != gettid()) goes_on = visit(sleepers, id);
    }
    closedir(folder);
    return goes_on;
}

static bool refers_to_cell(uintptr_t low, uintptr_t high) {
    for (uintptr_t at = low & ~(uintptr_t)7; at < high; at += sizeof at) {
        if (swiftlet_code_contains(*(const uintptr_t *)at)) return true;
    }
    return false;
}

typedef struct {
    SwiftletSleeper *sleeper;
    bool is_idle;
} Look;

static void look_at_stack(SwiftletThread *thread, void *context) {
    Look *look = context;
    SwiftletSleeper *sleeper = look->sleeper;
    if (thread->id != sleeper->id) return;
    bool is_on_stack = sleeper->stack_pointer >= thread->stack_low && sleeper->stack_pointer < thread->stack_high;
    if (is_on_stack) sleeper->stack_low = thread->stack_low;
    bool waits_for_job = thread->role == pool_thread && !atomic_load(&thread->job);
    bool is_known_idle = atomic_load(&thread->parked) || thread->role == service_thread || waits_for_job;
    look->is_idle = is_known_idle || (is_on_stack && !refers_to_cell(sleeper->stack_pointer, thread->stack_high));
}

static bool note(SwiftletSleepers *sleepers, pid_t id) {
    if (sleepers->count == sleepers->room) return false;
    Look look = {.sleeper = &sleepers->list[sleepers->count]};
    if (!is_asleep(id, look.sleeper)) return false;
    sleepers->count++;
    swiftlet_threads_visit(look_at_stack, &look);
    return look.is_idle;
}

static bool has_slept_on(SwiftletSleepers *sleepers, pid_t id) {
    SwiftletSleeper now;
    if (!is_asleep(id, &now)) return false;
    for (size_t i = 0; i < sleepers->count; i++) {
        if (sleepers->list[i].id == id) return sleepers->list[i].switches == now.switches;
    }
    return false;
}

bool swiftlet_sleepers_note(SwiftletSleepers *sleepers) { return visit_threads(sleepers, note); }
bool swiftlet_sleepers_have_slept_on(SwiftletSleepers *sleepers) { return visit_threads(sleepers, has_slept_on); }
