#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/bench/stream.h"

static void
make(struct stream *stream, const char *mix, uint64_t seed, size_t n,
    uint64_t live)
{
	const struct stream_plan plan = {
	    .mix = stream_mix_named(mix), .seed = seed, .ops = n, .live = live};

	cr_assert(eq(int, stream_init(stream, &plan), ERR_OK));
}

static uint32_t
crc_of(const char *mix, uint64_t seed, size_t n)
{
	struct stream stream = STREAM_INIT;
	uint32_t crc;

	make(&stream, mix, seed, n, 0);
	crc = stream_crc(&stream);
	stream_release(&stream);
	return crc;
}

Test(stream, the_standard_stream_begins_as_published)
{
	const struct stream_op want[] = {
	    {26225, 45, STREAM_RELEASE},
	    {146316, 23, STREAM_RESERVE},
	    {935518, 79, STREAM_RELEASE},
	    {442417, 14, STREAM_RESERVE},
	};
	struct stream stream = STREAM_INIT;

	make(&stream, "standard", 42, 4, 0);
	for (size_t i = 0; i < 4; i++) {
		cr_expect(eq(u32, stream.ops[i].code, want[i].code));
		cr_expect(eq(i64, stream.ops[i].start, want[i].start));
		cr_expect(eq(u32, stream.ops[i].length, want[i].length));
	}
	cr_assert(eq(sz, stream.initial_n, 1));
	cr_expect(eq(i64, stream.initial[0].start, 0));
	cr_expect(eq(i64, stream.initial[0].end, 1000000));
	cr_expect(eq(i64, stream.space.start, 0));
	cr_expect(eq(i64, stream.space.end, 1000000));
	stream_release(&stream);
}

Test(stream, the_standard_streams_have_their_published_crc)
{
	cr_expect(eq(u32, crc_of("standard", 42, 10000), 0xadceed64));
	cr_expect(eq(u32, crc_of("standard", 42, 100000), 0x1dd4d58f));
}

/* The others were made by CPython 3.11: random.Random(seed), then for each
 * operation choices((0, 1, 2), cum_weights=sums of the shares),
 * randint(0, space - 2 * longest), and randint(shortest, longest) or, in
 * choice, choice((10, 50, 100, 500, 1000)); zlib.crc32 over
 * struct.pack('<Bqq', code, start, start + length). */
Test(stream, the_other_mixes_are_those_that_cpython_makes)
{
	cr_expect(eq(u32, crc_of("dense", 42, 10000), 0x923096ee));
	cr_expect(eq(u32, crc_of("sparse", 42, 10000), 0xcabcaa87));
	cr_expect(eq(u32, crc_of("query", 42, 10000), 0x2642c732));
	cr_expect(eq(u32, crc_of("choice", 42, 10000), 0xd0aa0a7e));
	cr_expect(eq(u32, crc_of("fragmented", 42, 10000), 0x829b62df));
}

/* And for the initial intervals of fragmented, random.Random(seed + 1): pieces
 * of randint(1, 55), the last one cut, free where getrandbits(1) gives 1,
 * neighbours merged; zlib.crc32 over struct.pack('<qq', start, end). */
Test(stream, the_fragmented_beginning_is_that_which_cpython_makes)
{
	struct stream stream = STREAM_INIT;

	make(&stream, "fragmented", 42, 1, 0);
	cr_expect(eq(sz, stream.initial_n, 99024));
	cr_expect(eq(u32, stream_initial_crc(&stream), 0x05daefab));
	stream_release(&stream);
	make(&stream, "fragmented", 42, 10000, 1000);
	cr_expect(eq(u32, stream_crc(&stream), 0x1366b75a));
	cr_expect(eq(sz, stream.initial_n, 975));
	cr_expect(eq(u32, stream_initial_crc(&stream), 0xa6bd1ff6));
	stream_release(&stream);
	make(&stream, "fragmented", 7, 1, 50);
	cr_expect(eq(sz, stream.initial_n, 48));
	cr_expect(eq(u32, stream_initial_crc(&stream), 0xed62cb12));
	stream_release(&stream);
}

