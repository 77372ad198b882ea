#include <math.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/bench/detector/campaign.h"

#define SILENT "ci,sd=0,drift=0,state=0,layout=0,outliers=0,bias=0"

static struct simulated_model model;
static struct source_plan source;
static struct trial_plan plan;

static void
plan_rule(const char *rule, size_t runs, const char *noise, double change)
{
	cr_assert(eq(int, simulated_parse(&model, noise), ERR_OK));
	source =
	    (struct source_plan){.noise = &model, .change = change, .seed = 42};
	plan = (struct trial_plan){.method = method_named(rule),
	    .rival = rival_named(rule),
	    .runs = runs,
	    .source = &source};
	cr_assert(plan.method || plan.rival, "%s", rule);
}

static struct outcome
try_once(void)
{
	struct outcome outcome;

	cr_assert(eq(int, trial_run(&plan, 0, &outcome), ERR_OK));
	return outcome;
}

static struct tally
try_many(uint64_t trials, size_t threads)
{
	struct tally tally;

	cr_assert(
	    eq(int, campaign_run(&plan, trials, threads, &tally), ERR_OK));
	return tally;
}

/* ---- one trial ---- */

/* 6 rounds on one side have p = 1/64 = .0156 <= .05. */
Test(trial, without_noise_the_detector_passes_at_six_rounds)
{
	struct outcome outcome;

	plan_rule("detector", 0, SILENT, 0);
	outcome = try_once();
	cr_expect(eq(int, outcome.finding, FOUND_NOTHING));
	cr_expect(eq(sz, outcome.rounds, 6));
	cr_expect(eq(sz, outcome.processes, 18));
	plan_rule("detector-pairs", 0, SILENT, 0);
	cr_expect(eq(sz, try_once().processes, 12));
}

/* 8 rounds make the candidate (1/256), 6 fresh ones confirm it. */
Test(trial, without_noise_ten_percent_take_fourteen_rounds)
{
	struct outcome outcome;

	plan_rule("detector", 0, SILENT, .10);
	outcome = try_once();
	cr_expect(eq(int, outcome.finding, FOUND_SLOWER));
	cr_expect(eq(sz, outcome.rounds, 14));
	cr_expect(eq(sz, outcome.processes, 42));
	plan_rule("gate-pairs", 0, SILENT, .20);
	outcome = try_once();
	cr_expect(eq(int, outcome.finding, FOUND_SLOWER));
	cr_expect(eq(sz, outcome.processes, 28));
}

Test(trial, an_improvement_is_found_where_it_is_asked_for)
{
	plan_rule("detector-both", 0, SILENT, -.10);
	cr_expect(eq(int, try_once().finding, FOUND_FASTER));
	plan_rule("detector", 0, SILENT, -.10);
	cr_expect(eq(int, try_once().finding, FOUND_NOTHING));
}

/* Exactly at the tolerance neither side is ever proven: the head's factor 1 +
 * change is the ratio itself. */
Test(trial, at_the_tolerance_the_gate_is_inconclusive)
{
	struct outcome outcome;

	plan_rule("gate", 0, "independent,sd=.2", .10);
	outcome = try_once();
	cr_expect(eq(int, outcome.finding, FOUND_INCONCLUSIVE));
	cr_expect(eq(sz, outcome.rounds, GATE_ROUNDS_MAIN));
}

Test(trial, a_fixed_number_of_rounds_only_estimates)
{
	struct outcome outcome;

	plan_rule("fixed", 12, SILENT, .30);
	plan.coverage = true;
	outcome = try_once();
	cr_expect(eq(int, outcome.finding, FOUND_NOTHING));
	cr_expect(eq(sz, outcome.rounds, 12));
	cr_expect(eq(sz, outcome.processes, 36));
}

Test(trial, a_rival_costs_its_runs_on_both_sides)
{
	struct outcome outcome;

	plan_rule("github-action-110", 7, SILENT, .20);
	outcome = try_once();
	cr_expect(eq(int, outcome.finding, FOUND_SLOWER));
	cr_expect(eq(sz, outcome.rounds, 7));
	cr_expect(eq(sz, outcome.processes, 14));
	/* A history of 13 and one more. */
	plan_rule("bencher", 7, "independent,sd=.01", .20);
	outcome = try_once();
	cr_expect(eq(int, outcome.finding, FOUND_SLOWER));
	cr_expect(eq(sz, outcome.processes, 14));
}

/* ---- many ---- */

Test(campaign, threads_do_not_change_the_tally)
{
	struct tally one, four;

	plan_rule("detector", 0, "ci", .05);
	one = try_many(3000, 1);
	four = try_many(3000, 4);
	cr_expect(zero(int, memcmp(&one, &four, sizeof one)));
	source.seed = 43;
	four = try_many(3000, 4);
	cr_expect(ne(int, memcmp(&one, &four, sizeof one), 0));
}

Test(campaign, every_trial_is_counted_once)
{
	struct tally tally;
	uint64_t found = 0, rounds = 0;

	plan_rule("detector", 0, "ci", .05);
	tally = try_many(1000, 3);
	for (size_t i = 0; i < FINDINGS; i++)
		found += tally.found[i];
	for (size_t i = 0; i <= CAMPAIGN_ROUNDS_MAX; i++)
		rounds += i * tally.rounds[i];
	cr_expect(eq(u64, tally.trials, 1000));
	cr_expect(eq(u64, found, 1000));
	cr_expect(eq(u64, tally.processes, 3 * rounds));
}

/* The exact interval of 8 pairs leaves out 2 of 256 sign patterns: it covers
 * 99.22 %, of 20,000 trials 19844 +- 5 x sqrt(155) = 62. */
Test(campaign, the_interval_covers_what_theory_says)
{
	struct tally tally;

	plan_rule("fixed-pairs", 8, "independent", .07);
	plan.coverage = true;
	tally = try_many(20000, 2);
	cr_expect(epsilon_eq(dbl, (double)tally.covered, 19843.75, 62));
}

/* 4 trials of 6 rounds, 5 of 10, 1 of 20. */
Test(campaign, quantiles_of_rounds_by_hand)
{
	struct tally tally = {.trials = 10};

	tally.rounds[6] = 4;
	tally.rounds[10] = 5;
	tally.rounds[20] = 1;
	cr_expect(eq(sz, tally_rounds_quantile(&tally, .4), 6));
	cr_expect(eq(sz, tally_rounds_quantile(&tally, .5), 10));
	cr_expect(eq(sz, tally_rounds_quantile(&tally, .9), 10));
	cr_expect(eq(sz, tally_rounds_quantile(&tally, .99), 20));
	cr_expect(epsilon_eq(dbl, tally_mean_rounds(&tally), 9.4, 1e-12));
}
