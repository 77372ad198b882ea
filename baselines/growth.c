#include "baselines/growth.h"

#include <assert.h>
#include <math.h>

#include "baselines/order.h"
#include "baselines/signed_rank.h"
#include "core/base/rng.h"

#define RESAMPLES 200

/* ---- one side ---- */

/* Medians over `rounds` places in the rounds, which `drawn` names. */
static void
medians_of(
    const struct growth_costs *costs, const size_t *drawn, double *medians)
{
	double one[GROWTH_ROUNDS_MAX];

	for (size_t i = 0; i < costs->sizes; i++) {
		const double *row = costs->costs + i * costs->rounds;

		for (size_t r = 0; r < costs->rounds; r++)
			one[r] = row[drawn ? drawn[r] : r];
		medians[i] = median_in_place(one, costs->rounds);
	}
}

void
growth_medians(const struct growth_costs *costs, double *medians)
{
	medians_of(costs, NULL, medians);
}

static double
noise_of(const struct growth_costs *costs, const double *medians)
{
	double noise[FAMILY_SIZES_MAX];

	for (size_t i = 0; i < costs->sizes; i++)
		noise[i] =
		    mad_sd(costs->costs + i * costs->rounds, costs->rounds) /
		    medians[i];
	return median_in_place(noise, costs->sizes);
}

static enum growth
classify(const double *n, const double *medians, size_t sizes, double noise,
    struct law *law)
{
	double g[FAMILY_SIZES_MAX];
	double rms[GROWTH_COUNT];
	struct law laws[GROWTH_COUNT];
	enum growth growth;

	for (int k = 0; k < GROWTH_COUNT; k++) {
		for (size_t i = 0; i < sizes; i++)
			g[i] = growth_value((enum growth)k, n[i]);
		laws[k] = law_fit(medians, g, sizes);
		rms[k] = laws[k].rms;
	}
	growth = law_choose(rms, noise, medians, sizes);
	*law = laws[growth];
	return growth;
}

static double
support_of(const struct growth_costs *costs, const struct growth_fit *fit,
    uint64_t seed)
{
	size_t drawn[GROWTH_ROUNDS_MAX];
	double medians[FAMILY_SIZES_MAX];
	struct law law;
	struct rng rng;
	int same = 0;

	rng_seed(&rng, seed);
	for (int k = 0; k < RESAMPLES; k++) {
		for (size_t r = 0; r < costs->rounds; r++)
			drawn[r] = (size_t)rng_below(&rng, costs->rounds);
		medians_of(costs, drawn, medians);
		same += classify(costs->n, medians, costs->sizes, fit->noise,
			    &law) == fit->growth;
	}
	return (double)same / RESAMPLES;
}

/* Median of the slopes between any two sizes: one cost of a round that is far
 * off moves it little, and a round in which one is would be lost otherwise.
 * Where all signs change so does its own. `under` may be NULL: ones. */
static double
slope_of_round(const struct growth_costs *costs,
    const struct growth_costs *under, size_t round)
{
	double pairs[FAMILY_SIZES_MAX * (FAMILY_SIZES_MAX - 1) / 2];
	double y[FAMILY_SIZES_MAX];
	size_t count = 0;

	for (size_t i = 0; i < costs->sizes; i++) {
		size_t at = i * costs->rounds + round;

		y[i] = log(costs->costs[at]);
		if (under)
			y[i] -= log(under->costs[at]);
		for (size_t k = 0; k < i; k++)
			pairs[count++] =
			    (y[i] - y[k]) / log(costs->n[i] / costs->n[k]);
	}
	return order_median(pairs, count);
}

struct slopes {
	double centre;
	struct interval_estimate interval;
};

/* NaN below GROWTH_ROUNDS_MIN rounds. */
static struct slopes
slopes_of(const struct growth_costs *costs, const struct growth_costs *under)
{
	struct slopes slopes = {NAN, {NAN, NAN}};
	double d[GROWTH_ROUNDS_MAX];

	if (costs->rounds < GROWTH_ROUNDS_MIN)
		return slopes;
	for (size_t r = 0; r < costs->rounds; r++)
		d[r] = slope_of_round(costs, under, r);
	slopes.centre = hodges_lehmann(d, costs->rounds);
	signed_rank_interval(
	    d, costs->rounds, GROWTH_CONFIDENCE, &slopes.interval);
	return slopes;
}

void
growth_fit(
    struct growth_fit *out, const struct growth_costs *costs, uint64_t seed)
{
	double medians[FAMILY_SIZES_MAX];
	struct slopes slopes = slopes_of(costs, NULL);

