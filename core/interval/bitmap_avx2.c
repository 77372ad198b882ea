/* The bitmap's operations with AVX2: the rest of this file is compiled for it,
 * and called only where isa.c has found it. */
#if defined(__x86_64__)
#include <immintrin.h>

#include "core/interval/bitmap.h"

#ifdef __clang__
#pragma clang attribute push(                                                  \
    __attribute__((target("avx2,bmi,bmi2,popcnt"))), apply_to = function)
#else
#pragma GCC target("avx2,bmi,bmi2,popcnt")
#endif

#include "core/interval/bits_avx2.h"
#define BITMAP_ROW bitmap_avx2
#include "core/interval/bitmap_ops.h"

#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
