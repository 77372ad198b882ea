/** What all lanes_*.h need; lanes_generic.h says what lanes are. */
#ifndef CORE_INTERVAL_LANES_H
#define CORE_INTERVAL_LANES_H

/* Before a loop over lanes, whose length is a constant once it is inlined: gcc
 * does not unroll at -O2 unless told, clang does. */
#ifdef __clang__
#define LANES_UNROLL
#else
#define LANES_UNROLL _Pragma("GCC unroll 16")
#endif
#define LANES_INLINE static inline __attribute__((always_inline))

#endif
