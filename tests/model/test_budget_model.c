/* A budget that does not suffice for all: planned by baselines/budget.h, and
 * with a round for everyone in turn. The same series and noise for both; seeds
 * are fixed, --verbose shows what was counted. */
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/budget.h"
#include "baselines/gate.h"
#include "baselines/series.h"
#include "core/base/rng.h"

#define TOLERANCE .10
#define NOISE_SD .03
#define SERIES 60
#define TRIALS 200

struct bench {
	struct rng
	    rngs[SERIES]; /* its own, so that no plan changes its noise */
	struct gate gates[SERIES];
	double centres[SERIES];
	long left; /* rounds */
};

struct counts {
	size_t passed, regressed, wrong;
};

/* A third has not changed, a third is within the tolerance or clearly beyond
 * it, a third so near it that few rounds will tell. */
static void
begin(struct bench *bench, uint64_t seed, long rounds)
{
	static const double slowdowns[] = {0, .06, .15, 0, .095, .105};

	for (size_t i = 0; i < SERIES; i++) {
		rng_seed(&bench->rngs[i], seed * SERIES + i);
		gate_init(&bench->gates[i], TOLERANCE);
		bench->centres[i] = log1p(slowdowns[i % 6]);
	}
	bench->left = rounds;
}

static void
round_of(struct bench *bench, size_t i)
{
	if (bench->left <= 0)
		return;
	bench->left--;
	gate_add(&bench->gates[i],
	    bench->centres[i] + NOISE_SD * rng_normal(&bench->rngs[i]));
}

/* @return whether any got a round */
static bool
everyone(struct bench *bench)
{
	bool any = false;

	for (size_t i = 0; i < SERIES; i++) {
		if (gate_decided(&bench->gates[i]))
			continue;
		round_of(bench, i);
		any = true;
	}
	return any;
}

/* As runner/measure_schedule.c makes them. @return whether any got a round */
static bool
planned(struct bench *bench)
{
	struct budget_need needs[SERIES];
	struct budget_part parts[SERIES];
	bool any = false;

	for (size_t i = 0; i < SERIES; i++) {
		const struct gate *gate = &bench->gates[i];
		struct gate_outlook outlook;
		double d[GATE_ROUNDS_MAX];

		memcpy(d, gate->d, gate->n * sizeof *d);
		outlook = gate_outlook(gate, median_in_place(d, gate->n));
		needs[i] = (struct budget_need){
		    .rounds = outlook.reachable ? (size_t)outlook.rounds : 0,
		    .next_look = outlook.next_look,
		    .candidate = gate->state == GATE_CANDIDATE,
		};
		parts[i] = (struct budget_part){.round_ns = 1,
		    .needs = &needs[i],
		    .need_count = !gate_decided(gate)};
	}
	cr_assert(eq(int, budget_plan(parts, SERIES, bench->left), ERR_OK));
	for (size_t i = 0; i < SERIES; i++) {
		if (!parts[i].rounds)
			continue;
		round_of(bench, i);
		any = true;
	}
	return any;
}

static void
add_counts(const struct bench *bench, struct counts *counts)
{
	for (size_t i = 0; i < SERIES; i++) {
		bool slower = bench->centres[i] > log1p(TOLERANCE);
		enum gate_state state = bench->gates[i].state;

		counts->passed += state == GATE_PASSED;
		counts->regressed += state == GATE_REGRESSED;
		counts->wrong += state == GATE_PASSED && slower;
		counts->wrong += state == GATE_REGRESSED && !slower;
	}
}

static struct counts
simulate(long rounds, bool by_plan)
{
	struct counts counts = {0, 0, 0};

	for (uint64_t seed = 0; seed < TRIALS; seed++) {
		struct bench bench;
		bool more = true;

		begin(&bench, seed, rounds);
		for (int i = 0; i < GATE_ROUNDS_FIRST; i++)
			everyone(&bench);
		while (bench.left > 0 && more)
			more = by_plan ? planned(&bench) : everyone(&bench);
		add_counts(&bench, &counts);
	}
	cr_log_info("%ld rounds, %s: a trial passes %.1f, regresses %.1f of "
		    "%d; wrong %.2f %%",
	    rounds, by_plan ? "planned" : "in turn",
	    (double)counts.passed / TRIALS, (double)counts.regressed / TRIALS,
	    SERIES, 100. * (double)counts.wrong / (SERIES * TRIALS));
	return counts;
}

/* 480 rounds are the first look of all. */
Test(budget_model, a_plan_decides_more_of_a_short_budget)
{
	static const long rounds[] = {560, 640, 720};

	for (int i = 0; i < 3; i++) {
		struct counts turn = simulate(rounds[i], false);
		struct counts plan = simulate(rounds[i], true);

		cr_expect(lt(sz, turn.passed + turn.regressed,
		    plan.passed + plan.regressed));
		cr_expect(lt(sz, turn.regressed, plan.regressed));
	}
}

/* Bonferroni's bound of a wrong pass is 8 looks at .005, whatever decides which
 * of them are reached; a wrong regression is rarer. */
Test(budget_model, a_plan_makes_no_more_verdicts_wrong)
{
	struct counts turn = simulate(720, false);
	struct counts plan = simulate(720, true);
	double error = sqrt((double)turn.wrong + 1);

	cr_expect(
	    le(dbl, (double)plan.wrong, 8 * GATE_ALPHA * SERIES * TRIALS));
	cr_expect(le(dbl, (double)plan.wrong, (double)turn.wrong + 4 * error));
}

/* With time for all, both are the same rounds. */
Test(budget_model, a_plan_changes_nothing_where_time_suffices)
{
	struct counts turn = simulate(SERIES * GATE_ROUNDS_MAX, false);
	struct counts plan = simulate(SERIES * GATE_ROUNDS_MAX, true);

	cr_expect(eq(sz, plan.passed, turn.passed));
	cr_expect(eq(sz, plan.regressed, turn.regressed));
	cr_expect(eq(sz, plan.wrong, turn.wrong));
}
