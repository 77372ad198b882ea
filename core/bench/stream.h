/**
 * Operation streams: a fixed sequence of reserves, releases and finds that
 * every manager is run over. A mix, a seed, a number of operations and a number
 * of live intervals name one stream, the same on every machine.
 *
 * To bench a manager of your own: load `initial` into it, do `ops` in their
 * order, and compare what is left with what oracle.h expects.
 */
#ifndef CORE_BENCH_STREAM_H
#define CORE_BENCH_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/interval/interval.h"

#define STREAM_OPS_MAX 100000000
#define STREAM_LIVE_MIN 10
#define STREAM_LIVE_MAX 10000000
#define STREAM_SIZES_MAX 8
#define STREAM_NAME_SIZE 300
#define STREAM_LIVE_SIZE 64

enum stream_code {
	STREAM_RESERVE = 0,
	STREAM_RELEASE,
	STREAM_FIND,
	STREAM_CODES
};

/** [start, start + length); a find asks for `length` at `start` or later. */
struct stream_op {
	int64_t start;
	uint32_t length;
	uint32_t code; /**< enum stream_code */
};

/** How the operations of a stream are drawn. */
struct stream_mix {
	const char *name;
	const char *summary;
	/** Running sums of the shares of the codes, in their order. */
	double cumulative[STREAM_CODES];
	int64_t
	    space; /**< offsets, where no number of live intervals is asked */
	int64_t length_min;
	int64_t length_max; /**< starts are in [0, space - 2 length_max] */
	/** Lengths are drawn from these sizes_n, or from length_min to
	 *  length_max where that is 0. */
	uint32_t sizes[STREAM_SIZES_MAX];
	size_t sizes_n;
	/** Offsets to each interval in the long run. */
	int64_t space_per_live;
	/** Live intervals where none are asked; 0: `space` holds, and all of it
	 *  is free at first. Otherwise the set starts near the long run. */
	uint64_t live;
};

struct stream_plan {
	const struct stream_mix *mix;
	uint64_t seed;
	size_t ops; /**< 1 to STREAM_OPS_MAX */
	/** How many intervals shall live in the long run, STREAM_LIVE_MIN to
	 *  STREAM_LIVE_MAX: the space is made for them. 0: as the mix has it.
	 */
	uint64_t live;
};

struct stream {
	struct stream_plan plan; /**< of a trace: its `mix` is NULL */
	/** Its part of a benchmark's name: "" for the standard mix, else
	 *  "dense", "fragmented/live:1000", or the name of a trace's file. May
	 *  hold foreign text, but no slash of it. */
	char name[STREAM_NAME_SIZE];
	struct interval space; /**< in which every operation lies */
	size_t initial_n;
	struct interval *initial; /**< free at first: canonical */
	size_t n;
	struct stream_op *ops;
};

#define STREAM_INIT                                                            \
	{                                                                      \
		.initial_n = 0, .initial = NULL, .n = 0, .ops = NULL           \
	}

/** The table of mixes; *n is its length. The first is the default. */
const struct stream_mix *stream_mixes(size_t *n);

/** @return NULL for an unknown name. */
const struct stream_mix *stream_mix_named(const char *name);

/** Write the `name` that a stream of that plan has. */
void stream_name(char out[STREAM_NAME_SIZE], const struct stream_plan *plan);

/** "1,000 live", or "space for 1,000 live" where the mix does not begin with
 *  as many; the plan has a mix, and its `live` is not 0. */
void stream_live_text(
    char out[STREAM_LIVE_SIZE], const struct stream_plan *plan);

/** Make a stream. stream_release() it. @return ERR_NOMEM */
enum err stream_init(struct stream *stream, const struct stream_plan *plan);
void stream_release(struct stream *stream);

/**
 * CRC-32 (that of zlib and PNG) of the operations packed as little-endian
 * uint8 code, int64 start, int64 start + length.
 */
uint32_t stream_crc(const struct stream *stream);

/** The same of the initial intervals: int64 start, int64 end. */
uint32_t stream_initial_crc(const struct stream *stream);

#endif
