#include "core/bench/stream.h"

#include <stdlib.h>
#include <string.h>

#include "core/bench/mt19937.h"

#define OP_BYTES 17 /* 1 + 8 + 8 */

static const struct stream_mix mixes[] = {
    {"standard", "40% reserve, 40% release, 20% find in 10^6, length 10-100",
	{.4, .8, 1}, 1000000, 10, 100},
    {"dense", "50% reserve, 30% release, 20% find in 10^6, length 10-100",
	{.5, .8, 1}, 1000000, 10, 100},
    {"sparse", "the standard shares in 10^7, length 1,000-10,000", {.4, .8, 1},
	10000000, 1000, 10000},
    {"query", "20% reserve, 20% release, 60% find in 10^6, length 10-100",
	{.2, .4, 1}, 1000000, 10, 100},
};

const struct stream_mix *
stream_mixes(size_t *n)
{
	*n = sizeof mixes / sizeof mixes[0];
	return mixes;
}

const struct stream_mix *
stream_mix_named(const char *name)
{
	for (size_t i = 0; i < sizeof mixes / sizeof mixes[0]; i++) {
		if (strcmp(mixes[i].name, name) == 0)
			return &mixes[i];
	}
	return NULL;
}

enum err
stream_init(struct stream *stream, const struct stream_mix *mix, uint64_t seed,
    size_t n)
{
	int64_t start_max = mix->space - 2 * mix->length_max;
	struct stream_op *ops = calloc(n, sizeof *ops);
	struct mt19937 mt;

	if (!ops)
		return err_fail(
		    ERR_NOMEM, "no memory for a stream of %zu operations", n);
	mt19937_seed(&mt, seed);
	for (size_t i = 0; i < n; i++) {
		/* The order of the three draws is part of the stream. */
		ops[i].code = (uint32_t)mt19937_choice(
		    &mt, mix->cumulative, STREAM_CODES);
		ops[i].start = mt19937_randint(&mt, 0, start_max);
		ops[i].length = (uint32_t)mt19937_randint(
		    &mt, mix->length_min, mix->length_max);
	}
	stream->mix = mix;
	stream->seed = seed;
	stream->n = n;
	stream->ops = ops;
	return ERR_OK;
}

void
stream_release(struct stream *stream)
{
	free(stream->ops);
	memset(stream, 0, sizeof *stream);
}

static void
crc_table(uint32_t table[256])
{
	for (uint32_t i = 0; i < 256; i++) {
		uint32_t c = i;

		for (int bit = 0; bit < 8; bit++)
			c = (c >> 1) ^ (c & 1 ? UINT32_C(0xedb88320) : 0);
		table[i] = c;
	}
}

static void
pack64(unsigned char *out, int64_t value)
{
	for (int i = 0; i < 8; i++)
		out[i] = (unsigned char)((uint64_t)value >> (8 * i));
}

uint32_t
stream_crc(const struct stream *stream)
{
	uint32_t table[256];
	uint32_t crc = UINT32_MAX;

	crc_table(table);
	for (size_t i = 0; i < stream->n; i++) {
		const struct stream_op *op = &stream->ops[i];
		unsigned char packed[OP_BYTES];

		packed[0] = (unsigned char)op->code;
		pack64(packed + 1, op->start);
		pack64(packed + 9, op->start + op->length);
		for (size_t j = 0; j < sizeof packed; j++)
			crc = table[(crc ^ packed[j]) & 255] ^ (crc >> 8);
	}
	return ~crc;
}
