#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/bench/comb.h"
#include "core/bench/meter.h"
#include "core/bench/rows.h"
#include "core/bench/scaling.h"
#include "core/bench/scaling_op.h"

#define SEED 7
#define PICKS 64

static struct comb
comb_of(const char *manager, size_t n)
{
	struct comb comb = {.set = NULL};

	cr_assert(eq(int, comb_init(&comb, manager, n), ERR_OK), "%s", manager);
	return comb;
}

/* ---- the set ---- */

/* 32 of them: 64 i to 64 i + 8 ... 54, the last 60 long. */
Test(comb, intervals_lie_a_pitch_apart_and_the_last_is_the_longest)
{
	struct comb comb = comb_of("boundary", 32);
	struct interval iv;

	for (size_t i = 0; i < 32; i++) {
		cr_assert(
		    eq(int, interval_set_kth(comb.set, i, &iv), INTERVAL_OK));
		cr_expect(eq(i64, iv.start, 64 * (int64_t)i));
		if (i == 31)
			cr_expect(eq(i64, iv.end - iv.start, 60));
		else
			cr_expect(iv.end - iv.start >= 8 &&
				  iv.end - iv.start <= 54 &&
				  (iv.end - iv.start) % 2 == 0);
	}
	cr_expect(comb_intact(&comb));
	comb_release(&comb);
}

Test(comb, gaps_and_pieces_are_between_and_within_intervals)
{
	struct interval first = comb_interval(0), gap = comb_gap(0);
	struct interval piece = comb_piece(1), second = comb_interval(1);

	cr_expect(eq(i64, gap.start, first.end));
	cr_expect(eq(i64, gap.end, second.start));
	cr_expect(piece.start > second.start && piece.end < second.end);
}

/* ---- the operations ---- */

/* Every operation on every manager, at sizes below and above a tree's leaf. */
Test(scaling_op, all_are_right_and_leave_the_set_as_it_was)
{
	const size_t sizes[] = {32, 65, 3000};
	const char *const *managers = interval_managers();
	const struct scaling_op *ops;
	size_t picks[PICKS], ops_n;
	struct rng rng;

	rng_seed(&rng, SEED);
	ops = scaling_ops(&ops_n);
	for (size_t i = 0; managers[i]; i++) {
		for (size_t s = 0; s < 3; s++) {
			struct comb comb = comb_of(managers[i], sizes[s]);
			size_t k = sizes[s] / 8 < PICKS ? sizes[s] / 8 : PICKS;

			for (size_t o = 0; o < ops_n; o++) {
				meter_draw(&rng, comb.n - 1, picks, k);
				cr_expect(eq(int, ops[o].run(&comb, picks, k),
					      ERR_OK),
				    "%s/%s", managers[i], ops[o].name);
				if (ops[o].undo)
					cr_expect(eq(int,
					    ops[o].undo(&comb, picks, k),
					    ERR_OK));
				cr_expect(comb_intact(&comb));
			}
			comb_release(&comb);
		}
	}
}

/* In the empty set only that nothing fits is still right, and a load. */
Test(scaling_op, a_wrong_result_is_noticed_by_each)
{
	const struct scaling_op *ops;
	const size_t picks[] = {3, 1, 2};
	size_t ops_n, noticed = 0;

	ops = scaling_ops(&ops_n);
	for (size_t o = 0; o < ops_n; o++) {
		struct comb comb = comb_of("boundary", 32);
		enum err err;

		interval_set_clear(comb.set);
		err = ops[o].run(&comb, picks, 3);
		if (strcmp(ops[o].name, "find_none") == 0 ||
		    strcmp(ops[o].name, "load") == 0)
			cr_expect(eq(int, err, ERR_OK));
		else
			cr_expect(
			    eq(int, err, ERR_MISMATCH), "%s", ops[o].name);
		noticed += err == ERR_MISMATCH;
		comb_release(&comb);
	}
	cr_expect(eq(sz, noticed, ops_n - 2));
}

