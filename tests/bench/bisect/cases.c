/* How often the right commit is named, and what it costs. */
#include "tests/bench/bisect/figures.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/bisect/session.h"

#define PLAN(n, ...)                                                           \
	{                                                                      \
		.name = n, .commits = 1000, __VA_ARGS__                        \
	}

struct bench_case {
	struct range_plan plan;
	double build; /* what one costs, in runs */
	bool improvement; /* is searched for */
};

static const struct bench_case cases[] = {
    {PLAN("sd 3 %", .step = .1, .sd = .03)},
    {PLAN("sd 8 %", .step = .1, .sd = .08)},
    {PLAN("a build costs 5 runs", .step = .1, .sd = .03), .build = 5},
    {PLAN("a build costs 5 runs; sd 8 %", .step = .1, .sd = .08), .build = 5},
    {PLAN("3 % outliers", .step = .1, .sd = .03, .outliers = .03)},
    {PLAN("20 % broken", .step = .1, .sd = .03, .broken = .2)},
    {PLAN("20 % broken; in rows of 10", .step = .1, .sd = .03, .broken = .2,
	.broken_row = 10)},
    {PLAN("+30 %", .step = .3, .sd = .03)},
    {PLAN("an improvement", .step = -.1, .sd = .03), .improvement = true},
    {PLAN("levels off by .5 %", .step = .1, .sd = .03, .bias = .005)},
    {PLAN("levels off by 1 %", .step = .1, .sd = .03, .bias = .01)},
    {PLAN("a common wave of 3 %", .step = .1, .sd = .03, .sine = .03)},
    {PLAN("a second state of +8 %", .step = .1, .sd = .03, .state = .08)},
    {PLAN("wave and state", .step = .1, .sd = .03, .sine = .03, .state = .08)},
    {PLAN("ramp of 10 %", .shape = RANGE_RAMP, .step = .1, .sd = .03)},
    {PLAN("ramp of 20 %", .shape = RANGE_RAMP, .step = .2, .sd = .03)},
    {PLAN("two steps", .shape = RANGE_TWO, .step = .1, .sd = .03)},
    {PLAN("up; down; up", .shape = RANGE_REVERTED, .step = .1, .sd = .03)},
    {PLAN("flat; sd 3 %", .shape = RANGE_FLAT, .sd = .03)},
    {PLAN("flat; sd 8 %", .shape = RANGE_FLAT, .sd = .08)},
    {PLAN("flat; wave and state", .shape = RANGE_FLAT, .sd = .03, .sine = .03,
	.state = .08)},
    {PLAN("reversed", .step = -.1, .sd = .03)},
};

/* Counts of trials, but for the sums of what they cost. */
struct tally {
	size_t stopped;
	size_t right_at_stop;
	size_t named;
	size_t named_or_within;
	size_t named_both;
	size_t wrong;
	size_t statuses[BISECT_STATUS_COUNT];
	size_t reverted;
	size_t paired;
	size_t endless;
	size_t stop_runs;
	size_t stop_builds;
	size_t runs;
	size_t builds;
};

static void
count(struct tally *tally, const struct session_outcome *outcome)
{
	tally->stopped += outcome->stopped;
	tally->right_at_stop += outcome->right_at_stop;
	tally->named += outcome->named > 0;
	tally->named_or_within += outcome->named + outcome->within > 0;
	tally->named_both += outcome->named > 1;
	tally->wrong += outcome->wrong > 0;
	tally->statuses[outcome->status]++;
	tally->reverted += outcome->reverted;
	tally->paired += outcome->paired;
	tally->endless += outcome->endless;
	tally->stop_runs += outcome->stop_runs;
	tally->stop_builds += outcome->stop_builds;
	tally->runs += outcome->runs;
	tally->builds += outcome->builds;
}

static void
print(const char *name, const struct tally *tally, size_t trials)
{
	const struct {
		const char *figure;
		size_t sum;
	} rows[] = {
	    {"stopped", tally->stopped},
	    {"right", tally->right_at_stop},
	    {"named", tally->named},
	    {"named_or_within", tally->named_or_within},
	    {"named_both", tally->named_both},
	    {"wrong", tally->wrong},
	    {"reverted", tally->reverted},
	    {"paired", tally->paired},
	    {"endless", tally->endless},
	    {"stop_runs", tally->stop_runs},
	    {"stop_builds", tally->stop_builds},
	    {"runs", tally->runs},
	    {"builds", tally->builds},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		figures_print("cases", name, rows[i].figure,
		    (double)rows[i].sum / (double)trials);
	for (size_t i = 0; i < BISECT_STATUS_COUNT; i++)
		figures_print("cases", name,
		    bisect_status_name((enum bisect_status)i),
		    (double)tally->statuses[i] / (double)trials);
}

static int
compare_sizes(const void *a, const void *b)
{
	const size_t *x = a;
	const size_t *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* One search in ten takes more runs than this. */
static void
print_tail(const char *name, size_t *runs, size_t trials)
{
	size_t tail = (trials - 1) * 9 / 10;

	qsort(runs, trials, sizeof *runs, compare_sizes);
	figures_print("cases", name, "stop_runs_p90", (double)runs[tail]);
	figures_print("cases", name, "stop_runs_max", (double)runs[trials - 1]);
}

static enum err
measure(
    const struct figures_plan *plan, const struct bench_case *one, size_t *runs)
{
	struct bisect_options options = figures_options(one->build);
	struct tally tally = {0};
	struct rng seeds;
	enum err err = ERR_OK;

	options.improvement = one->improvement;
	rng_seed(&seeds, plan->seed);
	for (size_t i = 0; !err && i < plan->trials; i++) {
		struct session_outcome outcome;

		err = session_run(
		    &one->plan, &options, rng_next(&seeds), NULL, &outcome);
		count(&tally, &outcome);
		runs[i] = outcome.stop_runs;
	}
	if (err)
		return err;
	print(one->plan.name, &tally, plan->trials);
	print_tail(one->plan.name, runs, plan->trials);
	return ERR_OK;
}

static enum err
run_cases(const struct figures_plan *plan)
{
	size_t *runs = calloc(plan->trials, sizeof *runs);
	enum err err = ERR_OK;

	if (!runs)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < sizeof cases / sizeof *cases; i++) {
		if (plan->only && strcmp(plan->only, cases[i].plan.name) != 0)
			continue;
		fprintf(stderr, "bisect: %s\n", cases[i].plan.name);
		err = measure(plan, &cases[i], runs);
	}
	free(runs);
	return err;
}

const struct figures_part figures_cases = {
    .name = "cases",
    .summary = "how often the right commit is named, and what it costs",
    .run = run_cases,
};
