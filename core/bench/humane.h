/** Figures as people read them. */
#ifndef CORE_BENCH_HUMANE_H
#define CORE_BENCH_HUMANE_H

#include <stdint.h>

#define HUMANE_SIZE 40

/** 1234567 as "1,234,567". */
void humane_count(char out[HUMANE_SIZE], uint64_t number);

/** "41 ns", "1.10 us", "27.15 ms", "3.00 s"; `digits` after the point are only
 *  for ns, the others have two. */
void humane_ns(char out[HUMANE_SIZE], double ns, int digits);

/** "24 B", "1.5 KiB", "12.0 MiB", "3.2 GiB". */
void humane_bytes(char out[HUMANE_SIZE], double bytes);

#endif
