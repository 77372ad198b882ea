#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/change_points.h"
#include "baselines/change_stream.h"
#include "core/base/rng.h"

#define N_MAX 2000
#define SEED 20260409

static const struct change_options *const options = change_option_sets;

static struct change_points
found(const double *values, size_t n)
{
	struct change_points points;

	cr_assert(
	    eq(int, change_points_find(values, n, options, &points), ERR_OK));
	return points;
}

/* Log-normal noise about `level`, which is `factor` times as much from `at`. */
static void
fill(double *values, size_t n, size_t at, double factor, double sd,
    uint64_t seed)
{
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < n; i++)
		values[i] =
		    250 * (i < at ? 1 : factor) * exp(sd * rng_normal(&rng));
}

Test(change_points, a_step_is_found_with_its_size)
{
	double values[120];
	struct change_points points;

	fill(values, 120, 70, 1.10, .01, 1);
	points = found(values, 120);
	cr_assert(eq(sz, points.count, 1));
	cr_expect(eq(sz, points.items[0].index, 70));
	cr_expect(epsilon_eq(dbl, points.items[0].shift_log, log(1.10), .006));
	cr_expect(le(dbl, points.items[0].low_log, log(1.10)));
	cr_expect(ge(dbl, points.items[0].high_log, log(1.10)));
	cr_expect(lt(dbl, 7, points.items[0].t));
	cr_expect(eq(sz, points.level_from, 70));
	cr_expect(epsilon_eq(dbl, points.level, 275, 2));
	cr_expect(epsilon_eq(dbl, points.sigma, .01, .003));
	change_points_release(&points);
	cr_expect(eq(sz, points.count, 0));
}

/* No noise at all: the step is 110/100, and exact. */
Test(change_points, a_step_in_a_constant_series_is_found)
{
	double values[20];
	struct change_points points;

	for (size_t i = 0; i < 20; i++)
		values[i] = i < 12 ? 100 : 110;
	points = found(values, 20);
	cr_assert(eq(sz, points.count, 1));
	cr_expect(eq(sz, points.items[0].index, 12));
	cr_expect(epsilon_eq(dbl, points.items[0].shift_log, log(1.1), 1e-12));
	cr_expect(eq(dbl, points.sigma, 0));
	cr_expect(eq(dbl, points.level, 110));
	change_points_release(&points);
}

Test(change_points, a_constant_series_has_none)
{
	double values[50];
	struct change_points points;

	for (size_t i = 0; i < 50; i++)
		values[i] = 7;
	points = found(values, 50);
	cr_expect(eq(sz, points.count, 0));
	cr_expect(eq(sz, points.suspects, 0));
	cr_expect(eq(dbl, points.level, 7));
	change_points_release(&points);
}

/* Back and forth by one in a hundred, with long runs: .5 % of noise or so. */
Test(change_points, coarsely_rounded_values_are_no_changes)
{
	double values[300];
	struct change_points points;
	struct rng rng;

	rng_seed(&rng, 2);
	for (size_t i = 0; i < 300; i++)
		values[i] = 100 + (rng_below(&rng, 10) < 3);
	points = found(values, 300);
	cr_expect(eq(sz, points.count, 0));
	cr_expect(lt(dbl, 0, points.sigma));
	change_points_release(&points);
}

Test(change_points, no_value_or_one_has_no_change)
{
	const double one[] = {5}, missing[] = {NAN, NAN, INFINITY};
	struct change_points points = found(NULL, 0);

	cr_expect(eq(sz, points.count, 0));
	cr_expect(isnan(points.level));
	change_points_release(&points);
	points = found(one, 1);
	cr_expect(eq(sz, points.count, 0));
	cr_expect(eq(dbl, points.level, 5));
	change_points_release(&points);
	points = found(missing, 3);
	cr_expect(isnan(points.level));
	change_points_release(&points);
}

Test(change_points, three_values_are_one_level)
{
	const double values[] = {1, 100, 3};
	struct change_points points = found(values, 3);

	cr_expect(eq(sz, points.count, 0));
	cr_expect(eq(dbl, points.level, 3));
	change_points_release(&points);
}

/* Every fourth point of a step at 80 is missing, that at 80 too. */
Test(change_points, missing_values_are_counted_by_indices_alone)
{
	double values[160];
	struct change_points points;

	fill(values, 160, 80, .8, .01, 3);
	for (size_t i = 0; i < 160; i += 4)
		values[i] = NAN;
	points = found(values, 160);
	cr_assert(eq(sz, points.count, 1));
	cr_expect(eq(sz, points.items[0].index, 81));
	cr_expect(lt(dbl, points.items[0].shift_log, -.2));
	change_points_release(&points);
}

