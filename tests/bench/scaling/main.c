/*
 * scaling BUILD TRIALS SEED: how often the class of simulated families is
 * right, beside two other methods, how often equal commits are called
 * different, and how often different ones are found. Prints tables, writes
 * BUILD/bench/scaling.csv, and exits 1 where a bar is missed, 2 where it could
 * not run.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/growth.h"
#include "core/base/rng.h"
#include "tests/bench/scaling/rivals.h"

#define SIZES 10 /* from 2^7 on */
#define ROUNDS 20
#define TOLERANCE .10
#define RIGHT_LEAST .98
#define ALARMS_MOST .01
/* A bar of 300 trials; of fewer the share is too rough. */
#define TRIALS_LEAST 300

/* How the costs are off. */
struct world {
	const char *name;
	double noise;
	double common; /* of all sizes of a round alike */
	double steepness; /* noise at the largest size, in that of the first */
	double outliers; /* share of costs that are doubled */
	size_t sizes;
};

static const struct world plain[] = {
    {"noise 0.3 %", .003, 0, 1, 0, SIZES},
    {"noise 3 %", .03, 0, 1, 0, SIZES},
    {"noise 8 %", .08, 0, 1, 0, SIZES},
};
static const struct world hard[] = {
    {"rounds off by 10 %", .03, .10, 1, 0, SIZES},
    {"noise from 1 to 8 %", .01, 0, 8, 0, SIZES},
    {"5 % doubled", .03, 0, 1, .05, SIZES},
    {"4 sizes, 3 %", .03, 0, 1, 0, 4},
    {"4 sizes, 8 %", .08, 0, 1, 0, 4},
};

struct law_of_time {
	enum growth growth;
	double power; /* times (n / 2^7)^power */
	double fixed; /* in units of the smallest size's cost */
};

struct drawn {
	double n[SIZES];
	double costs[SIZES * ROUNDS];
	struct growth_costs all;
	struct growth_fit fit;
};

struct bench {
	FILE *csv;
	struct rng rng;
	int trials;
	int missed;
};

static double
noise_at(const struct world *world, size_t i)
{
	double place = (double)i / (double)(world->sizes - 1);

	return world->noise * pow(world->steepness, place);
}

static void
draw(struct drawn *out, const struct law_of_time *law,
    const struct world *world, size_t rounds, struct rng *rng)
{
	double common[ROUNDS];

	for (size_t r = 0; r < rounds; r++)
		common[r] = world->common * rng_normal(rng);
	for (size_t i = 0; i < world->sizes; i++) {
		double n = (double)(128 << i);
		double cost =
		    growth_value(law->growth, n) * pow(n / 128, law->power) +
		    law->fixed * growth_value(law->growth, 128);

		out->n[i] = n;
		for (size_t r = 0; r < rounds; r++) {
			double off = noise_at(world, i) * rng_normal(rng);
			bool doubled = rng_unit(rng) < world->outliers;

			out->costs[i * rounds + r] =
			    cost * exp(off + common[r]) * (doubled ? 2 : 1);
		}
	}
	out->all =
	    (struct growth_costs){out->n, world->sizes, out->costs, rounds};
	growth_fit(&out->fit, &out->all, rng_next(rng));
}

/* ---- classes ---- */

struct score {
	double ours, google, bic, clear;
};

static struct score
score_class(
    struct bench *b, const struct law_of_time *law, const struct world *world)
{
	struct score score = {0};
	double each = 1. / b->trials;

	for (int i = 0; i < b->trials; i++) {
		struct drawn sample;
		double medians[SIZES];

		draw(&sample, law, world, GROWTH_ROUNDS_MIN, &b->rng);
		growth_medians(&sample.all, medians);
		score.ours += each * (sample.fit.growth == law->growth);
		score.clear += each * growth_is_clear(&sample.fit);
		score.google += each * (rival_google(sample.n, medians,
					    world->sizes) == law->growth);
		score.bic += each * (rival_bic(sample.n, medians,
					 world->sizes) == law->growth);
	}
	return score;
}

static const char *
against_bar(struct bench *b, bool met)
{
	if (b->trials < TRIALS_LEAST)
		return "";
	b->missed += !met;
	return met ? "met" : "MISSED";
}

static void
score_classes(struct bench *b, double fixed, bool has_bar)
{
	printf("class is right in 8 rounds%s\n%-12s %-12s %9s %9s %9s %9s\n",
	    fixed > 0 ? ", fixed cost of 100 times the smallest" : "", "class",
	    "", "tidemark", "clear", "Google", "BIC");
	/* Under such a cost a logarithm is flat. */
	for (int k = fixed > 0 ? GROWTH_LINEAR : 0; k < GROWTH_COUNT; k++)
		for (size_t w = 0; w < sizeof plain / sizeof *plain; w++) {
			const struct law_of_time law = {
			    (enum growth)k, 0, fixed};
			struct score score = score_class(b, &law, &plain[w]);

			printf("%-12s %-12s %8.1f%% %8.1f%% %8.1f%% %8.1f%% "
			       "%s\n",
			    growth_name(law.growth), plain[w].name,
			    100 * score.ours, 100 * score.clear,
			    100 * score.google, 100 * score.bic,
			    has_bar ? against_bar(
					  b, score.ours >= RIGHT_LEAST - 1e-9)
				    : "");
			fprintf(b->csv, "class,%s,%s,%g,%g,%g,%g,%g\n",
			    growth_name(law.growth), plain[w].name, fixed,
			    score.ours, score.clear, score.google, score.bic);
		}
	printf("\n");
}

