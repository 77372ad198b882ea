#include "reports/site_digest.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Odd numbers without a pattern: the golden ratio's digits, and pi's. */
#define STEP_A UINT64_C(0x9e3779b97f4a7c15)
#define STEP_B UINT64_C(0xa4093822299f31d1)

static uint64_t
turn(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

/* Each step can be undone, so of two digests that differ none becomes equal by
 * adding the same. */
void
site_digest_size(struct site_digest *digest, uint64_t value)
{
	digest->a = turn((digest->a ^ value) * STEP_A, 29);
	digest->b = turn((digest->b + value) * STEP_B, 31) ^ digest->a;
}

void
site_digest_number(struct site_digest *digest, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof bits);
	site_digest_size(digest, bits);
}

/* The length goes first, so that ("ab", "c") is not ("a", "bc"). */
void
site_digest_text(struct site_digest *digest, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	site_digest_size(digest, text ? len : UINT64_MAX);
	for (size_t at = 0; at < len; at += 8) {
		uint64_t word = 0;

		memcpy(&word, text + at, len - at < 8 ? len - at : 8);
		site_digest_size(digest, word);
	}
}

void
site_digest_hex(const struct site_digest *digest, char out[SITE_DIGEST_SIZE])
{
	struct site_digest end = *digest;

	/* The last value has gone through one step only. */
	for (uint64_t i = 0; i < 4; i++)
		site_digest_size(&end, i);
	snprintf(
	    out, SITE_DIGEST_SIZE, "%016" PRIx64 "%016" PRIx64, end.a, end.b);
}
