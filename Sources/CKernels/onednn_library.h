#pragma once

#ifdef SL_HAS_ONEDNN
#include <dnnl.h>

#if DNNL_VERSION_MAJOR >= 3
/// How elements lie in memory.
typedef const_dnnl_memory_desc_t SlMemory;
#define SL_EACH_FUNCTION_OF_ITS_VERSION(X)          \
    X(dnnl_memory_desc_create_with_tag)             \
    X(dnnl_memory_desc_destroy)                     \
    X(dnnl_convolution_forward_primitive_desc_create) \
    X(dnnl_convolution_backward_data_primitive_desc_create) \
    X(dnnl_convolution_backward_weights_primitive_desc_create)
#else
/// How elements lie in memory.
typedef const dnnl_memory_desc_t *SlMemory;
#define SL_EACH_FUNCTION_OF_ITS_VERSION(X)          \
    X(dnnl_memory_desc_init_by_tag)                 \
    X(dnnl_primitive_desc_create)                   \
    X(dnnl_dilated_convolution_forward_desc_init)   \
    X(dnnl_dilated_convolution_backward_data_desc_init) \
    X(dnnl_dilated_convolution_backward_weights_desc_init)
#endif

/// What is used of the library but for `dnnl_sgemm`, which does without the rest.
#define SL_EACH_FUNCTION(X)                         \
    SL_EACH_FUNCTION_OF_ITS_VERSION(X)              \
    X(dnnl_engine_create)                           \
    X(dnnl_stream_create)                           \
    X(dnnl_stream_wait)                             \
    X(dnnl_memory_create)                           \
    X(dnnl_memory_destroy)                          \
    X(dnnl_memory_desc_get_size)                    \
    X(dnnl_memory_desc_equal)                       \
    X(dnnl_primitive_attr_create)                   \
    X(dnnl_primitive_attr_destroy)                  \
    X(dnnl_primitive_attr_set_scratchpad_mode)      \
    X(dnnl_primitive_desc_destroy)                  \
    X(dnnl_primitive_desc_query)                    \
    X(dnnl_primitive_desc_query_md)                 \
    X(dnnl_primitive_create)                        \
    X(dnnl_primitive_destroy)                       \
    X(dnnl_primitive_execute)                       \
    X(dnnl_reorder_primitive_desc_create)

/// Its functions by their names without "dnnl_", all of them found.
typedef struct {
#define X(name) __typeof__(name) *name;
    SL_EACH_FUNCTION(X)
#undef X
    dnnl_engine_t engine;
} SlOneDNN;

/// The library; NULL where it is not there or has not all of the functions.
const SlOneDNN *sl_onednn(void);
/// Keeps the library from sharing the calling thread's work out to threads of its own, which would compete with the
/// pool's. Returns what to end it with.
int sl_onednn_begin_alone(void);
void sl_onednn_end_alone(int threads);
#endif
