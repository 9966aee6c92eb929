// oneDNN is loaded when the first product is large enough to be worth it: most sessions that compute nothing large would
// wait for a library of many megabytes.

#define _GNU_SOURCE
#include "CKernels.h"
#include "onednn.h"
#include "onednn_library.h"
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>

#ifdef SL_HAS_ONEDNN

static __typeof__(dnnl_sgemm) *sgemm;
static const dnnl_version_t *version;
static int (*omp_threads)(void);
static void (*set_omp_threads)(int);
static SlOneDNN functions;
static int has_functions;

static void load(void) {
    char name[32];
    snprintf(name, sizeof name, "libdnnl.so.%d", DNNL_VERSION_MAJOR);
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
    const dnnl_version_t *(*get_version)(void) = (const dnnl_version_t *(*)(void))dlsym(library, "dnnl_version");
    omp_threads = (int (*)(void))dlsym(library, "omp_get_max_threads");
    set_omp_threads = (void (*)(int))dlsym(library, "omp_set_num_threads");
    if (get_version) version = get_version();
    sgemm = (__typeof__(dnnl_sgemm) *)dlsym(library, "dnnl_sgemm");
    has_functions = 1;
#define X(name)                                                       \
    functions.name = (__typeof__(name) *)dlsym(library, #name);       \
    has_functions = has_functions && functions.name;
    SL_EACH_FUNCTION(X)
#undef X
    has_functions = has_functions && functions.dnnl_engine_create(&functions.engine, dnnl_cpu, 0) == dnnl_success;
}

static int is_loaded(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, load);
    return sgemm != NULL && version != NULL;
}

const SlOneDNN *sl_onednn(void) { return is_loaded() && has_functions ? &functions : NULL; }

// The number of threads is one of the calling thread.
int sl_onednn_begin_alone(void) {
    int threads = omp_threads && set_omp_threads ? omp_threads() : 1;
    if (threads != 1) set_omp_threads(1);
    return threads;
}

void sl_onednn_end_alone(int threads) {
    if (threads != 1) set_omp_threads(threads);
}

int sl_onednn_sgemm(
    int a_is_transposed, int b_is_transposed, size_t m, size_t n, size_t k, const float *a, size_t a_leading,
    const float *b, size_t b_leading, int accumulate, float *out, size_t out_leading) {
    if (!is_loaded()) return 0;
    int threads = sl_onednn_begin_alone();
    dnnl_status_t status = sgemm(
        a_is_transposed ? 'T' : 'N', b_is_transposed ? 'T' : 'N', (dnnl_dim_t)m, (dnnl_dim_t)n, (dnnl_dim_t)k, 1, a,
        (dnnl_dim_t)a_leading, b, (dnnl_dim_t)b_leading, accumulate ? 1 : 0, out, (dnnl_dim_t)out_leading);
    sl_onednn_end_alone(threads);
    return status == dnnl_success;
}

const char *sl_onednn_version(void) {
    static char text[32];
    if (!is_loaded()) return NULL;
    snprintf(text, sizeof text, "%d.%d.%d", version->major, version->minor, version->patch);
    return text;
}

#else

int sl_onednn_sgemm(
    int a_is_transposed, int b_is_transposed, size_t m, size_t n, size_t k, const float *a, size_t a_leading,
    const float *b, size_t b_leading, int accumulate, float *out, size_t out_leading) {
    return 0;
}

const char *sl_onednn_version(void) { return NULL; }

#endif