	assert(costs->rounds > 0 && costs->rounds <= GROWTH_ROUNDS_MAX);
	assert(!family_reason(costs->n, costs->sizes));
	growth_medians(costs, medians);
	out->noise = noise_of(costs, medians);
	out->growth =
	    classify(costs->n, medians, costs->sizes, out->noise, &out->law);
	out->support = costs->rounds < GROWTH_ROUNDS_MIN
			   ? NAN
			   : support_of(costs, out, seed);
	out->exponent = slopes.centre;
	out->exponent_low = slopes.interval.low;
	out->exponent_high = slopes.interval.high;
}

bool
growth_is_clear(const struct growth_fit *fit)
{
	return fit->support >= GROWTH_SUPPORT; /* NaN is not */
}

/* ---- two sides ---- */

/* The sizes' median ratios, each of pairs. */
static void
fill_ratios(struct growth_change *out, const struct growth_costs *base,
    const struct growth_costs *head)
{
	double low = INFINITY, high = -INFINITY, sum = 0;
	double d[GROWTH_ROUNDS_MAX];

	for (size_t i = 0; i < base->sizes; i++) {
		double centre;

		for (size_t r = 0; r < base->rounds; r++) {
			size_t at = i * base->rounds + r;

			d[r] = series_log_ratio(DIRECTION_SMALLER,
			    base->costs[at], head->costs[at]);
		}
		centre = median_in_place(d, base->rounds);
		low = fmin(low, centre);
		high = fmax(high, centre);
		sum += centre;
	}
	out->shape = exp(high - low);
	out->level = exp(sum / (double)base->sizes);
}

/* 1 worse, -1 better, 0 not proven to have changed. */
static int
class_turn(const struct growth_fit *base, const struct growth_fit *head,
    const struct growth_change *change, double tolerance)
{
	if (!growth_is_clear(base) || !growth_is_clear(head) ||
	    base->growth == head->growth || change->shape <= 1 + tolerance)
		return 0;
	return head->growth > base->growth ? 1 : -1;
}

static int
exponent_turn(const struct growth_change *change, double tolerance)
{
	if (change->effect_low > 1 + tolerance)
		return 1;
	return change->effect_high < 1 / (1 + tolerance) ? -1 : 0;
}

/* What has no proven change. An unclear class matters only where the shapes
 * differ: of one shape, whatever it is called, nothing changed. */
static void
judge_unchanged(struct growth_change *out, bool clear, double tolerance)
{
	out->verdict = VERDICT_INCONCLUSIVE;
	if (!(out->effect_high <= 1 + tolerance)) {
		out->note = GROWTH_NOTE_WIDE;
	} else if (!clear && out->shape > 1 + tolerance) {
		out->note = GROWTH_NOTE_AMBIGUOUS;
	} else {
		out->verdict = VERDICT_PASS;
		out->note = out->level > 1 + tolerance ||
				    out->level < 1 / (1 + tolerance)
				? GROWTH_NOTE_FACTOR
				: GROWTH_NOTE_NONE;
	}
}

static void
judge(struct growth_change *out, const struct growth_fit *base,
    const struct growth_fit *head, double tolerance)
{
	int kind = class_turn(base, head, out, tolerance);
	int exponent = exponent_turn(out, tolerance);
	bool worse = kind > 0 || exponent > 0;

	if (!kind && !exponent) {
		judge_unchanged(out,
		    growth_is_clear(base) && growth_is_clear(head), tolerance);
		return;
	}
	out->verdict = worse ? VERDICT_REGRESSED : VERDICT_IMPROVED;
	out->note =
	    kind == (worse ? 1 : -1) ? GROWTH_NOTE_CLASS : GROWTH_NOTE_EXPONENT;
}

void
growth_compare(struct growth_change *out, const struct growth_costs *base,
    const struct growth_fit *base_fit, const struct growth_costs *head,
    const struct growth_fit *head_fit, double tolerance)
{
	struct slopes slopes = slopes_of(head, base);
	double span = log(base->n[base->sizes - 1] / base->n[0]);

	assert(base->sizes == head->sizes && base->rounds == head->rounds);
	*out = (struct growth_change){
	    .slope = slopes.centre,
	    .slope_low = slopes.interval.low,
	    .slope_high = slopes.interval.high,
	    .effect = exp(slopes.centre * span),
	    .effect_low = exp(slopes.interval.low * span),
	    .effect_high = exp(slopes.interval.high * span),
	};
	fill_ratios(out, base, head);
	if (base->rounds >= GROWTH_ROUNDS_MIN) {
		judge(out, base_fit, head_fit, tolerance);
		return;
	}
	out->verdict = VERDICT_INCONCLUSIVE;
	out->note = GROWTH_NOTE_ROUNDS;
}