/* Differences are divided by the median of |values|: of half 0 -10 and half 10
 * it is 10, and the step from -10 to 10 is 2. */
Test(change_points, values_below_zero_have_changes)
{
	double values[60];
	struct change_points points;
	struct rng rng;

	rng_seed(&rng, 4);
	for (size_t i = 0; i < 60; i++)
		values[i] = (i < 30 ? -10 : 10) + .1 * rng_normal(&rng);
	points = found(values, 60);
	cr_assert(eq(sz, points.count, 1));
	cr_expect(eq(sz, points.items[0].index, 30));
	cr_expect(epsilon_eq(dbl, points.items[0].shift_log, 2, .02));
	change_points_release(&points);
}

Test(change_points, groups_of_outliers_are_no_changes)
{
	double values[200];
	struct change_points points;

	fill(values, 200, 200, 1, .01, 5);
	for (size_t i = 20; i < 200; i += 25)
		for (size_t j = 0; j < 1 + i % 3; j++)
			values[i + j] *= 2;
	points = found(values, 200);
	cr_expect(eq(sz, points.count, 0));
	change_points_release(&points);
}

Test(change_points, a_correlated_series_has_few)
{
	double values[1000], last = 0;
	struct change_points points;
	struct rng rng;

	rng_seed(&rng, 6);
	for (size_t i = 0; i < 1000; i++) {
		last = .6 * last + .8 * rng_normal(&rng);
		values[i] = 100 * exp(.02 * last);
	}
	points = found(values, 1000);
	cr_expect(le(sz, points.count, 3), "%zu", points.count);
	change_points_release(&points);
}

/* ---- suspects ---- */

Test(change_points, all_that_are_far_out_at_the_end_are_suspects)
{
	double values[100];
	struct change_points points;

	for (size_t far = 0; far <= 3; far++) {
		fill(values, 100, 100 - far, 1.2, .01, 7);
		points = found(values, 100);
		cr_expect(eq(sz, points.count, 0));
		cr_expect(eq(sz, points.suspects, far));
		if (far > 0)
			cr_expect(epsilon_eq(
			    dbl, points.suspect_shift_log, log(1.2), .03));
		change_points_release(&points);
	}
}

Test(change_points, two_far_out_on_different_sides_are_one_suspect)
{
	double values[100];
	struct change_points points;

	fill(values, 100, 100, 1, .01, 8);
	values[98] *= 1.3;
	values[99] /= 1.3;
	points = found(values, 100);
	cr_expect(eq(sz, points.suspects, 1));
	cr_expect(lt(dbl, points.suspect_shift_log, -.2));
	change_points_release(&points);
}

/* The first point of the new level, as far as the series tells. */
static size_t
level_start(const double *values, size_t n)
{
	struct change_points points = found(values, n);
	size_t start =
	    points.count > 0 ? points.items[0].index : n - points.suspects;

	cr_assert(le(sz, points.count, 1));
	if (points.count > 0) {
		cr_expect(eq(sz, points.suspects, 0));
		cr_expect(eq(sz, points.level_from, start));
	}
	change_points_release(&points);
	return start;
}

/* 10 % and more are at least 10 standard deviations. */
Test(change_points, a_large_step_starts_at_its_first_point_from_the_first_on)
{
	static const double steps[] = {1 / 1.5, .9, 1.1, 1.2, 1.5};
	double values[60];

	for (size_t i = 0; i < 5; i++)
		for (uint64_t seed = 0; seed < 20; seed++) {
			fill(values, 60, 50, steps[i], .008, 100 + seed);
			for (size_t n = 51; n <= 60; n++)
				cr_expect(eq(sz, level_start(values, n), 50),
				    "step %g, seed %d, %zu points", steps[i],
				    (int)seed, n);
		}
}

/* The mirror image: of 4 points before a step the filter takes the last. */
Test(change_points, a_step_soon_after_the_start_is_at_its_first_point)
{
	double values[60];

	for (uint64_t seed = 0; seed < 20; seed++) {
		fill(values, 60, 4, 1.3, .005, 200 + seed);
		cr_expect(
		    eq(sz, level_start(values, 60), 4), "seed %d", (int)seed);
	}
}

/* The median of all is 115.5, that of the four before 100.5. */
Test(change_points, suspects_are_held_against_the_level_before_them)
{
	const double values[] = {100, 101, 100, 101, 130, 131, 130, 131};
	struct change_options firm = options[0];
	struct change_points points;

	firm.t_least = 1e9;
	cr_assert(
	    eq(int, change_points_find(values, 8, &firm, &points), ERR_OK));
	cr_expect(eq(sz, points.count, 0));
	cr_expect(eq(sz, points.suspects, 4));
	cr_expect(epsilon_eq(dbl, points.suspect_shift_log,
	    (log(130) + log(131)) / 2 - log(100.5), 1e-9));
	change_points_release(&points);
}

