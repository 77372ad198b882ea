#include <assert.h>
#include <math.h>
#include <string.h>

#include "baselines/culprit_parts.h"

/* Gaps of less do not count for the levels. */
#define GAP_LEAST 1e-7
/* exp() of it, and 25 times that, is a number. */
#define EXPONENT_MOST 600

/* ln of the sum of exp of n values. */
static double
sum_logs(const double *logs, size_t n)
{
	double largest = logs[0];
	double sum = 0;

	for (size_t i = 1; i < n; i++)
		largest = fmax(largest, logs[i]);
	for (size_t i = 0; i < n; i++)
		sum += exp(logs[i] - largest);
	assert(sum >= 1);
	return largest + log(sum);
}

/* ---- from gap to gap ---- */

/* Cells of both axes as they are for one gap after the other. */
struct sweep {
	const struct culprit *culprit;
	struct culprit_cells before; /* of places before the change */
	struct culprit_cells after;
	size_t firsts[CULPRIT_LEVELS];
};

static void
add_cells(struct culprit_cells *to, const struct culprit_cells *from, int sign)
{
	for (size_t s = 0; s < CULPRIT_NOISES; s++)
		for (size_t g = 0; g < CULPRIT_LEVELS; g++)
			to->log[s][g] += sign * from->log[s][g];
}

static void
clear_cells(struct culprit_cells *cells, const struct culprit_axis *axis)
{
	for (size_t s = 0; s < CULPRIT_NOISES; s++)
		memcpy(cells->log[s], axis->prior, sizeof cells->log[s]);
}

static void
sweep_begin(struct sweep *sweep, const struct culprit *culprit)
{
	sweep->culprit = culprit;
	clear_cells(&sweep->before, &culprit->grid.before);
	clear_cells(&sweep->after, &culprit->grid.after);
	for (size_t i = 0; i < culprit->count; i++)
		add_cells(&sweep->after, &culprit->held[i]->high, 1);
	culprit_firsts(sweep->firsts, &culprit->grid, culprit->step_least);
}

/* From gap i to the next: place i is before the change from now on. */
static void
sweep_next(struct sweep *sweep, size_t i)
{
	if (i == sweep->culprit->count)
		return;
	add_cells(&sweep->before, &sweep->culprit->held[i]->low, 1);
	add_cells(&sweep->after, &sweep->culprit->held[i]->high, -1);
}

/* ---- both levels ---- */

/* Both levels of one noise in one gap: only pairs whose levels are as far apart
 * as they must be. All are relative to the likeliest pair, so each sum over
 * pairs is at least 1, however unlikely that pair is. */
struct pairs {
	double before[CULPRIT_LEVELS];
	double after[CULPRIT_LEVELS];
	double with_before[CULPRIT_LEVELS]; /* all that go with that level */
	double with_after[CULPRIT_LEVELS];
	double sum_log; /* of all pairs */
};

/* Cells of the likeliest pair. */
struct top {
	double before;
	double after;
};

static struct top
top_of(const double *before, const double *after, const size_t *firsts)
{
	struct top top = {-INFINITY, -INFINITY};
	double after_most = -INFINITY;
	size_t k = CULPRIT_LEVELS;

	for (size_t a = CULPRIT_LEVELS; a-- > 0;) {
		while (k > firsts[a])
			after_most = fmax(after_most, after[--k]);
		if (before[a] + after_most > top.before + top.after)
			top = (struct top){before[a], after_most};
	}
	assert(isfinite(top.before + top.after));
	return top;
}

/* A level that is much likelier than that of the likeliest pair goes only with
 * levels that are as much less likely. */
static void
exp_all(double *out, const double *logs, double top)
{
	for (size_t i = 0; i < CULPRIT_LEVELS; i++)
		out[i] = exp(fmin(logs[i] - top, EXPONENT_MOST));
}

/* The levels above a level's first one go with it; firsts ascend, so the sums
 * are taken along both axes at once. */
static void
make_pairs(struct pairs *pairs, const struct sweep *sweep, size_t s)
{
	const double *before = sweep->before.log[s];
	const double *after = sweep->after.log[s];
	const size_t *firsts = sweep->firsts;
	struct top top = top_of(before, after, firsts);
	double sum = 0;
	double all = 0;
	size_t k = CULPRIT_LEVELS;

	exp_all(pairs->before, before, top.before);
	exp_all(pairs->after, after, top.after);
	for (size_t a = CULPRIT_LEVELS; a-- > 0;) {
		while (k > firsts[a])
			sum += pairs->after[--k];
		pairs->with_before[a] = sum;
		all += pairs->before[a] * sum;
	}
	sum = 0;
	k = 0;
	for (size_t b = 0; b < CULPRIT_LEVELS; b++) {
		while (k < CULPRIT_LEVELS && firsts[k] <= b)
			sum += pairs->before[k++];
		pairs->with_after[b] = sum;
	}
	pairs->sum_log = top.before + top.after + log(all);
}

/* ---- gaps ---- */

/* ln of how likely the culprit is in a gap, with all values. */
static double
gap_log(struct culprit_gap *gap, size_t from, const struct sweep *sweep)
{
	const double *reach = sweep->culprit->range->reach;
	double mass = reach[gap->end] - reach[from];
	struct pairs pairs;

	if (!(mass > 0))
		return -INFINITY;
	for (size_t s = 0; s < CULPRIT_NOISES; s++) {
		make_pairs(&pairs, sweep, s);
		gap->logs[s] = pairs.sum_log + log(mass);
	}
	return sum_logs(gap->logs, CULPRIT_NOISES);
}

