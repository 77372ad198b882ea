/** What a stream asks of a manager, in figures: the workload that
 *  interval_advise() wants to know. */
#ifndef CORE_BENCH_PROFILE_H
#define CORE_BENCH_PROFILE_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/bench/stream.h"
#include "core/interval/interval.h"

/** A find that passes more intervals than this counts as analytics. */
#define PROFILE_PASSED_MANY 64

/** A start is near the one before if it is at most this share of the space
 *  away: of uniform ones, 3 % are. */
#define PROFILE_NEAR (1. / 64)

struct profile {
	size_t ops;
	double query_share; /**< finds that pass few intervals */
	double analytics_share; /**< finds that pass many */
	double ordered_share; /**< 0: a stream has no ordered questions */
	double near_share; /**< operations that start near the one before */
	size_t live_peak; /**< intervals at the same time */
	size_t live_end;
	uint64_t domain; /**< offsets in the space */
};

/** Do the stream's operations and count. @return ERR_NOMEM; ERR_MISMATCH where
 *  the stream is not within its space */
enum err profile_stream(const struct stream *stream, struct profile *out);

/** The same as a question to interval_advise(): access is random where less
 *  than half of the operations start near the one before. */
struct interval_workload profile_workload(const struct profile *profile);

#endif
