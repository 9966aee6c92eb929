#pragma once

/// Compiles a function for baseline x86-64, for AVX2 with FMA, and for AVX-512; the loader picks one.
#if defined(__x86_64__) && defined(__linux__)
#define SL_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define SL_CLONES
#endif

#define SL_INLINE static inline __attribute__((always_inline))

/// The rounds of the loop have nothing to do with each other, also where it writes over what it reads.
#define SL_INDEPENDENT _Pragma("clang loop vectorize(assume_safety)")
