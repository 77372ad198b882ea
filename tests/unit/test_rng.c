/*
 * Reference numbers: this Python 3, written from the two papers' pseudocode.
 *
 *   M = 2**64 - 1
 *   def mix(s):
 *       while True:
 *           s = s + 0x9e3779b97f4a7c15 & M; z = s
 *           z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9 & M
 *           z = (z ^ z >> 27) * 0x94d049bb133111eb & M
 *           yield z ^ z >> 31
 *   rot = lambda x, k: (x << k | x >> 64 - k) & M
 *   def words(seed):
 *       g = mix(seed); s = [next(g) for _ in range(4)]
 *       while True:
 *           yield rot(s[1] * 5 & M, 7) * 9 & M
 *           t = s[1] << 17 & M
 *           s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]
 *           s[2] ^= t; s[3] = rot(s[3], 45)
 *   g = words(SEED); w = [next(g) for _ in range(1000)]
 *   print([hex(w[i]) for i in (0, 1, 2, 3, 999)])
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "core/base/rng.h"

static struct rng rng;

static void
expect_words(uint64_t seed, const uint64_t want[5])
{
	uint64_t word = 0;

	rng_seed(&rng, seed);
	for (int i = 0; i < 1000; i++) {
		word = rng_next(&rng);
		if (i < 4)
			cr_expect(eq(u64, word, want[i]));
	}
	cr_expect(eq(u64, word, want[4]));
}

Test(rng, words_are_the_reference_s)
{
	expect_words(
	    0, (uint64_t[]){0x99ec5f36cb75f2b4, 0xbf6e1f784956452a,
		   0x1a5f849d4933e6e0, 0x6aa594f1262d2d2c, 0x7aac8c483a2edd2f});
	expect_words(
	    1, (uint64_t[]){0xb3f2af6d0fc710c5, 0x853b559647364cea,
		   0x92f89756082a4514, 0x642e1c7bc266a3a7, 0xb8517c33c344d153});
	expect_words(42,
	    (uint64_t[]){0x15780b2e0c2ec716, 0x6104d9866d113a7e,
		0xae17533239e499a1, 0xecb8ad4703b360a1, 0x8de5848c61ab8968});
	expect_words(UINT64_MAX,
	    (uint64_t[]){0x8f5520d52a7ead08, 0xc476a018caa1802d,
		0x81de31c0d260469e, 0xbf658d7e065f3c2f, 0xc3c93ea5cde434cc});
}

Test(rng, units_are_the_upper_53_bits)
{
	/* g = words(42); [(next(g) >> 11) / 2**53 for _ in range(3)] */
	rng_seed(&rng, 42);
	cr_expect(rng_unit(&rng) == 0.08386297105988216);
	cr_expect(rng_unit(&rng) == 0.3789802506626686);
	cr_expect(rng_unit(&rng) == 0.6800434110281394);
}

Test(rng, units_are_from_0_up_to_but_not_1)
{
	double sum = 0;

	rng_seed(&rng, 7);
	for (int i = 0; i < 100000; i++) {
		double u = rng_unit(&rng);

		cr_assert(u >= 0 && u < 1);
		sum += u;
	}
	/* sd of the mean is sqrt(1 / 12 / 100000) = 0.0009; 4 of them */
	cr_expect(lt(dbl, fabs(sum / 100000 - 0.5), 0.0037));
}

/* Pearson's statistic against equal counts. */
static double
chi_square(const int *counts, int cells, int total)
{
	double want = (double)total / cells;
	double sum = 0;

	for (int i = 0; i < cells; i++)
		sum += (counts[i] - want) * (counts[i] - want) / want;
	return sum;
}

Test(rng, below_gives_each_number_of_a_small_bound_equally_often)
{
	int counts[6] = {0};

	rng_seed(&rng, 1);
	for (int i = 0; i < 60000; i++)
		counts[rng_below(&rng, 6)]++;
	/* 0.999 quantile for 5 degrees of freedom */
	cr_expect(lt(dbl, chi_square(counts, 6, 60000), 20.515));
}

/* A remainder alone would give the first third of 3 * 2^62 half of the draws,
 * since 2^64 goes into it once and a third. */
