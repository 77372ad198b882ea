#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "baselines/level.h"

static const struct store_history_series series[] = {
    {{"parse", "real_time", "ns", DIRECTION_SMALLER}, "s"},
    {{"parse", "rate", "1/s", DIRECTION_BIGGER}, "s"},
};

static struct store_history
history_of(const struct store_point *points, size_t count)
{
	return (struct store_history){
	    .series = series,
	    .series_count = 2,
	    .points = points,
	    .point_count = count,
	};
}

static struct store_point
point(uint32_t of, uint32_t machine, uint32_t commit, double value)
{
	return (struct store_point){
	    .series = of,
	    .machine = machine,
	    .commit = commit,
	    .samples = 10,
	    .value = value,
	    .spread = value / 1000,
	};
}

/* Sessions of 10, 30 and 11: the median is 11, that of their spreads .011. */
Test(level, sessions_of_a_commit_count_by_their_median)
{
	const struct store_point points[] = {point(0, 0, 4, 10),
	    point(0, 0, 4, 30), point(0, 0, 4, 11), point(0, 0, 5, 20)};
	struct store_history history = history_of(points, 4);
	struct level *levels = NULL;
	size_t count = 0;

	cr_assert(eq(int, levels_of(&history, &levels, &count), ERR_OK));
	cr_assert(eq(sz, count, 2));
	cr_expect(eq(sz, levels[0].sessions, 3));
	cr_expect(eq(sz, levels[0].samples, 30));
	cr_expect(eq(dbl, levels[0].value, 11));
	cr_expect(epsilon_eq(dbl, levels[0].spread, .011, 1e-12));
	cr_expect(eq(u32, levels[1].commit, 5));
	cr_expect(eq(sz, levels[1].sessions, 1));
	cr_expect(eq(dbl, levels[1].value, 20));
	free(levels);
}

Test(level, of_an_empty_history_are_none)
{
	struct store_history history = history_of(NULL, 0);
	struct level_record *records = NULL;
	struct level *levels = NULL;
	size_t count = 7;

	cr_assert(eq(int, levels_of(&history, &levels, &count), ERR_OK));
	cr_expect(eq(sz, count, 0));
	cr_assert(eq(int,
	    levels_record(&history, levels, count, &records, &count), ERR_OK));
	cr_expect(eq(sz, count, 0));
	free(records);
	free(levels);
}

static struct level_record *
records_of(const struct store_point *points, size_t point_count,
    struct level **levels, size_t *count)
{
	struct store_history history = history_of(points, point_count);
	struct level_record *records = NULL;

	cr_assert(eq(int, levels_of(&history, levels, count), ERR_OK));
	cr_assert(eq(int,
	    levels_record(&history, *levels, *count, &records, count), ERR_OK));
	return records;
}

/* Times: the best is 8, 10 / 8 = 1.25. Rates: the best is 20, 20 / 16. */
Test(level, the_best_is_so_in_the_direction_of_the_series)
{
	const struct store_point points[] = {point(0, 0, 0, 9),
	    point(0, 0, 1, 8), point(0, 0, 2, 10), point(1, 0, 0, 10),
	    point(1, 0, 1, 20), point(1, 0, 2, 16)};
	struct level *levels = NULL;
	size_t count = 0;
	struct level_record *records = records_of(points, 6, &levels, &count);

	cr_assert(eq(sz, count, 2));
	cr_expect(eq(dbl, records[0].best->value, 8));
	cr_expect(eq(dbl, records[0].latest->value, 10));
	cr_expect(epsilon_eq(dbl, records[0].ratio, 1.25, 1e-12));
	cr_expect(eq(dbl, records[1].best->value, 20));
	cr_expect(eq(dbl, records[1].latest->value, 16));
	cr_expect(epsilon_eq(dbl, records[1].ratio, 1.25, 1e-12));
	cr_expect(eq(sz, records[1].commits, 3));
	free(records);
	free(levels);
}

Test(level, of_equal_values_the_oldest_commit_is_the_best)
{
	const struct store_point points[] = {
	    point(0, 0, 3, 9), point(0, 0, 6, 8), point(0, 0, 7, 8)};
	struct level *levels = NULL;
	size_t count = 0;
	struct level_record *records = records_of(points, 3, &levels, &count);

	cr_assert(eq(sz, count, 1));
	cr_expect(eq(u32, records[0].best->commit, 6));
	cr_expect(eq(u32, records[0].latest->commit, 7));
	cr_expect(eq(dbl, records[0].ratio, 1));
	free(records);
	free(levels);
}

Test(level, records_come_by_machine_and_series)
{
	const struct store_point points[] = {
	    point(0, 0, 0, 1), point(0, 1, 0, 2), point(1, 0, 0, 3)};
	struct level *levels = NULL;
	size_t count = 0;
	struct level_record *records = records_of(points, 3, &levels, &count);

	cr_assert(eq(sz, count, 3));
	cr_expect(eq(dbl, records[0].best->value, 1));
	cr_expect(eq(dbl, records[1].best->value, 3));
	cr_expect(eq(dbl, records[2].best->value, 2));
	free(records);
	free(levels);
}
