#include "forks.h"
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>

static _Atomic int inside;
static _Atomic bool forks;

void sl_blas_begin(void) {
    for (;;) {
        atomic_fetch_add(&inside, 1);
        if (!atomic_load(&forks)) return;
        atomic_fetch_sub(&inside, 1);
        while (atomic_load(&forks)) sched_yield();
    }
}

void sl_blas_end(void) { atomic_fetch_sub(&inside, 1); }

static void wait_for_products(void) {
    atomic_store(&forks, true);
    while (atomic_load(&inside) > 0) sched_yield();
}

static void go_on(void) { atomic_store(&forks, false); }

__attribute__((constructor(SL_FORK_BLAS))) static void keep_products_from_forks(void) {
    pthread_atfork(wait_for_products, go_on, go_on);
}