Test(scaling_op, a_length_that_fits_is_noticed_where_none_should)
{
	struct comb comb = comb_of("boundary", 32);
	const size_t picks[] = {3};
	const struct scaling_op *ops;
	size_t n, i = 0;

	ops = scaling_ops(&n);
	while (strcmp(ops[i].name, "find_none") != 0)
		i++;
	cr_assert(
	    eq(int, interval_set_release(comb.set, comb_gap(20)), INTERVAL_OK));
	cr_expect(eq(int, ops[i].run(&comb, picks, 1), ERR_MISMATCH));
	comb_release(&comb);
}

static bool
is_manager(const char *name)
{
	const char *const *managers = interval_managers();

	for (size_t i = 0; managers[i]; i++) {
		if (strcmp(managers[i], name) == 0)
			return true;
	}
	return false;
}

Test(scaling_op, promises_are_of_managers_that_there_are)
{
	const struct scaling_op *ops;
	size_t n;

	ops = scaling_ops(&n);
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < SCALING_EXCEPTIONS_MAX; k++) {
			const char *name = ops[i].exceptions[k].manager;

			if (name)
				cr_expect(is_manager(name), "%s: %s",
				    ops[i].name, name);
		}
	}
}

Test(scaling_op, a_promise_is_the_operations_or_the_managers_own)
{
	const struct scaling_op *ops;
	size_t n, i = 0;

	ops = scaling_ops(&n);
	while (strcmp(ops[i].name, "kth") != 0)
		i++;
	cr_expect(eq(int, scaling_promise(&ops[i], "boundary"), GROWTH_LINEAR));
	cr_expect(eq(int, scaling_promise(&ops[i], "treap"), GROWTH_LOG));
}

/* ---- rounds ---- */

Test(meter, picks_are_different_and_below_the_bound)
{
	const size_t bounds[] = {1, 2, 3, 7, 8, 100, 1023};
	struct rng rng;

	rng_seed(&rng, SEED);
	for (size_t i = 0; i < sizeof bounds / sizeof bounds[0]; i++) {
		size_t m = bounds[i], picks[1024];
		bool seen[1024] = {false};

		/* All of them: a permutation. */
		meter_draw(&rng, m, picks, m);
		for (size_t k = 0; k < m; k++) {
			cr_assert(lt(sz, picks[k], m));
			cr_assert(not(seen[picks[k]]));
			seen[picks[k]] = true;
		}
	}
}

/* Each of 8 indices comes first about 500 times of 4000: within 6 standard
 * deviations of sqrt(4000 7/64) = 21. */
Test(meter, each_index_has_its_chance)
{
	int first[8] = {0};
	struct rng rng;

	rng_seed(&rng, SEED);
	for (int i = 0; i < 4000; i++) {
		size_t picks[3];

		meter_draw(&rng, 8, picks, 3);
		first[picks[0]]++;
	}
	for (size_t i = 0; i < 8; i++)
		cr_expect(first[i] > 374 && first[i] < 626, "%d", first[i]);
}

/* Counts its calls; the third round fails. */
static size_t calls_seen;
static int rounds_seen;

static enum err
count_calls(struct comb *comb, const size_t *picks, size_t k)
{
	(void)comb;
	(void)picks;
	calls_seen += k;
	return ++rounds_seen == 3 ? ERR_MISMATCH : ERR_OK;
}

static enum err
take_back(struct comb *comb, const size_t *picks, size_t k)
{
	(void)comb;
	(void)picks;
	calls_seen -= k;
	return ERR_OK;
}

Test(meter, a_round_that_fails_ends_the_measurement)
{
	const struct scaling_op op = {.run = count_calls, .undo = take_back};
	struct comb comb = comb_of("boundary", 32);
	struct meter_time time;
	struct meter meter;

	meter_init(&meter, 1000000, SEED);
	cr_expect(eq(int, meter_run(&meter, &op, &comb, &time), ERR_MISMATCH));
	/* An eighth of 32: rounds of 1 and 2, taken back, then 4. */
	cr_expect(eq(int, rounds_seen, 3));
	cr_expect(eq(sz, calls_seen, 4));
	comb_release(&comb);
}

Test(meter, a_measurement_has_times_and_leaves_the_set_as_it_was)
{
	struct comb comb = comb_of("boundary", 64);
	struct meter_time time = {0};
	const struct scaling_op *ops;
	struct meter meter;
	size_t n;

	ops = scaling_ops(&n);
	meter_init(&meter, 200000, SEED);
	cr_expect(eq(int, meter_run(&meter, &ops[0], &comb, &time), ERR_OK));
	cr_expect(lt(dbl, 0, time.cpu_ns));
	cr_expect(ge(dbl, time.real_ns, time.cpu_ns));
	cr_expect(ge(u64, time.calls, 1));
	cr_expect(comb_intact(&comb));
	comb_release(&comb);
}

