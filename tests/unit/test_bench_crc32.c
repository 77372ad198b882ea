#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/bench/crc32.h"

/* The check value of the CRC catalogues, CRC-32/ISO-HDLC. */
Test(bench_crc32, the_nine_digits_have_the_published_checksum)
{
	struct crc32 crc;

	crc32_init(&crc);
	cr_expect(eq(u32, crc32_value(&crc), 0));
	crc32_add(&crc, "1234", 4);
	crc32_add(&crc, "56789", 5);
	cr_expect(eq(u32, crc32_value(&crc), 0xcbf43926));
}

/* Python: zlib.crc32(struct.pack('<q', -2)). */
Test(bench_crc32, a_number_is_eight_bytes_low_one_first)
{
	struct crc32 number, bytes;

	crc32_init(&number);
	crc32_init(&bytes);
	crc32_add_int64(&number, -2);
	crc32_add(&bytes, "\xfe\xff\xff\xff\xff\xff\xff\xff", 8);
	cr_expect(eq(u32, crc32_value(&number), crc32_value(&bytes)));
	cr_expect(eq(u32, crc32_value(&number), 0xedeedf82));
}
