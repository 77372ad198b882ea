/**
 * A naive model of a set of intervals, to prove managers by. It shares nothing
 * with the interval library but its protocol.
 */
#ifndef CORE_BENCH_NAIVE_H
#define CORE_BENCH_NAIVE_H

#include "core/base/err.h"
#include "core/bench/outcome.h"
#include "core/bench/stream.h"

enum naive_model {
	/** The one below whose memory has the smaller bound. */
	NAIVE_SMALLER,
	/** A bit for each offset of the space. An operation costs time in
	 *  proportion to the offsets that it covers or passes by. */
	NAIVE_BITS,
	/** A sorted array of intervals. An operation costs time in proportion
	 *  to the intervals that it passes by, or that lie behind it. */
	NAIVE_ARRAY
};

/** Do a stream's operations on a model. @return ERR_NOMEM */
enum err naive_run(
    const struct stream *stream, enum naive_model model, struct outcome *out);

#endif