/* ---- streams ---- */

static void
expect_same(const struct change_points *a, const struct change_points *b)
{
	cr_assert(eq(sz, a->count, b->count));
	for (size_t i = 0; i < a->count; i++) {
		cr_assert(eq(sz, a->items[i].index, b->items[i].index));
		cr_assert(a->items[i].shift_log == b->items[i].shift_log);
		cr_assert(a->items[i].low_log == b->items[i].low_log);
		cr_assert(a->items[i].high_log == b->items[i].high_log);
		cr_assert(a->items[i].t == b->items[i].t);
		cr_assert(a->items[i].before == b->items[i].before);
		cr_assert(a->items[i].after == b->items[i].after);
	}
	cr_assert(a->sigma == b->sigma || (isnan(a->sigma) && isnan(b->sigma)));
	cr_assert(a->level == b->level || (isnan(a->level) && isnan(b->level)));
	cr_assert(a->linear == b->linear && a->scale == b->scale);
	cr_assert(eq(sz, a->level_from, b->level_from));
	cr_assert(eq(sz, a->suspects, b->suspects));
	cr_assert(a->suspect_shift_log == b->suspect_shift_log);
	cr_assert(a->suspect_before == b->suspect_before);
}

/* Steps, gaps, and from `unusual` on some values below 0. */
static void
fill_mixed(double *values, size_t n, size_t unusual, uint64_t seed)
{
	double level = 0;
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < n; i++) {
		if (rng_below(&rng, 60) == 0)
			level = .1 * rng_normal(&rng);
		values[i] = exp(level + .01 * rng_normal(&rng));
		if (rng_below(&rng, 12) == 0)
			values[i] = NAN;
		if (i >= unusual && rng_below(&rng, 20) == 0)
			values[i] = -values[i];
	}
}

/* Asked after every append, or after some: a stream must not remember what it
 * was asked. */
static void
check_stream(const double *values, size_t n, size_t every)
{
	struct change_stream *stream = change_stream_new(options);

	cr_assert(stream != NULL);
	for (size_t i = 0; i < n; i++) {
		struct change_points points, batch;

		cr_assert(
		    eq(int, change_stream_append(stream, values[i]), ERR_OK));
		if (i % every != 0 && i + 1 != n)
			continue;
		cr_assert(
		    eq(int, change_stream_points(stream, &points), ERR_OK));
		if (i % 37 == 0 || i + 1 == n) {
			batch = found(values, i + 1);
			expect_same(&points, &batch);
			change_points_release(&batch);
		}
		change_points_release(&points);
	}
	change_stream_free(stream);
}

Test(change_stream, says_what_is_said_of_all_values_at_once)
{
	static double values[N_MAX];

	fill_mixed(values, N_MAX, N_MAX, SEED);
	check_stream(values, N_MAX, 1);
	check_stream(values, N_MAX, 111);
	check_stream(values, N_MAX, N_MAX);
}

Test(change_stream, a_first_value_below_zero_changes_the_past_as_well)
{
	static double values[N_MAX];

	fill_mixed(values, N_MAX, 700, SEED + 1);
	check_stream(values, N_MAX, 1);
}

Test(change_stream, without_a_filter_it_is_the_same)
{
	struct change_options plain = options[0];
	struct change_points points;
	double values[60];

	plain.filter_limit = 0;
	fill(values, 60, 57, 2, .01, 9);
	cr_assert(
	    eq(int, change_points_find(values, 60, &plain, &points), ERR_OK));
	cr_assert(eq(sz, points.count, 1));
	cr_expect(eq(sz, points.items[0].index, 57));
	change_points_release(&points);
}

Test(change_options, the_sets_have_names_and_end)
{
	size_t n = 0;

	for (; change_option_sets[n].name; n++)
		cr_expect(ge(sz, change_option_sets[n].segment_least, 2));
	cr_expect(eq(sz, n, 3));
}

/* The median of both is infinite. */
Test(change_points, values_at_the_ends_of_what_there_is_are_not_suspect)
{
	const double values[] = {-1e308, 1e308};
	struct change_points points;

	cr_assert(
	    eq(int, change_points_find(values, 2, change_option_sets, &points),
		ERR_OK));
	cr_expect(eq(sz, points.suspects, 0));
	cr_expect(eq(sz, points.count, 0));
	change_points_release(&points);
}
