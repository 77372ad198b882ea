/*
 * Any values of any places. What is said must be numbers: probabilities that
 * sum to 1, levels, variances of at least 0, and a choice that can be made.
 *
 * The first bytes say how many places there are, their weights, an anchor and a
 * least step. Then each byte is what is done: most add a value near a level,
 * some one of the next eight bytes, others forget, mark as broken, update.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/culprit_choice.h"

#define COUNT_MAX 24

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	const uint8_t *data;
	size_t size;
};

static void
require(bool condition)
{
	if (!condition)
		abort();
}

static uint8_t
next(struct input *input)
{
	if (input->size == 0)
		return 0;
	input->size--;
	return *input->data++;
}

/* A finite one: whoever adds a value has made sure of that. */
static double
next_double(struct input *input)
{
	static const double odd[] = {0, -0., 1e308, -1e308, 5e-324, 1e-300,
	    1454, -1454, 1e4, -1e4, 745, 30};
	double value;

	if (input->size >= sizeof value) {
		memcpy(&value, input->data, sizeof value);
		input->data += sizeof value;
		input->size -= sizeof value;
		if (isfinite(value))
			return value;
	}
	return odd[next(input) % (sizeof odd / sizeof odd[0])];
}

static void
check_level(const struct culprit_level *level)
{
	require(isfinite(level->mean));
	require(isfinite(level->within) && level->within >= 0);
	require(isfinite(level->between) && level->between >= 0);
}

static void
check_choice(const struct culprit *culprit, const struct culprit_range *range)
{
	const struct culprit_costs costs = {.build = 5, .visit = 1, .run = 1};
	struct culprit_visit visit;

	if (!culprit_choose(&culprit, 1, range, &costs, &visit))
		return;
	require(visit.place < range->count && !range->broken[visit.place]);
	require(visit.runs >= 1 && visit.runs <= CULPRIT_RUNS_MAX);
	require(isfinite(visit.bits) && visit.bits > 0 && visit.cost > 0);
}

static void
check(const struct culprit *culprit, const struct culprit_range *range)
{
	struct culprit_suspect best = culprit_best(culprit);
	struct culprit_levels levels = culprit_levels(culprit);
	double all[COUNT_MAX];
	double sum = 0;

	culprit_probabilities(culprit, all);
	for (size_t i = 0; i < range->count; i++) {
		struct culprit_outlook at = culprit_outlook(culprit, i);

		require(all[i] >= 0 && all[i] <= 1);
		require(at.reached >= 0 && at.reached <= 1 + 1e-9);
		check_level(&at.before);
		check_level(&at.after);
		sum += all[i];
	}
	require(fabs(sum - 1) < 1e-6);
	require(best.first >= 1 && best.first <= best.last);
	require(best.last < range->count);
	require(best.probability >= 0 && best.probability <= 1 + 1e-9);
	require(isfinite(levels.before) && isfinite(levels.after));
	require(isfinite(levels.before_sd) && isfinite(levels.after_sd));
	require(isfinite(levels.noise) && levels.noise > 0);
	require(isfinite(culprit_drift_log_odds(culprit)));
	check_choice(culprit, range);
}

static void
update(struct culprit *culprit, const struct culprit_range *range)
{
	const struct culprit_place *places;

	if (culprit_places(culprit, &places) == 0)
		return;
	require(!culprit_update(culprit));
	check(culprit, range);
}

static void
act(struct culprit *culprit, struct culprit_range *range, uint8_t what,
    struct input *input)
{
	size_t place = next(input) % range->count;

	if (what < 160)
		require(!culprit_add(culprit, place,
		    (double)(what / 40) * .05 + (double)(what % 40) * .001));
	else if (what < 190)
		require(!culprit_add(culprit, place, next_double(input)));
	else if (what < 200)
		culprit_forget(culprit, place);
	else if (what < 203)
		culprit_forget_all(culprit);
	else if (what < 210)
		culprit_step_least(
		    culprit, fmin(fmax(next_double(input), -1e4), 1e4));
	else if (what < 220)
		range->broken[place] = !range->broken[place];
	else if (what < 230)
		range->built[place] = !range->broken[place];
	else
		update(culprit, range);
}

static bool
begin(
    struct culprit_range *range, struct culprit **culprit, struct input *input)
{
	double weights[COUNT_MAX];
	size_t count = 2 + next(input) % (COUNT_MAX - 1);
	uint8_t how = next(input);

	for (size_t i = 0; i < count; i++)
		weights[i] = how & 1 ? next(input) % 8 : 1;
	if (culprit_range_init(range, weights, count))
		return false;
	require(!culprit_new(culprit, range,
	    how & 2 ? &culprit_noise_counts : &culprit_noise_times));
	if (how & 4) {
		double sd = fabs(next_double(input));

		culprit_anchor(*culprit, sd > 0 ? sd : .005);
	}
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	struct culprit_range range;
	struct culprit *culprit;

	if (!begin(&range, &culprit, &input))
		return 0;
	while (input.size > 0)
		act(culprit, &range, next(&input), &input);
	update(culprit, &range);
	culprit_free(culprit);
	culprit_range_release(&range);
	return 0;
}
