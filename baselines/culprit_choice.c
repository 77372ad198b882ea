#include "baselines/culprit_choice.h"

#include <assert.h>
#include <math.h>

#define NODES 31 /* of an integral over what may be read */
#define REACH 5. /* standard deviations beyond either level */
/* So far apart, yes and no are never taken for each other. */
#define DISTANCE_MOST 10.
/* Less is no question. */
#define P_LEAST 1e-6
/* Of fewer bits a run tells nothing. */
#define BITS_LEAST 1e-6
/* So many runs of one place, and it has said what it can. */
#define VALUES_MAX 60
/* No place of a less probable gap is asked. */
#define GAP_LEAST 1e-9

static double
normal(double z)
{
	return exp(-.5 * z * z) * .3989422804014327;
}

static double
part(double share, double density, double mixture)
{
	return share > 0 && density > 0
		   ? share * density * log2(density / mixture)
		   : 0;
}

/* At most 20 / 30 = 2/3 apart, the nodes give it to 1e-5 bits, and what is
 * smaller to a thousandth. */
double
culprit_information(double p, double d)
{
	double apart = fmin(fabs(d), DISTANCE_MOST);
	double step = (apart + 2 * REACH) / (NODES - 1);
	double sum = 0;

	for (int i = 0; i < NODES; i++) {
		double y = i * step - REACH;
		double no = normal(y);
		double yes = normal(y - apart);
		double mixture = p * yes + (1 - p) * no;

		sum += part(p, yes, mixture) + part(1 - p, no, mixture);
	}
	return fmax(sum * step, 0);
}

/* ---- one series ---- */

/* What it says of a level whose mean goes with who is guilty: the information
 * of a normal channel. */
static double
level_bits(const struct culprit_level *level, double noise)
{
	return .5 * log2(1 + level->between / (noise + level->within));
}

/* Which of two levels it is, and what the level is, tell who is guilty. */
static double
bits_of(const struct culprit *culprit, size_t place, size_t runs)
{
	struct culprit_outlook at = culprit_outlook(culprit, place);
	double there = (double)culprit_values(culprit, place);
	double s = culprit_levels(culprit).noise;
	double own = culprit_noise_of(culprit)->wander;
	double run = s * s;
	double wander = own * own;
	double noise = run / (double)runs + wander;
	double worth = (run + wander) / (run + (there + 1) * wander);
	double p = at.reached;
	double variance = noise + p * (at.after.within + at.after.between) +
			  (1 - p) * (at.before.within + at.before.between);
	double d = (at.after.mean - at.before.mean) / sqrt(variance);
	double bits = p * level_bits(&at.after, noise) +
		      (1 - p) * level_bits(&at.before, noise);

	if (there > VALUES_MAX)
		return 0;
	if (p > P_LEAST && p < 1 - P_LEAST)
		bits += culprit_information(p, d);
	return worth * bits;
}

/* ---- places ---- */

struct choosing {
	const struct culprit *const *culprits;
	size_t count;
	const struct culprit_range *range;
	const struct culprit_costs *costs;
	double best; /* bits for their cost */
	struct culprit_visit *visit;
	bool found;
};

/* How likely a place can be built, by the nearest that could not. */
static double
chance(const struct culprit_range *range, size_t place)
{
	size_t below = place;
	size_t above = place;
	size_t nearest = range->count;

	if (range->built[place])
		return 1;
	while (below > 0 && !range->built[below] && !range->broken[below])
		below--;
	while (above < range->count - 1 && !range->built[above] &&
	       !range->broken[above])
		above++;
	if (range->broken[below])
		nearest = place - below;
	if (range->broken[above] && above - place < nearest)
		nearest = above - place;
	return nearest == range->count ? 1 : 1 - 1 / (1 + (double)nearest);
}