/* ---- the whole ---- */

static const char *const managers[] = {"boundary", "treap", NULL};

static struct scaling_plan
small_plan(const char *filter)
{
	return (struct scaling_plan){
	    .managers = managers,
	    .min = 32,
	    .max = 130, /* 32, 64, 128 */
	    .repetitions = 2,
	    .target_ns = 1000,
	    .filter = filter,
	    .seed = SEED,
	};
}

static enum err
measure(const char *filter, struct scaling_result *result)
{
	const struct scaling_plan plan = small_plan(filter);

	unsetenv("XDG_CACHE_HOME");
	unsetenv("HOME");
	return scaling_measure(&plan, result);
}

static size_t
count_fitted(const struct scaling_result *result)
{
	size_t n = 0;

	for (size_t i = 0; i < result->n; i++)
		n += result->families[i].fitted;
	return n;
}

Test(scaling, every_operation_of_every_manager_is_measured_and_fitted)
{
	struct scaling_result result = {.n = 0};
	size_t ops;

	(void)scaling_ops(&ops);
	cr_assert(eq(int, measure(NULL, &result), ERR_OK));
	cr_expect(eq(sz, result.n, 2 * (ops + 1))); /* and streams */
	cr_expect(eq(sz, count_fitted(&result), result.n));
	for (size_t i = 0; i < result.n; i++) {
		const struct scaling_family *family = &result.families[i];

		cr_expect(eq(sz, family->sizes, 3), "%s", family->name);
		for (size_t k = 0; k < 3 * 2; k++)
			cr_expect(lt(dbl, 0, family->times[k].cpu_ns));
		for (size_t k = 0; k < 3; k++)
			cr_expect(lt(dbl, 0, family->bytes[k]));
	}
	cr_expect(eq(
	    str, result.families[0].name, (char *)"scaling/boundary/release"));
	cr_expect(eq(
	    str, result.families[ops].name, (char *)"scaling/boundary/stream"));
	scaling_result_release(&result);
}

Test(scaling, a_filter_can_name_one_size_which_is_then_not_fitted)
{
	struct scaling_result result = {.n = 0};
	struct rows rows = ROWS_INIT;

	cr_assert(
	    eq(int, measure("^scaling/treap/(find|kth)/64$", &result), ERR_OK));
	cr_expect(eq(sz, count_fitted(&result), 0));
	cr_assert(eq(int, scaling_rows(&result, &rows), ERR_OK));
	cr_assert(eq(sz, rows.n, 2 * 2));
	cr_expect(eq(str, rows.items[0].name, (char *)"scaling/treap/find/64"));
	cr_expect(eq(str, rows.items[3].name, (char *)"scaling/treap/kth/64"));
	cr_expect(eq(u32, rows.items[3].repetition, 1));
	rows_release(&rows);
	scaling_result_release(&result);
}

Test(scaling, a_filter_that_matches_nothing_or_is_none_is_an_error)
{
	struct scaling_result result = {.n = 0};

	cr_expect(eq(int, measure("nothing", &result), ERR_USAGE));
	cr_expect(eq(int, measure("(", &result), ERR_USAGE));
}

/* 10 ns at 2^5 and 40 ns at 2^10: (40 / 10) / (10 / 5) = 2. */
Test(scaling, efficiency_is_relative_to_n_log_n_at_the_smallest)
{
	struct meter_time times[] = {{11, 10, 1}, {50, 40, 1}};
	struct scaling_family family = {
	    .sizes = 2, .n = {32, 1024}, .times = times};
	const struct scaling_result result = {.repetitions = 1};

	cr_expect(scaling_efficiency(&result, &family, 0) == 1);
	cr_expect(
	    lt(dbl, fabs(scaling_efficiency(&result, &family, 1) - 2), 1e-12));
	cr_expect(eq(sz, scaling_size(&family, 1024), 1));
	cr_expect(eq(sz, scaling_size(&family, 64), 2));
}
