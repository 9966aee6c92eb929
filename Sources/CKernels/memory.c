#include "CKernels.h"
#include "forks.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

// Size classes are powers of two in quarter steps: at most a fifth of a block is unused.
enum { class_count = 4 * 40, smallest = 64, largest_cached_shift = 28 };

static const size_t cache_limit = (size_t)512 << 20;

typedef struct block {
    struct block *next;
} block;

// The address sanitizer sees accesses out of bounds only where blocks are as long as asked for and not used again.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SL_SANITIZED 1
#endif
#endif

SL_FORK_SAFE_LOCK(lock, SL_FORK_MEMORY)
static block *lists[class_count];
static size_t cached;

static int size_class(size_t bytes, size_t *rounded) {
    if (bytes <= smallest) {
        *rounded = smallest;
        return 0;
    }
    int shift = 63 - __builtin_clzll(bytes - 1);
    if (shift < 8) {
        *rounded = (bytes + 63) & ~(size_t)63;
        return (int)(*rounded / 64) - 1;
    }
    size_t step = (size_t)1 << (shift - 2);
    *rounded = (bytes + step - 1) & ~(step - 1);
    return 4 * (shift - 8) + (int)((*rounded >> (shift - 2)) - 4) + 3;
}

/// Gives all free blocks back to the C library.
static void empty_cache(void) {
    pthread_mutex_lock(&lock);
    for (int index = 0; index < class_count; index++) {
        while (lists[index]) {
            block *next = lists[index]->next;
            free(lists[index]);
            lists[index] = next;
        }
    }
    cached = 0;
    pthread_mutex_unlock(&lock);
}

void *sl_allocate(size_t bytes) {
    if (bytes > (size_t)1 << 46) {
        fprintf(stderr, "cannot allocate a tensor of %zu bytes\n", bytes);
        abort();
    }
#ifdef SL_SANITIZED
    void *exact = NULL;
    if (posix_memalign(&exact, 64, bytes)) abort();
    return exact;
#endif
    size_t rounded;
    int index = size_class(bytes, &rounded);
    pthread_mutex_lock(&lock);
    block *found = lists[index];
    if (found) {
        lists[index] = found->next;
        cached -= rounded;
    }
    pthread_mutex_unlock(&lock);
    if (found) return found;
    void *memory = aligned_alloc(64, rounded);
    if (!memory) {
        empty_cache();
        memory = aligned_alloc(64, rounded);
    }
    if (!memory) {
        fprintf(stderr, "Fatal error: out of memory: a tensor of %zu bytes does not fit\n", bytes);
        abort();
    }
    return memory;
}

void sl_release(void *memory, size_t bytes) {
#ifdef SL_SANITIZED
    free(memory);
    return;
#endif
    size_t rounded;
    int index = size_class(bytes, &rounded);
    if (rounded <= (size_t)1 << largest_cached_shift) {
        pthread_mutex_lock(&lock);
        if (cached + rounded <= cache_limit) {
            block *freed = memory;
            freed->next = lists[index];
            lists[index] = freed;
            cached += rounded;
            pthread_mutex_unlock(&lock);
            return;
        }
        pthread_mutex_unlock(&lock);
    }
    free(memory);
}

size_t sl_cached_bytes(void) {
    pthread_mutex_lock(&lock);
    size_t bytes = cached;
    pthread_mutex_unlock(&lock);
    return bytes;
}
