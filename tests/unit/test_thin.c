#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "core/base/rng.h"
#include "reports/thin.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct thin_axis ten = {0, 10, 10, false};

static void
kept_are(const double *x, const double *y, size_t count,
    const struct thin_axis *axis, const size_t *expected, size_t want)
{
	size_t kept[64];
	size_t got = thin_points(x, y, count, axis, kept);

	cr_assert(eq(sz, got, want));
	for (size_t i = 0; i < want; i++)
		cr_expect(eq(sz, kept[i], expected[i]), "place %zu", i);
}

/* The first column is [0, 1): the largest, 9, comes before the least, 1. First
 * and last stay beside them. */
Test(thin, a_column_keeps_its_least_and_largest_in_their_order)
{
	const double x[] = {0, .1, .2, .3, .4, .5};
	const double y[] = {5, 9, 4, 1, 3, 2};
	const size_t expected[] = {0, 1, 3, 5};

	kept_are(x, y, COUNT(x), &ten, expected, COUNT(expected));
}

Test(thin, a_point_alone_is_kept_once)
{
	const double x[] = {3};
	const double y[] = {7};
	const size_t expected[] = {0};

	kept_are(x, y, 1, &ten, expected, 1);
	kept_are(x, y, 0, &ten, expected, 0);
}

/* The gap between the columns 1 and 2 is kept once; the one inside column 2 and
 * those at the ends are not. */
Test(thin, gaps_stay_gaps)
{
	const double x[] = {0, .5, 1, 1.1, 1.5, 1.6, 1.7, 9};
	const double y[] = {NAN, 1, INFINITY, NAN, 2, NAN, 3, NAN};
	const size_t expected[] = {1, 3, 4, 6};

	kept_are(x, y, COUNT(x), &ten, expected, COUNT(expected));
}

Test(thin, nothing_but_gaps_keeps_nothing)
{
	const double x[] = {1, NAN, 3};
	const double y[] = {NAN, 1, INFINITY};

	kept_are(x, y, COUNT(x), &ten, NULL, 0);
}

/* Decades are as wide as each other: 2 and 9 share the first of two columns, 11
 * is in the second. */
Test(thin, logarithmic_columns_are_equally_wide_on_paper)
{
	const struct thin_axis decades = {1, 100, 2, true};

	cr_expect(eq(sz, thin_column(&decades, 2), 1));
	cr_expect(eq(sz, thin_column(&decades, 9), 1));
	cr_expect(eq(sz, thin_column(&decades, 11), 2));
	cr_expect(eq(sz, thin_column(&decades, 100), 2));
	cr_expect(eq(sz, thin_column(&decades, .5), 0));
	cr_expect(eq(sz, thin_column(&decades, 101), 3));
}

#define POINTS 20000
#define COLUMNS 300

/* Of one column, over all points or over those kept. */
struct extremes {
	double low, high;
	size_t points;
};

static void
note(struct extremes *columns, const struct thin_axis *axis, double x, double y)
{
	struct extremes *one = &columns[thin_column(axis, x)];

	one->low = one->points ? fmin(one->low, y) : y;
	one->high = one->points ? fmax(one->high, y) : y;
	one->points++;
}

Test(thin, each_columns_extremes_survive)
{
	static double x[POINTS], y[POINTS];
	static size_t kept[POINTS];
	static struct extremes all[COLUMNS + 2], left[COLUMNS + 2];
	const struct thin_axis axis = {0, POINTS - 1, COLUMNS, false};
	struct rng rng;
	size_t count;

	rng_seed(&rng, 7);
	for (size_t i = 0; i < POINTS; i++) {
		x[i] = (double)i;
		y[i] = (double)(rng_next(&rng) % 100000);
		note(all, &axis, x[i], y[i]);
	}
	count = thin_points(x, y, POINTS, &axis, kept);
	cr_assert(le(sz, count, 2 * COLUMNS + 2));
	for (size_t i = 0; i < count; i++)
		note(left, &axis, x[kept[i]], y[kept[i]]);
	cr_expect(eq(sz, kept[0], 0));
	cr_expect(eq(sz, kept[count - 1], POINTS - 1));
	for (size_t c = 0; c < COLUMNS + 2; c++) {
		cr_expect(eq(dbl, left[c].low, all[c].low), "column %zu", c);
		cr_expect(eq(dbl, left[c].high, all[c].high), "column %zu", c);
		cr_expect(eq(int, left[c].points > 0, all[c].points > 0));
	}
}

/* Unsorted: each point begins a column anew, and none is lost. */
Test(thin, points_in_any_order_keep_their_extremes)
{
	const double x[] = {5, 1, 5, 1};
	const double y[] = {1, 2, 3, 4};
	const size_t expected[] = {0, 1, 2, 3};

	kept_are(x, y, COUNT(x), &ten, expected, COUNT(expected));
}
