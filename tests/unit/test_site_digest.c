#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/site_digest.h"

static char hexes[4096][SITE_DIGEST_SIZE];

static void
hex_of(const char *a, const char *b, char out[SITE_DIGEST_SIZE])
{
	struct site_digest digest = SITE_DIGEST_INIT;

	site_digest_text(&digest, a);
	site_digest_text(&digest, b);
	site_digest_hex(&digest, out);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

Test(site_digest, equal_content_has_an_equal_digest)
{
	hex_of("parser", "time", hexes[0]);
	hex_of("parser", "time", hexes[1]);
	cr_expect(eq(str, hexes[0], hexes[1]));
	cr_expect(eq(sz, strlen(hexes[0]), 32));
}

Test(site_digest, where_a_text_ends_counts)
{
	hex_of("ab", "c", hexes[0]);
	hex_of("a", "bc", hexes[1]);
	hex_of("abc", "", hexes[2]);
	hex_of("abc", NULL, hexes[3]);
	for (size_t i = 0; i < 4; i++)
		for (size_t j = 0; j < i; j++)
			cr_expect(ne(str, hexes[i], hexes[j]));
}

/* Of 4,096 that differ in one bit of one of 64 values no two are equal. */
Test(site_digest, one_bit_of_one_value_counts)
{
	for (size_t i = 0; i < 4096; i++) {
		struct site_digest digest = SITE_DIGEST_INIT;

		for (size_t value = 0; value < 64; value++)
			site_digest_size(&digest,
			    value == i / 64 ? UINT64_C(1) << i % 64 : 0);
		site_digest_hex(&digest, hexes[i]);
	}
	qsort(hexes, 4096, sizeof *hexes, compare);
	for (size_t i = 1; i < 4096; i++)
		cr_expect(ne(str, hexes[i - 1], hexes[i]));
}

Test(site_digest, a_number_counts_by_its_bits)
{
	struct site_digest a = SITE_DIGEST_INIT, b = SITE_DIGEST_INIT;

	site_digest_number(&a, 0.1);
	site_digest_number(&b, 0.1 + 0x1p-56);
	site_digest_hex(&a, hexes[0]);
	site_digest_hex(&b, hexes[1]);
	cr_expect(ne(str, hexes[0], hexes[1]));
}
