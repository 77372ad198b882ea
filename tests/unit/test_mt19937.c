/* Expected values were printed by CPython 3.11; the expression is beside each,
 * after `from random import Random`. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/bench/mt19937.h"

static void
expect_words(uint64_t seed, const uint32_t want[4])
{
	struct mt19937 mt;

	mt19937_seed(&mt, seed);
	for (int i = 0; i < 4; i++)
		cr_expect(eq(u32, mt19937_next(&mt), want[i]));
}

Test(mt19937, seeds_of_one_and_two_digits_give_cpythons_words)
{
	/* r = Random(SEED); [r.getrandbits(32) for _ in range(4)] */
	expect_words(
	    0, (uint32_t[]){3626764237, 1654615998, 3255389356, 3823568514});
	expect_words(
	    42, (uint32_t[]){2746317213, 478163327, 107420369, 3184935163});
	expect_words(UINT64_C(1) << 32,
	    (uint32_t[]){485306839, 1508871100, 1794561286, 4014597330});
	expect_words(UINT64_MAX,
	    (uint32_t[]){93740670, 1068495656, 1452108352, 2657516307});
}

Test(mt19937, words_stay_right_when_the_state_is_renewed)
{
	struct mt19937 mt;
	uint32_t words[2000];

	/* r = Random(42); w = [r.getrandbits(32) for _ in range(2000)];
	 * w[623], w[624], w[1999] */
	mt19937_seed(&mt, 42);
	for (int i = 0; i < 2000; i++)
		words[i] = mt19937_next(&mt);
	cr_expect(eq(u32, words[623], 2929454134));
	cr_expect(eq(u32, words[624], 1071722055));
	cr_expect(eq(u32, words[1999], 1557724698));
}

Test(mt19937, bits_are_those_of_getrandbits)
{
	/* r = Random(42);
	 * [r.getrandbits(k) for k in (1, 7, 31, 32, 33, 53, 64)] */
	const int counts[] = {1, 7, 31, 32, 33, 53, 64};
	const uint64_t want[] = {1, 14, 53710184, 3184935163, 1181241943,
	    1256845828445918, 1890702223848595625};
	struct mt19937 mt;

	mt19937_seed(&mt, 42);
	for (int i = 0; i < 7; i++)
		cr_expect(eq(u64, mt19937_bits(&mt, counts[i]), want[i]));
}

Test(mt19937, random_is_equal_to_the_last_bit)
{
	/* r = Random(42); [r.random().hex() for _ in range(3)] */
	const double want[] = {
	    0x1.4762f307200c5p-1, 0x1.99c6b5eeb2060p-6, 0x1.19a1491f589dcp-2};
	struct mt19937 mt;

	mt19937_seed(&mt, 42);
	for (int i = 0; i < 3; i++)
		cr_expect(mt19937_random(&mt) == want[i]);
}

Test(mt19937, randint_draws_again_until_below_as_cpython_does)
{
	/* r = Random(42); [r.randint(0, 999800) for _ in range(4)] +
	 * [r.randint(-5, 5) for _ in range(8)] */
	const int64_t want[] = {
	    670487, 116739, 26225, 777572, -1, -2, -2, -3, -4, 5, 3, -4};
	struct mt19937 mt;

	mt19937_seed(&mt, 42);
	for (int i = 0; i < 4; i++)
		cr_expect(eq(i64, mt19937_randint(&mt, 0, 999800), want[i]));
	for (int i = 4; i < 12; i++)
		cr_expect(eq(i64, mt19937_randint(&mt, -5, 5), want[i]));
}

Test(mt19937, randint_spans_more_than_int64_max)
{
	/* r = Random(1); r.randint(-2**63, 2**63 - 2) */
	struct mt19937 mt;

	mt19937_seed(&mt, 1);
	cr_expect(eq(i64, mt19937_randint(&mt, INT64_MIN, INT64_MAX - 1),
	    INT64_C(1276586094810739189)));
}

Test(mt19937, choice_is_that_of_choices_with_cumulative_weights)
{
	/* r = Random(42); ''.join(
	 *     r.choices('abc', cum_weights=(.4, .8, 1))[0] for _ in range(12))
	 */
	const double cumulative[] = {.4, .8, 1};
	const char *want = "baaabbcabaab";
	struct mt19937 mt;
	char got[13] = "";

	mt19937_seed(&mt, 42);
	for (int i = 0; i < 12; i++)
		got[i] = (char)('a' + mt19937_choice(&mt, cumulative, 3));
	cr_expect(eq(str, got, (char *)want));
}