Test(rng, below_has_no_bias_for_a_bound_near_the_word_size)
{
	const uint64_t third = UINT64_C(1) << 62;
	int counts[3] = {0};

	rng_seed(&rng, 2);
	for (int i = 0; i < 30000; i++)
		counts[rng_below(&rng, 3 * third) / third]++;
	/* 0.999 quantile for 2 degrees of freedom */
	cr_expect(lt(dbl, chi_square(counts, 3, 30000), 13.816));
}

Test(rng, below_stays_below)
{
	rng_seed(&rng, 3);
	for (uint64_t bound = 1; bound < 2000; bound++)
		cr_assert(lt(u64, rng_below(&rng, bound), bound));
	for (int i = 0; i < 1000; i++) {
		uint64_t bound = rng_next(&rng) | 1;

		cr_assert(lt(u64, rng_below(&rng, bound), bound));
	}
	cr_expect(eq(u64, rng_below(&rng, 1), 0));
}

Test(rng, normals_have_mean_0_and_deviation_1)
{
	const int n = 100000;
	double sum = 0, squares = 0;
	int outside = 0;

	rng_seed(&rng, 4);
	for (int i = 0; i < n; i++) {
		double x = rng_normal(&rng);

		cr_assert(isfinite(x));
		sum += x;
		squares += x * x;
		outside += fabs(x) > 1.959964;
	}
	/* Four standard errors each: 1 / sqrt(n) of the mean, 1 / sqrt(2n) of
	 * the deviation, sqrt(0.05 * 0.95 / n) of the share outside 95 %. */
	cr_expect(lt(dbl, fabs(sum / n), 0.0127));
	cr_expect(lt(dbl, fabs(sqrt(squares / n) - 1), 0.009));
	cr_expect(lt(dbl, fabs((double)outside / n - 0.05), 0.0028));
}

Test(rng, shuffle_reaches_every_order_equally_often)
{
	int counts[256] = {0}; /* by order, two bits an item */
	int orders[24], n = 0;

	rng_seed(&rng, 5);
	for (int i = 0; i < 24000; i++) {
		size_t items[] = {0, 1, 2, 3};

		rng_shuffle(&rng, items, 4);
		counts[items[0] | items[1] << 2 | items[2] << 4 |
		       items[3] << 6]++;
	}
	for (int i = 0; i < 256; i++)
		if (counts[i]) {
			cr_assert(lt(int, n, 24));
			orders[n++] = counts[i];
		}
	cr_assert(eq(int, n, 24)); /* 4! */
	/* 0.999 quantile for 23 degrees of freedom */
	cr_expect(lt(dbl, chi_square(orders, 24, 24000), 49.728));
}

Test(rng, shuffle_keeps_every_item)
{
	size_t items[1000];
	int seen[1000] = {0};
	int moved = 0;

	for (size_t i = 0; i < 1000; i++)
		items[i] = i;
	rng_seed(&rng, 6);
	rng_shuffle(&rng, items, 1000);
	for (size_t i = 0; i < 1000; i++) {
		seen[items[i]]++;
		moved += items[i] != i;
	}
	for (size_t i = 0; i < 1000; i++)
		cr_assert(eq(int, seen[i], 1));
	cr_expect(lt(int, 900, moved));
}

Test(rng, shuffle_leaves_none_and_one_alone)
{
	size_t item = 7;

	rng_seed(&rng, 1);
	rng_shuffle(&rng, NULL, 0);
	rng_shuffle(&rng, &item, 1);
	cr_expect(eq(sz, item, 7));
}

Test(rng, states_are_their_callers)
{
	struct rng other;
	uint64_t first;

	rng_seed(&rng, 9);
	first = rng_next(&rng);
	rng_seed(&other, 10);
	rng_next(&other);
	rng_seed(&other, 9);
	cr_expect(eq(u64, rng_next(&other), first));
	cr_expect(memcmp(&rng, &other, sizeof rng) == 0);
}

Test(rng, entropy_gives_another_seed_each_time)
{
	cr_expect(ne(u64, rng_entropy(), rng_entropy()));
}
