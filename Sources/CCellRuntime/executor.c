// Jobs of the main actor run on a thread of ours instead of the process's main queue, because the thread of a main
// actor that trapped is parked, and a queue whose thread is parked never moves again. A thread can be replaced.

#define _GNU_SOURCE
#include "internal.h"
#include <stdlib.h>

typedef struct {
    void *identity;
    uintptr_t implementation;
} SerialExecutorRef;

typedef __attribute__((swiftcall)) void (*EnqueueOriginal)(void *job);

extern __attribute__((swiftcall)) void (*swift_task_enqueueMainExecutor_hook)(void *job, EnqueueOriginal original);
extern __attribute__((swiftcall)) SerialExecutorRef swift_task_getMainExecutor(void);
extern __attribute__((swiftcall)) void swift_job_run(void *job, SerialExecutorRef executor);
extern __attribute__((swiftcall)) void swift_task_cancel(void *task);

typedef struct QueuedJob {
    void *job;
    struct QueuedJob *next;
} QueuedJob;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static QueuedJob *first, **end = &first;
static _Thread_local bool on_main_executor;

bool swiftlet_on_main_executor(void) {
    return on_main_executor;
}

static __attribute__((swiftcall)) void enqueue(void *job, EnqueueOriginal original) {
    (void)original;
    swiftlet_run_note_task(job);
    QueuedJob *queued = malloc(sizeof *queued);
    queued->job = job;
    queued->next = NULL;
    pthread_mutex_lock(&lock);
    *end = queued;
    end = &queued->next;
    pthread_cond_signal(&arrived);
    pthread_mutex_unlock(&lock);
}

static void *serve(void *unused) {
    (void)unused;
    on_main_executor = true;
    SerialExecutorRef executor = swift_task_getMainExecutor();
    for (;;) {
        pthread_mutex_lock(&lock);
        while (!first) pthread_cond_wait(&arrived, &lock);
        QueuedJob *queued = first;
        first = queued->next;
        if (!first) end = &first;
        pthread_mutex_unlock(&lock);
        void *job = queued->job;
        free(queued);
        swift_job_run(job, executor);
    }
}

void swiftlet_main_executor_start(void) {
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 64 << 20);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    pthread_t thread;
    pthread_create(&thread, &attributes, serve, NULL);
    pthread_attr_destroy(&attributes);
}

void swiftlet_task_cancel(void *task) {
    swift_task_cancel(task);
}

void swiftlet_main_executor_install(void) {
    swift_task_enqueueMainExecutor_hook = enqueue;
    swiftlet_main_executor_start();
}
