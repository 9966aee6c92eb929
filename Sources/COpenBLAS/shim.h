#include <cblas.h>
#include <stddef.h>

// OpenBLAS holds LAPACK, but Debian's package has no header for it. Matrices are in column-major order; every argument
// is passed by reference, and each text's length follows at the end.

void dgetrf_(const blasint *m, const blasint *n, double *a, const blasint *lda, blasint *ipiv, blasint *info);
void dgetrs_(
    const char *trans, const blasint *n, const blasint *nrhs, const double *a, const blasint *lda, const blasint *ipiv,
    double *b, const blasint *ldb, blasint *info, size_t trans_length);
void dpotrf_(const char *uplo, const blasint *n, double *a, const blasint *lda, blasint *info, size_t uplo_length);
void dtrtrs_(
    const char *uplo, const char *trans, const char *diag, const blasint *n, const blasint *nrhs, const double *a,
    const blasint *lda, double *b, const blasint *ldb, blasint *info, size_t uplo_length, size_t trans_length,
    size_t diag_length);
void dgeqrf_(
    const blasint *m, const blasint *n, double *a, const blasint *lda, double *tau, double *work, const blasint *lwork,
    blasint *info);
void dorgqr_(
    const blasint *m, const blasint *n, const blasint *k, double *a, const blasint *lda, const double *tau,
    double *work, const blasint *lwork, blasint *info);
void dgesdd_(
    const char *jobz, const blasint *m, const blasint *n, double *a, const blasint *lda, double *s, double *u,
    const blasint *ldu, double *vt, const blasint *ldvt, double *work, const blasint *lwork, blasint *iwork,
    blasint *info, size_t jobz_length);
void dsyevd_(
    const char *jobz, const char *uplo, const blasint *n, double *a, const blasint *lda, double *w, double *work,
    const blasint *lwork, blasint *iwork, const blasint *liwork, blasint *info, size_t jobz_length,
    size_t uplo_length);
void dgelsd_(
    const blasint *m, const blasint *n, const blasint *nrhs, double *a, const blasint *lda, double *b,
    const blasint *ldb, double *s, const double *rcond, blasint *rank, double *work, const blasint *lwork,
    blasint *iwork, blasint *info);
