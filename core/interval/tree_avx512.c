/* The tree's operations with AVX-512: the rest of this file is compiled for it,
 * and called only where isa.c has found it. */
#if defined(__x86_64__)
#include <immintrin.h>

#include "core/interval/tree.h"

#ifdef __clang__
#pragma clang attribute push(                                                  \
    __attribute__((target("avx512f,avx512dq,avx512vl,bmi,bmi2,popcnt"))),      \
    apply_to = function)
#else
#pragma GCC target("avx512f,avx512dq,avx512vl,bmi,bmi2,popcnt")
#endif

#include "core/interval/lanes_avx512.h"
#define TREE_BOUNDARY tree_boundary_avx512
#define TREE_SUMMARY tree_summary_avx512
#include "core/interval/tree_ops.h"

#ifdef __clang__
#pragma clang attribute pop
#endif
#endif
