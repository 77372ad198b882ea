#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/segmentation.h"
#include "core/base/rng.h"

static struct segmentation *
made_of(const double *values, size_t n, double penalty, size_t least)
{
	struct segmentation *s = segmentation_new(penalty, least);

	cr_assert(s != NULL);
	for (size_t i = 0; i < n; i++)
		cr_assert(eq(int, segmentation_append(s, values[i]), ERR_OK));
	return s;
}

/* Two levels: distances 0 + 0 and one penalty of 5. One level, 5: six times
 * 25. */
Test(segmentation, a_step_is_worth_its_penalty)
{
	const double values[] = {0, 0, 0, 10, 10, 10};
	struct segmentation *s = made_of(values, 6, 5, 3);
	size_t change = 0;

	cr_expect(epsilon_eq(dbl, segmentation_cost(s), 5, 1e-12));
	cr_assert(eq(sz, segmentation_count(s), 1));
	segmentation_changes(s, &change);
	cr_expect(eq(sz, change, 3));
	segmentation_reset(s, 151);
	for (size_t i = 0; i < 6; i++)
		cr_assert(eq(int, segmentation_append(s, values[i]), ERR_OK));
	cr_expect(epsilon_eq(dbl, segmentation_cost(s), 150, 1e-12));
	cr_expect(eq(sz, segmentation_count(s), 0));
	segmentation_free(s);
}

/* With two points at least, 0 0 | 10 10 would be the best of 0 0 10 10; with
 * three, 0 0 10 | ... has no second segment: mean 5, cost 100. */
Test(segmentation, no_segment_is_shorter_than_the_least)
{
	const double values[] = {0, 0, 10, 10};
	struct segmentation *two = made_of(values, 4, 1, 2);
	struct segmentation *three = made_of(values, 4, 1, 3);

	cr_expect(eq(sz, segmentation_count(two), 1));
	cr_expect(eq(sz, segmentation_count(three), 0));
	cr_expect(epsilon_eq(dbl, segmentation_cost(three), 100, 1e-12));
	segmentation_free(two);
	segmentation_free(three);
}

Test(segmentation, too_few_points_have_no_cost)
{
	const double values[] = {1, 2};
	struct segmentation *s = made_of(values, 2, 1, 3);

	cr_expect(segmentation_cost(s) == INFINITY);
	cr_expect(eq(sz, segmentation_count(s), 0));
	segmentation_free(s);
}

Test(segmentation, a_rewind_forgets_what_came_after_the_mark)
{
	struct segmentation *s = segmentation_new(6, 3);
	struct segmentation *other = segmentation_new(6, 3);
	struct rng rng;

	rng_seed(&rng, 3);
	cr_assert(s && other);
	for (int i = 0; i < 400; i++) {
		double value = rng_normal(&rng) + (double)(i / 50 % 2) * 4;

		cr_assert(eq(int, segmentation_mark(s), ERR_OK));
		for (int j = 0; j < 5; j++)
			cr_assert(eq(int,
			    segmentation_append(s, 9 * rng_normal(&rng)),
			    ERR_OK));
		segmentation_rewind(s);
		cr_assert(eq(int, segmentation_append(s, value), ERR_OK));
		cr_assert(eq(int, segmentation_append(other, value), ERR_OK));
		cr_assert(segmentation_cost(s) == segmentation_cost(other));
	}
	cr_expect(eq(sz, segmentation_points(s), 400));
	cr_expect(lt(sz, 5, segmentation_count(s)));
	segmentation_free(s);
	segmentation_free(other);
}

/* Without pruning there would be 20,000. */
Test(segmentation, few_candidates_are_kept_on_a_flat_series)
{
	struct segmentation *s = segmentation_new(30, 3);
	size_t most = 0;
	struct rng rng;

	rng_seed(&rng, 4);
	for (int i = 0; i < 20000; i++) {
		cr_assert(
		    eq(int, segmentation_append(s, rng_normal(&rng)), ERR_OK));
		if (segmentation_candidates(s) > most)
			most = segmentation_candidates(s);
	}
	cr_expect(lt(sz, most, 200), "%zu", most);
	segmentation_free(s);
}
