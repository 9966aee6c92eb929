#define _GNU_SOURCE
#include "CKernels.h"
#include "forks.h"
#include "parallel.h"
#include "strided.h"
#include "onednn.h"
#include "blas.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/// Up to this many multiplications one thread is as fast as two, measured.
static const size_t least_work = 1 << 18;
/// A block of fewer rows or columns spends too much of its time on laying out the other matrix.
enum { least_lines = 64 };

/// From so many multiplications on, oneDNN is asked; that is where it is the faster one, measured.
static const size_t least_for_onednn = 1 << 21;

static _Atomic int chosen = -1;

void sl_set_gemm_backend(sl_gemm_backend backend) { atomic_store(&chosen, backend); }

sl_gemm_backend sl_gemm_backend_chosen(void) {
    int known = atomic_load_explicit(&chosen, memory_order_relaxed);
    if (known >= 0) return known;
    const char *wanted = getenv("SWIFTLET_BACKEND");
    known = wanted && strcmp(wanted, "openblas") == 0 ? SL_OPENBLAS : SL_ONEDNN;
    atomic_store(&chosen, known);
    return known;
}

static sl_gemm_backend backend_for(size_t multiplications) {
    return multiplications < least_for_onednn ? SL_OPENBLAS : sl_gemm_backend_chosen();
}

typedef struct {
    sl_dtype dtype;
    sl_gemm_backend backend;
    int splits_rows;
    sl_matrix a, b;
    int accumulate;
    char *out;
} Product;

static void multiply(
    const Product *product, size_t m, size_t n, size_t k, const char *a, const char *b, char *out, size_t out_leading) {
    int a_leading = (int)product->a.leading, b_leading = (int)product->b.leading;
    enum CBLAS_TRANSPOSE a_order = product->a.is_transposed ? CblasTrans : CblasNoTrans;
    enum CBLAS_TRANSPOSE b_order = product->b.is_transposed ? CblasTrans : CblasNoTrans;
    double beta = product->accumulate ? 1 : 0;
    if (product->dtype == SL_FLOAT64) {
        sl_blas_begin();
        cblas_dgemm(
            CblasRowMajor, a_order, b_order, (int)m, (int)n, (int)k, 1, (const double *)a, a_leading, (const double *)b,
            b_leading, beta, (double *)out, (int)out_leading);
        sl_blas_end();
        return;
    }
    if (product->backend == SL_ONEDNN
        && sl_onednn_sgemm(
            product->a.is_transposed, product->b.is_transposed, m, n, k, (const float *)a, product->a.leading,
            (const float *)b, product->b.leading, product->accumulate, (float *)out, out_leading)) {
        return;
    }
    sl_blas_begin();
    cblas_sgemm(
        CblasRowMajor, a_order, b_order, (int)m, (int)n, (int)k, 1, (const float *)a, a_leading, (const float *)b,
        b_leading, (float)beta, (float *)out, (int)out_leading);
    sl_blas_end();
}

/// The rows or columns `begin..<end` of the product.
static void multiply_lines(void *context, size_t begin, size_t end) {
    const Product *product = context;
    size_t m = product->a.rows, n = product->b.columns, k = product->a.columns, size = sl_size(product->dtype);
    const char *a = product->a.address, *b = product->b.address;
    if (product->splits_rows) {
        size_t offset = product->a.is_transposed ? begin : begin * product->a.leading;
        multiply(product, end - begin, n, k, a + offset * size, b, product->out + begin * n * size, n);
    } else {
        size_t offset = product->b.is_transposed ? begin * product->b.leading : begin;
        multiply(product, m, end - begin, k, a, b + offset * size, product->out + begin * size, n);
    }
}

// The BLAS would start threads of its own, which compete with the pool for the processors.
static void keep_single(void) { openblas_set_num_threads(1); }

void sl_keep_blas_single(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, keep_single);
}

void sl_gemm(sl_dtype dtype, const sl_matrix *a, const sl_matrix *b, int accumulate, void *out) {
    sl_keep_blas_single();
    size_t m = a->rows, n = b->columns, k = a->columns;
    size_t work = m * n * k;
    Product product = {
        .dtype = dtype, .backend = dtype == SL_FLOAT32 ? backend_for(work) : SL_OPENBLAS, .splits_rows = m >= n,
        .a = *a, .b = *b, .accumulate = accumulate, .out = out,
    };
    size_t lines = product.splits_rows ? m : n, least = lines;
    if (work >= least_work) {
        least = lines * (least_work / 2) / work;
        least = least < least_lines ? least_lines : least;
    }
    sl_parallel(lines, least, multiply_lines, &product);
}

const char *sl_openblas_description(void) { return openblas_get_config(); }
