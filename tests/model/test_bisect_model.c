/* Whole searches of simulated ranges, with known truth. Seeds are fixed;
 * `make bench-bisect` measures the same more closely. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/bench/bisect/session.h"

#define SEED 20261101
#define SEARCHES 100

static const struct bisect_options options = {
    .confidence = .95, .tolerance = .02};

struct count {
	size_t right;
	size_t named;
	size_t within; /* or in a range */
	size_t wrong;
	size_t runs;
	size_t builds;
	size_t statuses[BISECT_STATUS_COUNT];
};

static struct count
search(const struct range_plan *plan, size_t searches)
{
	struct count count = {0};
	struct rng seeds;

	rng_seed(&seeds, SEED);
	for (size_t i = 0; i < searches; i++) {
		struct session_outcome outcome;

		cr_assert(eq(int,
		    session_run(
			plan, &options, rng_next(&seeds), NULL, &outcome),
		    ERR_OK));
		cr_expect(not(outcome.endless));
		count.right += outcome.right_at_stop;
		count.named += outcome.named > 0;
		count.within += outcome.named + outcome.within > 0;
		count.wrong += outcome.wrong > 0;
		count.runs += outcome.stop_runs;
		count.builds += outcome.stop_builds;
		count.statuses[outcome.status]++;
	}
	cr_log_info("%s: right %zu, named %zu, wrong %zu, runs %zu", plan->name,
	    count.right, count.named, count.wrong, count.runs);
	return count;
}

/* 95 are promised. Of 100 that are each right with .95, fewer than 89 are with
 * a probability of .4 %. */
Test(bisect_model, of_100_searches_89_stop_at_the_culprit)
{
	static const struct range_plan plan = {
	    .name = "sd 3 %", .commits = 1000, .step = .1, .sd = .03};
	struct count count = search(&plan, SEARCHES);

	cr_expect(le(sz, 89, count.right));
	cr_expect(le(sz, 95, count.named));
	cr_expect(eq(sz, count.wrong, 0));
	cr_expect(le(sz, count.runs, 36 * SEARCHES));
	cr_expect(le(sz, count.builds, 15 * SEARCHES));
}

Test(bisect_model, who_cannot_be_built_is_in_the_answers_range)
{
	static const struct range_plan plan = {.name = "broken",
	    .commits = 300,
	    .step = .1,
	    .sd = .03,
	    .broken = .2,
	    .broken_row = 10};
	struct count count = search(&plan, SEARCHES);

	cr_expect(le(sz, 95, count.within));
	cr_expect(eq(sz, count.wrong, 0));
}

Test(bisect_model, a_machine_that_drifts_has_nobody_blamed)
{
	static const struct range_plan plan = {.name = "wave and state",
	    .commits = 300,
	    .step = .1,
	    .sd = .03,
	    .sine = .03,
	    .state = .08};
	struct count count = search(&plan, SEARCHES);

	cr_expect(le(sz, 90, count.named));
	cr_expect(le(sz, count.wrong, 1));
}

Test(bisect_model, where_nothing_changed_nobody_is_found)
{
	static const struct range_plan plan = {
	    .name = "flat", .shape = RANGE_FLAT, .commits = 300, .sd = .03};
	struct count count = search(&plan, SEARCHES);

	cr_expect(eq(sz, count.statuses[BISECT_FOUND], 0));
	cr_expect(eq(sz, count.wrong, 0));
	cr_expect(le(sz, 95, count.statuses[BISECT_NO_CHANGE]));
}

Test(bisect_model, a_ramp_is_a_drift_and_has_no_culprit)
{
	static const struct range_plan plan = {.name = "ramp",
	    .shape = RANGE_RAMP,
	    .commits = 300,
	    .step = .2,
	    .sd = .03};
	struct count count = search(&plan, 30);

	cr_expect(le(sz, 28, count.statuses[BISECT_DRIFT]));
	cr_expect(eq(sz, count.wrong, 0));
}
