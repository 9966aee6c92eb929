#define _GNU_SOURCE
#include "internal.h"
#include <stdlib.h>

typedef struct SwiftletJob {
    void *job;
    SwiftletRun *run;
    struct SwiftletJob *next;
} SwiftletJob;

void swiftlet_jobs_add(SwiftletJobs *jobs, void *job, SwiftletRun *run) {
    SwiftletJob *queued = malloc(sizeof *queued);
    *queued = (SwiftletJob){job, run, NULL};
    pthread_mutex_lock(&jobs->lock);
    if (jobs->first) {
        jobs->last->next = queued;
    } else {
        jobs->first = queued;
    }
    jobs->last = queued;
    pthread_mutex_unlock(&jobs->lock);
}

/// An interrupted cell's tasks have seen that they are cancelled; what goes on regardless is not run any further, and
/// neither is the top level of a cell that has failed.
static bool is_over(const SwiftletJob *queued) {
    SwiftletRun *run = queued->run;
    if (!run) return false;
    return atomic_load(&run->stopped) || (atomic_load(&run->failed) && queued->job == atomic_load(&run->main_task));
}

static void leave(SwiftletThread *thread) {
    atomic_store(&thread->run, NULL);
    atomic_store(&thread->job, NULL);
}

void *swiftlet_jobs_take(SwiftletJobs *jobs) {
    pthread_mutex_lock(&jobs->lock);
    SwiftletJob *queued = jobs->first;
    if (queued) jobs->first = queued->next;
    pthread_mutex_unlock(&jobs->lock);
    if (!queued) return NULL;
    SwiftletThread *thread = swiftlet_thread();
    void *job = NULL;
    atomic_store(&thread->job, queued->job);
    atomic_store(&thread->run, queued->run);
    if (is_over(queued)) {
        leave(thread);
    } else {
        job = queued->job;
    }
    free(queued);
    return job;
}

void swiftlet_jobs_done(void) {
    SwiftletThread *thread = swiftlet_thread();
    void *job = atomic_load(&thread->job);
    leave(thread);
    swiftlet_tasks_forget_done(job);
}
