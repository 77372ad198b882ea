/**
 * A naive model of a set of intervals, to prove managers by. It shares nothing
 * with the interval library but its protocol.
 */
#ifndef CORE_BENCH_NAIVE_H
#define CORE_BENCH_NAIVE_H

#include <stdint.h>

#include "core/base/err.h"
#include "core/bench/outcome.h"
#include "core/bench/stream.h"

/** Offsets of the largest space that is kept as bits: 16 MiB of them. */
#define NAIVE_BITS_MAX (UINT64_C(1) << 27)

/**
 * Do a stream's operations. Bits cost time in proportion to the offsets that an
 * operation covers or passes by, an array in proportion to the intervals that
 * lie behind, or are passed by.
 *
 * @param bits_max a space of at most so many offsets is kept as an array of
 *        bits, a larger one as a sorted array of intervals
 * @return ERR_NOMEM
 */
enum err naive_run(
    const struct stream *stream, uint64_t bits_max, struct outcome *out);

#endif
