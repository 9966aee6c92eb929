// libdispatch's worker threads. Each of its pools has about as many as the machine has cores, and would be spent after as
// many interrupts of blocks that run there: a thread that is parked never comes back. libdispatch starts another where it
// believes that one has ended. There is no interface to tell it so; the place that counts how many more may be started is
// looked for when the process starts.

#define _GNU_SOURCE
#include "internal.h"
#include <string.h>

// The toolchain has no C headers of libdispatch on the compiler's path.
extern void *dispatch_get_global_queue(intptr_t identifier, uintptr_t flags);
extern void dispatch_async_f(void *queue, void *context, void (*work)(void *context));

enum { class_count = 6, pool_count = 2 * class_count, queue_words = 32 };
// The classes of quality of service, from `userInteractive` to what is below `background`.
static const intptr_t classes[class_count] = {0x21, 0x19, 0x15, 0x11, 0x09, 0x05};

typedef _Atomic int32_t Word;

/// Each pool is known by its queue.
static void *pools[pool_count];
static _Atomic int32_t lost[pool_count];
/// Which word of a queue says how many more threads may be started; negative where that is unknown.
static int32_t startable = -1;

int32_t swiftlet_workers_pool(void *queue) {
    for (int32_t i = 0; i < pool_count; i++) {
        if (queue && pools[i] == queue) return i + 1;
    }
    return 0;
}

void swiftlet_workers_note_lost(int32_t pool) {
    if (pool > 0) atomic_fetch_add(&lost[pool - 1], 1);
}

static void do_nothing(void *unused) { (void)unused; }

void swiftlet_workers_replace_lost(void) {
    for (int i = 0; startable >= 0 && i < pool_count; i++) {
        int32_t count = atomic_exchange(&lost[i], 0);
        if (count == 0) continue;
        atomic_fetch_add((Word *)pools[i] + startable, count);
        // What waits in the queue needs somebody to start the thread.
        dispatch_async_f(pools[i], NULL, do_nothing);
    }
}

typedef struct {
    Word *queue;
    int32_t words[queue_words];
    sem_t copied, over;
} Probe;

static void copy_words(void *context) {
    Probe *probe = context;
    for (int i = 0; i < queue_words; i++) probe->words[i] = atomic_load(&probe->queue[i]);
    sem_post(&probe->copied);
    while (sem_wait(&probe->over) != 0) {
    }
    sem_post(&probe->copied);
}

static void wait_for(sem_t *semaphore) {
    while (sem_wait(semaphore) != 0) {
    }
}

/// Compares a queue while one thread works for it with the queue while two do.
static void find_startable(void *queue) {
    Probe probes[2];
    for (int i = 0; i < 2; i++) {
        probes[i].queue = queue;
        sem_init(&probes[i].copied, 0, 0);
        sem_init(&probes[i].over, 0, 0);
        dispatch_async_f(queue, &probes[i], copy_words);
        wait_for(&probes[i].copied);
    }
    int found = 0;
    for (int i = 0; i < queue_words; i++) {
        int32_t one = probes[0].words[i], two = probes[1].words[i];
        if (one <= 1 || one > 4096 || one - two != 1) continue;
        startable = i;
        found++;
    }
    if (found != 1) startable = -1;
    for (int i = 0; i < 2; i++) {
        sem_post(&probes[i].over);
        wait_for(&probes[i].copied);
    }
}

void swiftlet_workers_install(void) {
    enum { makes_threads_when_needed = 2 };
    for (int i = 0; i < class_count; i++) {
        void *queues[] = {
            dispatch_get_global_queue(classes[i], 0), dispatch_get_global_queue(classes[i], makes_threads_when_needed),
        };
        for (int j = 0; j < 2; j++) {
            if (swiftlet_workers_pool(queues[j]) == 0) pools[2 * i + j] = queues[j];
        }
    }
    find_startable(dispatch_get_global_queue(classes[class_count - 1], makes_threads_when_needed));
}
