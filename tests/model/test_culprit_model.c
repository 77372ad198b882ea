/* Whole searches, simulated: ends first, then what is chosen, until one suspect
 * has 95 %. The truth is known, and the seed is fixed. */
#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/culprit_choice.h"
#include "core/base/rng.h"
#include "tests/support/culprit_fixture.h"

#define SEARCHES 200
#define ENOUGH .95
#define RUNS_MAX 3000
#define BINS 10

struct scene {
	uint64_t seed;
	size_t count; /* 0: 2, 3, 5, 10, ... by turns, up to 1,000 */
	size_t ends; /* runs of each */
	double step;
	double sd;
	double build;
	double broken; /* share of the commits between the ends */
};

/* What a place would give: its own level is a little off, and values are as the
 * model takes them to be. */
struct commits {
	struct rng rng;
	const struct scene *scene;
	size_t culprit;
	double own[1024];
	bool broken[1024];
};

/* A search is counted once in each bin that its best suspect was in: searches
 * are independent, steps of one are not. */
struct bin {
	size_t count;
	size_t right;
	double stated;
};

struct tally {
	size_t right;
	double runs;
	double builds;
	struct bin bins[BINS];
};

static double
value_at(struct commits *commits, size_t place)
{
	const struct culprit_noise *noise = &culprit_noise_times;
	double sd = commits->scene->sd;

	if (rng_unit(&commits->rng) < noise->outliers)
		sd *= noise->outlier_factor;
	return (place >= commits->culprit ? commits->scene->step : 0) +
	       commits->own[place] + sd * rng_normal(&commits->rng);
}

static void
give(struct commits *commits, size_t place, size_t runs)
{
	range.built[place] = true;
	for (size_t i = 0; i < runs; i++)
		culprit_give(place, value_at(commits, place));
}

static void
make_commits(struct commits *commits, size_t count)
{
	commits->culprit = 1 + rng_below(&commits->rng, count - 1);
	for (size_t i = 0; i < count; i++) {
		commits->own[i] =
		    culprit_noise_times.wander * rng_normal(&commits->rng);
		commits->broken[i] =
		    i > 0 && i + 1 < count &&
		    rng_unit(&commits->rng) < commits->scene->broken;
	}
}

static bool
is_right(const struct commits *commits, const struct culprit_suspect *suspect)
{
	return suspect->first <= commits->culprit &&
	       commits->culprit <= suspect->last;
}

static void
count_in_bin(struct tally *tally, bool *seen, double stated, bool right)
{
	size_t i = (size_t)fmin(stated * BINS, BINS - 1);

	if (seen[i])
		return;
	seen[i] = true;
	tally->bins[i].count++;
	tally->bins[i].right += right;
	tally->bins[i].stated += stated;
}

static size_t
visit(struct commits *commits, struct tally *tally)
{
	const struct culprit *list[] = {culprit};
	const struct culprit_costs costs = {commits->scene->build, 0, 1};
	struct culprit_visit at;

	if (!culprit_choose(list, 1, &range, &costs, &at))
		return 0;
	tally->builds += !range.built[at.place];
	if (commits->broken[at.place])
		range.broken[at.place] = true;
	else
		give(commits, at.place, at.runs);
	return at.runs;
}

static void
search(struct commits *commits, size_t count, struct tally *tally)
{
	bool seen[BINS] = {false};
	size_t runs = 2 * commits->scene->ends;
	struct culprit_suspect best;

	culprit_start(NULL, count);
	culprit_step_least(culprit, .0198);
	give(commits, 0, commits->scene->ends);
	give(commits, count - 1, commits->scene->ends);
	for (;;) {
		size_t more;

		culprit_settle();
		best = culprit_best(culprit);
		count_in_bin(
		    tally, seen, best.probability, is_right(commits, &best));
		if (best.probability >= ENOUGH || runs > RUNS_MAX)
			break;
		more = visit(commits, tally);
		if (more == 0)
			break;
		runs += more;
	}
	tally->right += is_right(commits, &best);
	tally->runs += (double)runs;
	culprit_stop();
}

static struct tally
simulate(const struct scene *scene)
{
	static const size_t counts[] = {2, 3, 5, 10, 30, 100, 300, 1001};
	struct commits commits = {.scene = scene};
	struct tally tally = {0};

	rng_seed(&commits.rng, scene->seed);
	for (size_t i = 0; i < SEARCHES; i++) {
		size_t count = scene->count ? scene->count : counts[i % 8];

		make_commits(&commits, count);
		search(&commits, count, &tally);
	}
	tally.runs /= SEARCHES;
	tally.builds /= SEARCHES;
	cr_log_info("seed %llu: %zu of %d right, %.1f runs, %.1f builds",
	    (unsigned long long)scene->seed, tally.right, SEARCHES, tally.runs,
	    tally.builds);
	return tally;
}

/* A bin of n searches that state p on average is right in at least p less two
 * standard errors and a hundredth. */
static void
expect_calibrated(const struct tally *tally)
{
	for (size_t i = 0; i < BINS; i++) {
		const struct bin *bin = &tally->bins[i];
		double n = (double)bin->count;
		double stated = bin->stated / n;
		double right = (double)bin->right / n;

		if (bin->count < 10)
			continue;
		cr_log_info("%zu: stated %.3f, right %.3f of %zu", i, stated,
		    right, bin->count);
		cr_expect(
		    ge(dbl, right,
			stated - 2 * sqrt(stated * (1 - stated) / n) - .01),
		    "stated %.3f, right %.3f of %zu", stated, right,
		    bin->count);
	}
}

static void
expect(const struct scene *scene, size_t right, double runs, double builds)
{
	struct tally tally = simulate(scene);

	cr_expect(ge(sz, tally.right, right));
	cr_expect(le(dbl, tally.runs, runs));
	cr_expect(le(dbl, tally.builds, builds));
	expect_calibrated(&tally);
}

/* Stated are at least 95 %, which leaves 190 of 200, with a standard error of
 * 3: 184 is two of them below. */
Test(culprit_model, a_step_of_three_noises_is_found_in_few_runs)
{
	expect(
	    &(struct scene){
		.seed = 41, .count = 1001, .ends = 8, .step = STEP, .sd = .03},
	    184, 40, 18);
}

Test(culprit_model, a_step_of_about_one_noise_is_found_in_more)
{
	expect(
	    &(struct scene){
		.seed = 42, .count = 1001, .ends = 16, .step = STEP, .sd = .08},
	    184, 140, 60);
}

Test(culprit_model, dear_builds_are_fewer)
{
	expect(&(struct scene){.seed = 43,
		   .count = 1001,
		   .ends = 8,
		   .step = STEP,
		   .sd = .03,
		   .build = 5},
	    184, 45, 15);
}

Test(culprit_model, ranges_of_any_length_are_searched)
{
	expect(&(struct scene){.seed = 44, .ends = 8, .step = STEP, .sd = .03},
	    184, 32, 9);
}

/* One of five cannot be built; the answer may be a range. */
Test(culprit_model, broken_commits_are_passed_by)
{
	expect(&(struct scene){.seed = 45,
		   .ends = 8,
		   .step = STEP,
		   .sd = .03,
		   .build = 5,
		   .broken = .2},
	    184, 40, 14);
}