static void
try_runs(struct choosing *c, size_t place, size_t runs, double chance)
{
	bool built = c->range->built[place];
	double cost = c->costs->visit + c->costs->run * (double)runs +
		      (built ? 0 : c->costs->build);
	double bits = 0;

	for (size_t i = 0; i < c->count; i++)
		bits += bits_of(c->culprits[i], place, runs);
	if (bits < BITS_LEAST || bits * chance / cost <= c->best)
		return;
	c->best = bits * chance / cost;
	c->found = true;
	*c->visit = (struct culprit_visit){place, runs, bits, cost};
}

/* Several runs at once are worth it only where the way there is dear. */
static void
try_place(struct choosing *c, size_t place)
{
	bool dear = c->costs->visit > 0 ||
		    (!c->range->built[place] && c->costs->build > 0);
	double likely;

	if (c->range->broken[place])
		return;
	likely = chance(c->range, place);
	for (size_t runs = 1; runs <= (dear ? CULPRIT_RUNS_MAX : 1); runs++)
		try_runs(c, place, runs, likely);
}

/* The first place that `reach` of the weights do not lie behind. */
static size_t
place_at(
    const struct culprit_range *range, size_t low, size_t high, double reach)
{
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (range->reach[middle] < reach)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Around `middle`, by doubled distances, past what is broken. */
static void
try_around(struct choosing *c, size_t low, size_t high, size_t middle)
{
	const bool *broken = c->range->broken;

	try_place(c, middle);
	for (size_t by = 1; by < high - low; by *= 2) {
		size_t below = middle > low + by ? middle - by : low + 1;
		size_t above = middle + by < high ? middle + by : high - 1;

		while (below > low + 1 && broken[below])
			below--;
		while (above < high - 1 && broken[above])
			above++;
		try_place(c, below);
		try_place(c, above);
	}
}

/* The nearest places on either side that are built already. */
static void
try_built(struct choosing *c, size_t low, size_t high, size_t middle)
{
	const bool *built = c->range->built;
	size_t below = middle;
	size_t above = middle;

	while (below > low && !built[below])
		below--;
	while (above < high && !built[above])
		above++;
	if (below > low)
		try_place(c, below);
	if (above < high)
		try_place(c, above);
}

/* Between two measured places the probability grows with the weights: the best
 * one is where it comes nearest to one half, or as near as can be had cheaper.
 */
static void
try_gap(
    struct choosing *c, const struct culprit *culprit, size_t low, size_t high)
{
	const double *reach = c->range->reach;
	double from = culprit_reached(culprit, low);
	double to = culprit_reached(culprit, high);
	double share;
	size_t middle;

	if (high - low < 2 || !(to - from > GAP_LEAST))
		return;
	share = fmin(fmax((.5 - from) / (to - from), 0), 1);
	middle = place_at(c->range, low + 1, high - 1,
	    reach[low] + share * (reach[high] - reach[low]));
	try_around(c, low, high, middle);
	if (middle > low + 1)
		try_place(c, middle - 1);
	try_built(c, low, high, middle);
}

/* Both ends may be worth a run, measured or not. */
static void
try_all(struct choosing *c, const struct culprit *culprit)
{
	const struct culprit_place *places;
	size_t count = culprit_places(culprit, &places);
	size_t last = c->range->count - 1;
	size_t low = 0;

	try_place(c, 0);
	for (size_t i = 0; i < count; i++) {
		try_gap(c, culprit, low, places[i].place);
		try_place(c, places[i].place);
		low = places[i].place;
	}
	try_gap(c, culprit, low, last);
	try_place(c, last);
}

bool
culprit_choose(const struct culprit *const *culprits, size_t count,
    const struct culprit_range *range, const struct culprit_costs *costs,
    struct culprit_visit *out)
{
	struct choosing c = {
	    .culprits = culprits,
	    .count = count,
	    .range = range,
	    .costs = costs,
	    .visit = out,
	};

	assert(costs->run > 0 && costs->build >= 0 && costs->visit >= 0);
	for (size_t i = 0; i < count; i++)
		try_all(&c, culprits[i]);
	return c.found;
}