/* ---- changes ---- */

struct shares {
	double of[VERDICT_COUNT];
};

static struct shares
compare(struct bench *b, const struct law_of_time *base,
    const struct law_of_time *head, const struct world *world)
{
	struct shares shares = {0};

	for (int i = 0; i < b->trials; i++) {
		struct drawn before, after;
		struct growth_change change;

		draw(&before, base, world, ROUNDS, &b->rng);
		draw(&after, head, world, ROUNDS, &b->rng);
		growth_compare(&change, &before.all, &before.fit, &after.all,
		    &after.fit, TOLERANCE);
		shares.of[change.verdict] += 1. / b->trials;
	}
	return shares;
}

static void
show_shares(struct bench *b, const char *what, const struct world *world,
    const struct shares *shares, const char *bar)
{
	const double *of = shares->of;

	printf("%-22s %-20s %8.1f%% %8.1f%% %8.1f%% %8.1f%% %s\n", what,
	    world->name, 100 * of[VERDICT_REGRESSED],
	    100 * of[VERDICT_IMPROVED], 100 * of[VERDICT_INCONCLUSIVE],
	    100 * of[VERDICT_PASS], bar);
	fprintf(b->csv, "change,%s,\"%s\",%g,%g,%g,%g,\n", what, world->name,
	    of[VERDICT_REGRESSED], of[VERDICT_IMPROVED],
	    of[VERDICT_INCONCLUSIVE], of[VERDICT_PASS]);
}

/* Worse or better where the commits are equal. */
static void
alarms_of(struct bench *b, enum growth growth, const struct world *world)
{
	const struct law_of_time law = {growth, 0, 0};
	struct shares shares = compare(b, &law, &law, world);
	char what[64];

	snprintf(what, sizeof what, "%s and again", growth_name(growth));
	show_shares(b, what, world, &shares,
	    against_bar(
		b, shares.of[VERDICT_REGRESSED] + shares.of[VERDICT_IMPROVED] <=
		       ALARMS_MOST + 1e-9));
}

static void
score_changes(struct bench *b)
{
	static const struct {
		const char *name;
		struct law_of_time base, head;
	} cases[] = {
	    {"n to n log n", {GROWTH_LINEAR, 0, 0}, {GROWTH_LINEAR_LOG, 0, 0}},
	    {"n to n^1.1", {GROWTH_LINEAR, 0, 0}, {GROWTH_LINEAR, .1, 0}},
	    {"n to n^1.03", {GROWTH_LINEAR, 0, 0}, {GROWTH_LINEAR, .03, 0}},
	    {"1 to log n", {GROWTH_CONSTANT, 0, 0}, {GROWTH_LOG, 0, 0}},
	};

	printf("%-22s %-20s %9s %9s %9s %9s\n", "20 rounds", "", "regressed",
	    "improved", "inconcl.", "pass");
	for (int k = 0; k < GROWTH_COUNT; k++)
		for (size_t w = 0; w < sizeof plain / sizeof *plain; w++)
			alarms_of(b, (enum growth)k, &plain[w]);
	for (size_t w = 0; w < sizeof hard / sizeof *hard; w++) {
		alarms_of(b, GROWTH_LINEAR, &hard[w]);
		alarms_of(b, GROWTH_LINEAR_LOG, &hard[w]);
	}
	for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
		for (size_t w = 0; w < sizeof plain / sizeof *plain; w++) {
			struct shares shares = compare(
			    b, &cases[c].base, &cases[c].head, &plain[w]);

			show_shares(b, cases[c].name, &plain[w], &shares, "");
		}
}

int
main(int argc, char **argv)
{
	struct bench b = {0};
	char path[4096];

	if (argc != 4 || (b.trials = atoi(argv[2])) < 1) {
		fprintf(stderr, "usage: scaling BUILD TRIALS SEED\n");
		return 2;
	}
	rng_seed(&b.rng, strtoull(argv[3], NULL, 10));
	snprintf(path, sizeof path, "%.4000s/bench/scaling.csv", argv[1]);
	b.csv = fopen(path, "w");
	if (!b.csv) {
		perror(path);
		return 2;
	}
	fputs("part,case,world,v1,v2,v3,v4,v5\n", b.csv);
	score_classes(&b, 0, true);
	score_classes(&b, 100, false);
	score_changes(&b);
	if (fclose(b.csv) == EOF) {
		perror(path);
		return 2;
	}
	printf("\nwritten to %s\n%d bars missed%s\n", path, b.missed,
	    b.trials < TRIALS_LEAST ? ": too few trials for a verdict" : "");
	return b.missed > 0;
}