Test(stream, live_makes_the_space_of_any_mix)
{
	struct stream stream = STREAM_INIT;

	make(&stream, "standard", 42, 1000, 1000);
	cr_expect(eq(u32, stream_crc(&stream), 0xddd59ca0));
	cr_expect(eq(i64, stream.space.end, 112000));
	cr_assert(eq(sz, stream.initial_n, 1));
	cr_expect(eq(i64, stream.initial[0].end, 112000));
	stream_release(&stream);
	make(&stream, "sparse", 42, 1, STREAM_LIVE_MAX);
	cr_expect(eq(i64, stream.space.end, INT64_C(110020000000)));
	stream_release(&stream);
}

/* From the comment in stream.c: one interval to (m + 1) / (2 p (1 - p)) offsets
 * for shares r of reserves and f of releases, p = f / (r + f), and an average
 * length of m. The fragmented mix has the published 111. */
Test(stream, the_space_of_a_live_interval_follows_from_shares_and_lengths)
{
	size_t n = 0;
	const struct stream_mix *mixes = stream_mixes(&n);

	for (size_t i = 0; i < n; i++) {
		const struct stream_mix *mix = &mixes[i];
		double p = (mix->cumulative[1] - mix->cumulative[0]) /
			   mix->cumulative[1];
		double m = (double)(mix->length_min + mix->length_max) / 2;
		double space;

		if (mix->sizes_n)
			m = (10 + 50 + 100 + 500 + 1000) / 5.0;
		space = (m + 1) / (2 * p * (1 - p));
		if (strcmp(mix->name, "fragmented") == 0)
			cr_expect(eq(i64, mix->space_per_live, 111));
		else
			cr_expect(eq(i64, mix->space_per_live,
				      (int64_t)(space + .01)),
			    "%s: %f", mix->name, space);
	}
}

Test(stream, a_name_says_what_the_short_one_does_not)
{
	static const struct {
		const char *mix;
		uint64_t live;
		const char *want;
	} cases[] = {
	    {"standard", 0, ""},
	    {"standard", 50, "standard/live:50"},
	    {"dense", 0, "dense"},
	    {"fragmented", 0, "fragmented/live:100000"},
	    {"fragmented", 50, "fragmented/live:50"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct stream stream = STREAM_INIT;

		make(&stream, cases[i].mix, 42, 1, cases[i].live);
		cr_expect(eq(str, stream.name, (char *)cases[i].want));
		stream_release(&stream);
	}
}

Test(stream, seeds_are_those_of_cpython_up_to_64_bits)
{
	cr_expect(eq(u32, crc_of("standard", 7, 10000), 0xc800f0d5));
	cr_expect(eq(u32, crc_of("standard", 0, 1000), 0x405bc4cc));
	cr_expect(eq(u32, crc_of("standard", UINT64_MAX, 1000), 0xee0ad2d0));
}

Test(stream, the_first_mix_is_the_standard_one)
{
	size_t n = 0;

	cr_expect(eq(ptr, (void *)stream_mixes(&n),
	    (void *)stream_mix_named("standard")));
	cr_expect(eq(sz, n, 6));
	cr_expect(eq(ptr, (void *)stream_mix_named("other"), NULL));
}

static void
expect_within(const struct stream *stream)
{
	const struct stream_mix *mix = stream->plan.mix;
	int64_t last = INT64_MIN;

	for (size_t i = 0; i < stream->n; i++) {
		const struct stream_op *op = &stream->ops[i];

		cr_assert(lt(u32, op->code, STREAM_CODES));
		cr_assert(op->start >= 0 &&
			  op->start + op->length <= stream->space.end);
		cr_assert(op->length >= mix->length_min &&
			  op->length <= mix->length_max);
	}
	for (size_t i = 0; i < stream->initial_n; i++) {
		cr_assert(stream->initial[i].start > last);
		last = stream->initial[i].end;
		cr_assert(stream->initial[i].start < last);
	}
	cr_assert(stream->initial[0].start >= 0 && last <= stream->space.end);
}

Test(stream, everything_lies_in_the_space)
{
	size_t n = 0;
	const struct stream_mix *mixes = stream_mixes(&n);

	for (size_t i = 0; i < n; i++) {
		struct stream stream = STREAM_INIT;

		make(&stream, mixes[i].name, 1, 5000, 0);
		expect_within(&stream);
		stream_release(&stream);
		make(&stream, mixes[i].name, 1, 5000, STREAM_LIVE_MIN);
		expect_within(&stream);
		stream_release(&stream);
	}
}
