#pragma once
#include <cblas.h>

/// To be called before the first product: products stay on the threads that ask for them.
void sl_keep_blas_single(void);