static void
sum_gaps(struct culprit *culprit)
{
	size_t from = 0;
	double largest = -INFINITY;
	double sum = 0;
	double reached = 0;
	struct sweep sweep;

	sweep_begin(&sweep, culprit);
	for (size_t i = 0; i < culprit->gap_count; i++) {
		struct culprit_gap *gap = &culprit->gaps[i];

		gap->end = i < culprit->count ? culprit->places[i].place
					      : culprit->range->count - 1;
		gap->probability = gap_log(gap, from, &sweep);
		largest = fmax(largest, gap->probability);
		from = gap->end;
		sweep_next(&sweep, i);
	}
	for (size_t i = 0; i < culprit->gap_count; i++)
		sum += exp(culprit->gaps[i].probability - largest);
	assert(sum >= 1);
	for (size_t i = 0; i < culprit->gap_count; i++) {
		struct culprit_gap *gap = &culprit->gaps[i];

		gap->probability = exp(gap->probability - largest) / sum;
		reached += gap->probability;
		gap->reached = fmin(reached, 1);
	}
	culprit->posterior.evidence_log = largest + log(sum);
}

/* ---- levels ---- */

struct marginals {
	double before[CULPRIT_LEVELS];
	double after[CULPRIT_LEVELS];
	double noise[CULPRIT_NOISES];
};

/* Adds what one noise says of a level to its marginal and to the gap's sums.
 * There, `variance` is the second moment until the gap ends. */
static void
add_level(double *marginal, struct culprit_sums *sums,
    const struct culprit_axis *axis, const double *own, const double *others,
    double weight)
{
	double middle = axis->at[CULPRIT_LEVELS / 2];
	double whole = 0;
	double mean = 0;
	double square = 0;

	for (size_t g = 0; g < CULPRIT_LEVELS; g++)
		whole += own[g] * others[g];
	for (size_t g = 0; g < CULPRIT_LEVELS; g++) {
		double share = own[g] * others[g] / whole;
		double level = axis->at[g] - middle;

		marginal[g] += weight * share;
		mean += share * level;
		square += share * level * level;
	}
	sums->probability += weight;
	sums->mean += weight * mean;
	sums->variance += weight * square;
}

/* A gap's second moment becomes its variance; then all before it are added. */
static void
end_gap(struct culprit_sums *own, const struct culprit_sums *below)
{
	if (own->probability > 0) {
		own->square = own->mean * own->mean / own->probability;
		own->variance -= own->square;
	}
	if (!below)
		return;
	own->probability += below->probability;
	own->mean += below->mean;
	own->square += below->square;
	own->variance += below->variance;
}

static void
add_gap(
    struct marginals *of, struct culprit_gap *gap, const struct sweep *sweep)
{
	const struct culprit_grid *grid = &sweep->culprit->grid;
	double whole = sum_logs(gap->logs, CULPRIT_NOISES);
	struct pairs pairs;

	for (size_t s = 0; s < CULPRIT_NOISES; s++) {
		double weight = gap->probability * exp(gap->logs[s] - whole);

		of->noise[s] += weight;
		if (weight < GAP_LEAST)
			continue;
		make_pairs(&pairs, sweep, s);
		add_level(of->before, &gap->before, &grid->before, pairs.before,
		    pairs.with_before, weight);
		add_level(of->after, &gap->after, &grid->after, pairs.after,
		    pairs.with_after, weight);
	}
}

static void
sum_levels(struct culprit *culprit, struct marginals *of)
{
	struct sweep sweep;

	sweep_begin(&sweep, culprit);
	for (size_t i = 0; i < culprit->gap_count; i++) {
		struct culprit_gap *gap = &culprit->gaps[i];
		const struct culprit_gap *below = i ? gap - 1 : NULL;

		gap->before = (struct culprit_sums){0};
		gap->after = (struct culprit_sums){0};
		if (gap->probability > GAP_LEAST)
			add_gap(of, gap, &sweep);
		end_gap(&gap->before, below ? &below->before : NULL);
		end_gap(&gap->after, below ? &below->after : NULL);
		sweep_next(&sweep, i);
	}
}

static struct culprit_moments
moments(const double *at, const double *weights, size_t n)
{
	struct culprit_moments out = {.edge = weights[0] + weights[n - 1]};
	double sum = 0;
	double square = 0;

	for (size_t i = 0; i < n; i++) {
		sum += weights[i];
		out.mean += weights[i] * at[i];
	}
	out.mean /= sum;
	out.edge /= sum;
	for (size_t i = 0; i < n; i++)
		square += weights[i] * (at[i] - out.mean) * (at[i] - out.mean);
	out.sd = sqrt(square / sum);
	return out;
}

void
culprit_sum(struct culprit *culprit)
{
	const struct culprit_grid *grid = &culprit->grid;
	struct culprit_posterior *posterior = &culprit->posterior;
	struct marginals of = {0};

	culprit->gap_count = culprit->count + 1;
	sum_gaps(culprit);
	sum_levels(culprit, &of);
	posterior->before = moments(grid->before.at, of.before, CULPRIT_LEVELS);
	posterior->after = moments(grid->after.at, of.after, CULPRIT_LEVELS);
	posterior->noise = moments(grid->noises, of.noise, CULPRIT_NOISES);
}
