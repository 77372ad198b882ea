#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/bench/stream.h"

static void
expect_text(const char *got, const char *want)
{
	cr_expect(eq(str, (char *)got, (char *)want));
}

static uint32_t
crc_of(const char *mix, uint64_t seed, size_t n)
{
	struct stream stream = STREAM_INIT;
	uint32_t crc;

	cr_assert(eq(
	    int, stream_init(&stream, stream_mix_named(mix), seed, n), ERR_OK));
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

	cr_assert(eq(int,
	    stream_init(&stream, stream_mix_named("standard"), 42, 4), ERR_OK));
	for (size_t i = 0; i < 4; i++) {
		cr_expect(eq(u32, stream.ops[i].code, want[i].code));
		cr_expect(eq(i64, stream.ops[i].start, want[i].start));
		cr_expect(eq(u32, stream.ops[i].length, want[i].length));
	}
	stream_release(&stream);
}

Test(stream, the_standard_streams_have_their_published_crc)
{
	cr_expect(eq(u32, crc_of("standard", 42, 10000), 0xadceed64));
	cr_expect(eq(u32, crc_of("standard", 42, 100000), 0x1dd4d58f));
}

/* The others were made by CPython 3.11: random.Random(seed), then for each
 * operation choices((0, 1, 2), cum_weights=sums of the shares),
 * randint(0, space - 2 * longest), randint(shortest, longest);
 * zlib.crc32 over struct.pack('<Bqq', code, start, start + length). */
Test(stream, the_other_mixes_are_those_that_cpython_makes)
{
	cr_expect(eq(u32, crc_of("dense", 42, 10000), 0x923096ee));
	cr_expect(eq(u32, crc_of("sparse", 42, 10000), 0xcabcaa87));
	cr_expect(eq(u32, crc_of("query", 42, 10000), 0x2642c732));
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

	expect_text(stream_mixes(&n)[0].name, "standard");
	cr_expect(eq(sz, n, 4));
	cr_expect(eq(ptr, (void *)stream_mix_named("other"), NULL));
}

Test(stream, every_operation_lies_in_the_space)
{
	size_t mixes = 0;
	const struct stream_mix *mix = stream_mixes(&mixes);

	for (; mixes > 0; mixes--, mix++) {
		struct stream stream = STREAM_INIT;

		cr_assert(eq(int, stream_init(&stream, mix, 1, 5000), ERR_OK));
		for (size_t i = 0; i < stream.n; i++) {
			const struct stream_op *op = &stream.ops[i];

			cr_assert(lt(u32, op->code, STREAM_CODES));
			cr_assert(op->start >= 0 &&
				  op->start + op->length <= mix->space);
			cr_assert(op->length >= mix->length_min &&
				  op->length <= mix->length_max);
		}
		stream_release(&stream);
	}
}
