/* Against the full sum, each term as its definition says, over every culprit,
 * both levels and the noise of the grid that the culprit has. */
#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/culprit_parts.h"
#include "core/base/rng.h"
#include "tests/support/culprit_fixture.h"

#define PLACES_MAX 40

struct naive {
	double by_place[PLACES_MAX];
	double before;
	double after;
	double noise;
	double whole;
};

static double
normal_density(double x, double sd)
{
	return exp(-.5 * (x / sd) * (x / sd)) / sd;
}

static double
values_log(const struct culprit_place *place, double level, double s)
{
	const struct culprit_noise *noise = culprit_noise_of(culprit);
	double wander = noise->wander * noise->wander;
	double sd = sqrt(s * s + (double)place->count * wander);
	double sum = 0;

	for (size_t i = 0; i < place->count; i++) {
		double off = place->values[i] - level;

		sum += log((1 - noise->outliers) * normal_density(off, sd) +
			   noise->outliers *
			       normal_density(off, noise->outlier_factor * sd));
	}
	return sum;
}

static double
all_log(size_t c, double a, double b, double s)
{
	const struct culprit_place *places;
	size_t count = culprit_places(culprit, &places);
	double anchored = a / culprit->anchor_sd;
	double sum = culprit->anchor_sd > 0 ? -.5 * anchored * anchored : 0;

	for (size_t i = 0; i < count; i++)
		sum += values_log(&places[i], places[i].place < c ? a : b, s);
	return sum;
}

static void
add_pair(struct naive *naive, size_t c, double a, double b, double s)
{
	double weight;

	if (b < a + culprit->step_least)
		return;
	weight = (range.reach[c] - range.reach[c - 1]) *
		 exp(all_log(c, a, b, s) - culprit->posterior.evidence_log);
	naive->by_place[c] += weight;
	naive->before += weight * a;
	naive->after += weight * b;
	naive->noise += weight * s;
	naive->whole += weight;
}

static struct naive
sum_naively(void)
{
	const struct culprit_grid *grid = &culprit->grid;
	struct naive naive = {0};

	for (size_t c = 1; c < range.count; c++)
		for (size_t s = 0; s < CULPRIT_NOISES; s++)
			for (size_t a = 0; a < CULPRIT_LEVELS; a++)
				for (size_t b = 0; b < CULPRIT_LEVELS; b++)
					add_pair(&naive, c, grid->before.at[a],
					    grid->after.at[b], grid->noises[s]);
	return naive;
}

/* The sums over levels leave out what is less probable than 1e-7 in one gap
 * with one noise, of levels that are at most a few tenths away. */
static void
expect_naive(void)
{
	struct naive naive = sum_naively();
	struct culprit_levels levels = culprit_levels(culprit);
	double reached = 0;

	for (size_t c = 1; c < range.count; c++) {
		reached += naive.by_place[c];
		cr_expect(epsilon_eq(dbl, culprit_reached(culprit, c),
			      reached / naive.whole, 1e-9),
		    "place %zu", c);
	}
	cr_expect(epsilon_eq(dbl, naive.whole, 1, 1e-9));
	cr_expect(
	    epsilon_eq(dbl, levels.before, naive.before / naive.whole, 1e-6));
	cr_expect(
	    epsilon_eq(dbl, levels.after, naive.after / naive.whole, 1e-6));
	cr_expect(
	    epsilon_eq(dbl, levels.noise, naive.noise / naive.whole, 1e-6));
}

static void
give_some(struct rng *rng, size_t c, double sd)
{
	for (size_t i = 0; i < 20; i++) {
		size_t place = i < 6 ? (i % 2) * (range.count - 1)
				     : (size_t)rng_below(rng, range.count);

		culprit_give(
		    place, (place >= c ? STEP : 0) + sd * rng_normal(rng));
		if (i % 3 == 1)
			culprit_settle();
	}
	culprit_settle();
}

Test(culprit_grid, the_posterior_is_the_full_sum)
{
	struct rng rng;

	rng_seed(&rng, 21);
	for (size_t i = 0; i < 4; i++) {
		culprit_start(NULL, 6 + 3 * i);
		give_some(&rng, 1 + 2 * i, .02 + .02 * (double)i);
		expect_naive();
		culprit_stop();
	}
}

Test(culprit_grid, so_it_is_with_weights_a_least_step_and_an_anchor)
{
	const double weights[] = {0, 1, 0, 3, .5, 0, 0, 2, 1};
	struct rng rng;

	rng_seed(&rng, 22);
	for (size_t i = 0; i < 4; i++) {
		culprit_start(weights, 9);
		if (i % 2)
			culprit_anchor(culprit, .01);
		culprit_step_least(culprit, i < 2 ? .02 : .12);
		give_some(&rng, 4, .03);
		expect_naive();
		culprit_stop();
	}
}

Test(culprit_grid, so_it_is_where_a_place_was_forgotten)
{
	struct rng rng;

	rng_seed(&rng, 23);
	culprit_start(NULL, 9);
	give_some(&rng, 4, .03);
	for (size_t place = 3; place < 9; place += 2) {
		culprit_forget(culprit, place);
		culprit_settle();
		expect_naive();
	}
	culprit_stop();
}

/* ---- the outlook ---- */

/* The level behind the change as it is for one culprit alone. */
static double
mean_after(size_t c)
{
	const struct culprit_grid *grid = &culprit->grid;
	struct naive naive = {0};

	for (size_t s = 0; s < CULPRIT_NOISES; s++)
		for (size_t a = 0; a < CULPRIT_LEVELS; a++)
			for (size_t b = 0; b < CULPRIT_LEVELS; b++)
				add_pair(&naive, c, grid->before.at[a],
				    grid->after.at[b], grid->noises[s]);
	return naive.after / naive.whole;
}

/* The variance of a level over those who may be guilty at place 4 or before
 * it, weighed by their probabilities. It is somewhat more, as the level differs
 * by noise, too. */
Test(culprit_grid, an_outlook_tells_means_that_go_with_the_culprit)
{
	struct culprit_outlook at;
	double sum = 0, mean = 0, square = 0;
	double p[9];

	culprit_start(NULL, 9);
	culprit_give_ends();
	culprit_give(2, STEP + .03);
	culprit_give(4, STEP - .05);
	culprit_give(6, STEP + .01);
	culprit_settle();
	at = culprit_outlook(culprit, 4);
	culprit_probabilities(culprit, p);
	for (size_t c = 1; c <= 4; c++) {
		double level = mean_after(c);

		sum += p[c];
		mean += p[c] * level;
		square += p[c] * level * level;
	}
	mean /= sum;
	cr_expect(epsilon_eq(dbl, at.reached, sum, 1e-9));
	cr_expect(epsilon_eq(dbl, at.after.mean, mean, 1e-6));
	cr_expect(ge(dbl, at.after.between, square / sum - mean * mean - 1e-9));
	cr_expect(
	    lt(dbl, at.after.between, 2 * (square / sum - mean * mean) + 1e-6));
	culprit_stop();
}
