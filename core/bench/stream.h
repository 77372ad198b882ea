/**
 * Operation streams: a fixed sequence of reserves, releases and finds that
 * every manager is run over. A mix, a seed and a number of operations name one
 * stream, the same on every machine.
 */
#ifndef CORE_BENCH_STREAM_H
#define CORE_BENCH_STREAM_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

#define STREAM_OPS_MAX 100000000

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
	int64_t space; /**< [0, space) is free before the first operation */
	int64_t length_min;
	int64_t length_max; /**< starts are in [0, space - 2 length_max] */
};

struct stream {
	const struct stream_mix *mix;
	uint64_t seed;
	size_t n;
	struct stream_op *ops;
};

#define STREAM_INIT                                                            \
	{                                                                      \
		.mix = NULL, .seed = 0, .n = 0, .ops = NULL                    \
	}

/** The table of mixes; *n is its length. The first is the default. */
const struct stream_mix *stream_mixes(size_t *n);

/** @return NULL for an unknown name. */
const struct stream_mix *stream_mix_named(const char *name);

/**
 * Make a stream; n from 1 to STREAM_OPS_MAX. stream_release() it.
 * @return ERR_NOMEM
 */
enum err stream_init(struct stream *stream, const struct stream_mix *mix,
    uint64_t seed, size_t n);
void stream_release(struct stream *stream);

/**
 * CRC-32 (that of zlib and PNG) of the operations packed as little-endian
 * uint8 code, int64 start, int64 start + length.
 */
uint32_t stream_crc(const struct stream *stream);

#endif
