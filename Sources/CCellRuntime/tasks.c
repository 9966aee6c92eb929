// Which cell started which task, so that an interrupt reaches them all. Known are the tasks that nobody waits for in a
// scope (`Task { … }`, `Task.detached { … }`, a cell's own top level): the others are children of these, and are
// cancelled with them.

#define _GNU_SOURCE
#include "internal.h"
#include <stdlib.h>

extern __attribute__((swiftcall)) size_t swift_task_getJobFlags(void *task);
extern __attribute__((swiftcall)) void swift_task_cancel(void *task);
extern void *swift_retain(void *object);
extern void swift_release(void *object);
extern size_t swift_retainCount(void *object);

// Swift ABI, MetadataValues.h: JobFlags.
enum { job_kind_mask = 0xff, job_kind_task = 0, job_is_child_task = 1 << 24 };

/// A task that may still run. It is retained, as its handle in a program would retain it.
typedef struct Entry {
    void *task;
    SwiftletRun *run;
    struct Entry *next;
} Entry;

enum { bucket_count = 1024 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Entry *buckets[bucket_count];
static size_t looked_at;

static Entry **bucket(void *task) {
    return &buckets[((uintptr_t)task >> 4) * 0x9E3779B97F4A7C15u >> 54];
}

static bool is_known_kind(void *job) {
    size_t flags = swift_task_getJobFlags(job);
    return (flags & job_kind_mask) == job_kind_task && !(flags & job_is_child_task);
}

SwiftletRun *swiftlet_tasks_run_of(void *job) {
    SwiftletRun *run = atomic_load(&swiftlet_thread()->run);
    if (!is_known_kind(job)) return run;
    pthread_mutex_lock(&lock);
    Entry **first = bucket(job), *entry = *first;
    while (entry && entry->task != job) entry = entry->next;
    if (entry) {
        run = entry->run;
    } else {
        entry = malloc(sizeof *entry);
        *entry = (Entry){swift_retain(job), run, *first};
        *first = entry;
    }
    pthread_mutex_unlock(&lock);
    return run;
}

/// Takes the tasks out that are done: those that nobody else retains, as a task retains itself while it runs.
static Entry *take_done(Entry **link) {
    Entry *done = NULL;
    while (*link) {
        Entry *entry = *link;
        if (swift_retainCount(entry->task) == 1) {
            *link = entry->next;
            entry->next = done;
            done = entry;
        } else {
            link = &entry->next;
        }
    }
    return done;
}

static void forget(Entry *done) {
    while (done) {
        Entry *next = done->next;
        swift_release(done->task);
        free(done);
        done = next;
    }
}

void swiftlet_tasks_forget_done(void *job) {
    pthread_mutex_lock(&lock);
    Entry *own = take_done(bucket(job));
    // A task that ended elsewhere, as in an actor, is found in passing.
    Entry *other = take_done(&buckets[looked_at++ % bucket_count]);
    pthread_mutex_unlock(&lock);
    forget(own);
    forget(other);
}

typedef struct {
    SwiftletRun *run;
    size_t count;
    void *tasks[];
} Cancellation;

/// Cancellations whose thread has not begun yet, and the last one that has and is not done.
static _Atomic int32_t beginning;
static _Atomic(SwiftletThread *) canceller;

bool swiftlet_tasks_are_being_cancelled(void) {
    SwiftletThread *thread = atomic_load(&canceller);
    return atomic_load(&beginning) > 0 || (thread && !atomic_load(&thread->parked));
}

static void *cancel(void *argument) {
    Cancellation *cancellation = argument;
    SwiftletThread *self = swiftlet_thread();
    atomic_store(&canceller, self);
    atomic_fetch_sub(&beginning, 1);
    atomic_store(&self->run, cancellation->run);
    for (size_t i = 0; i < cancellation->count; i++) {
        swift_task_cancel(cancellation->tasks[i]);
        swift_release(cancellation->tasks[i]);
    }
    free(cancellation);
    atomic_compare_exchange_strong(&canceller, &self, NULL);
    return NULL;
}

bool swiftlet_tasks_cancel(SwiftletRun *run, bool all) {
    pthread_mutex_lock(&lock);
    void *main_task = atomic_load(&run->awaits) ? atomic_load(&run->main_task) : NULL;
    size_t limit = 0;
    for (size_t i = 0; i < bucket_count; i++) {
        for (Entry *entry = buckets[i]; entry; entry = entry->next) limit += entry->run == run;
    }
    Cancellation *cancellation = malloc(sizeof *cancellation + limit * sizeof(void *));
    *cancellation = (Cancellation){.run = run};
    for (size_t i = 0; i < bucket_count; i++) {
        for (Entry *entry = buckets[i]; entry; entry = entry->next) {
            if (entry->run != run || !(all || entry->task == main_task)) continue;
            if (swift_retainCount(entry->task) == 1) continue;
            cancellation->tasks[cancellation->count++] = swift_retain(entry->task);
        }
    }
    pthread_mutex_unlock(&lock);
    bool any = cancellation->count > 0;
    atomic_fetch_add(&beginning, 1);
    if (!any || swiftlet_thread_start(cancel, cancellation, 1 << 20) != 0) {
        free(cancellation);
        atomic_fetch_sub(&beginning, 1);
    }
    return any;
}
