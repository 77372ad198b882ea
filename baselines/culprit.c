#include "baselines/culprit.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/culprit_parts.h"

const struct culprit_noise culprit_noise_times = {
    .outliers = .03,
    .outlier_factor = 10,
    .wander = .005,
    .sd_least = .002,
};

const struct culprit_noise culprit_noise_counts = {
    .outliers = 1e-4,
    .outlier_factor = 10,
    .wander = .001,
    .sd_least = 1e-4,
};

#define CENTRINGS_MAX 4 /* of an update; the next one goes on */
#define VALUES_FIRST 4
#define PLACES_FIRST 16

/* ---- life ---- */

enum err
culprit_new(struct culprit **out, const struct culprit_range *range,
    const struct culprit_noise *noise)
{
	struct culprit *culprit = calloc(1, sizeof *culprit);

	if (!culprit)
		return err_fail(ERR_NOMEM, "out of memory");
	culprit->range = range;
	culprit->noise = noise;
	culprit->step_least = -INFINITY;
	*out = culprit;
	return ERR_OK;
}

void
culprit_free(struct culprit *culprit)
{
	if (!culprit)
		return;
	culprit_forget_all(culprit);
	free(culprit->places);
	free(culprit->held);
	free(culprit->gaps);
	free(culprit);
}

void
culprit_anchor(struct culprit *culprit, double sd)
{
	assert(culprit->count == 0);
	assert(sd > 0 && isfinite(sd));
	culprit->anchor_sd =
	    fmin(fmax(sd, culprit_sd_finest(culprit)), CULPRIT_LOG_MOST);
}

/* A grid that is laid need not have levels so far apart. */
void
culprit_step_least(struct culprit *culprit, double least_log)
{
	assert(fabs(least_log) <= CULPRIT_LOG_MOST);
	culprit->step_least = least_log;
	culprit->grid_values = 0;
	culprit->current = false;
}

const struct culprit_noise *
culprit_noise_of(const struct culprit *culprit)
{
	return culprit->noise;
}

/* ---- values ---- */

static struct culprit_held *
held_new(void)
{
	struct culprit_held *held = calloc(1, sizeof *held);

	if (!held)
		return NULL;
	held->values = calloc(VALUES_FIRST, sizeof *held->values);
	if (!held->values) {
		free(held);
		return NULL;
	}
	held->capacity = VALUES_FIRST;
	return held;
}

static void
held_free(struct culprit_held *held)
{
	free(held->values);
	free(held);
}

/* How many measured places are before `place`: where it is, or would be. */
static size_t
index_of(const struct culprit *culprit, size_t place)
{
	size_t low = 0;
	size_t high = culprit->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (culprit->places[middle].place < place)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_at(const struct culprit *culprit, size_t i, size_t place)
{
	return i < culprit->count && culprit->places[i].place == place;
}

static enum err
reserve(struct culprit *culprit)
{
	size_t capacity =
	    culprit->capacity ? 2 * culprit->capacity : PLACES_FIRST;
	struct culprit_place *places;
	struct culprit_held **held;

	if (culprit->count < culprit->capacity)
		return ERR_OK;
	places = reallocarray(culprit->places, capacity, sizeof *places);
	if (!places)
		return err_fail(ERR_NOMEM, "out of memory");
	culprit->places = places;
	held = reallocarray(culprit->held, capacity, sizeof *held);
	if (!held)
		return err_fail(ERR_NOMEM, "out of memory");
	culprit->held = held;
	culprit->capacity = capacity;
	return ERR_OK;
}

/* The grid goes with the outermost places. */
static void
ends_changed(struct culprit *culprit, size_t i)
{
	if (i == 0 || i + 1 >= culprit->count)
		culprit->grid_values = 0;
}

static enum err
insert(struct culprit *culprit, size_t i, size_t place)
{
	size_t behind = culprit->count - i;
	struct culprit_held *held;
	enum err err = reserve(culprit);

	if (err)
		return err;
	held = held_new();
	if (!held)
		return err_fail(ERR_NOMEM, "out of memory");
	memmove(culprit->places + i + 1, culprit->places + i,
	    behind * sizeof *culprit->places);
	memmove(culprit->held + i + 1, culprit->held + i,
	    behind * sizeof(struct culprit_held *));
	culprit->places[i] = (struct culprit_place){.place = place};
	culprit->held[i] = held;
	culprit->count++;
	ends_changed(culprit, i);
	return ERR_OK;
}

/* There is always room in a place that was just inserted, so that none stays
 * without a value. */
static enum err
append(struct culprit *culprit, size_t i, double value)
{
	struct culprit_place *place = &culprit->places[i];
	struct culprit_held *held = culprit->held[i];

	if (place->count == held->capacity) {
		double *values = reallocarray(
		    held->values, 2 * held->capacity, sizeof *values);

		if (!values)
			return err_fail(ERR_NOMEM, "out of memory");
		held->values = values;
		held->capacity *= 2;
	}
	held->values[place->count++] = value;
	place->values = held->values;
	held->low_known = false;
	held->high_known = false;
	culprit->current = false;
	return ERR_OK;
}

enum err
culprit_add(struct culprit *culprit, size_t place, double value_log)
{
	size_t i = index_of(culprit, place);
	enum err err;

	assert(place < culprit->range->count);
	assert(isfinite(value_log));
	if (!is_at(culprit, i, place)) {
		err = insert(culprit, i, place);
		if (err)
			return err;
	}
	return append(culprit, i,
	    fmin(fmax(value_log, -CULPRIT_LOG_MOST), CULPRIT_LOG_MOST));
}

void
culprit_forget(struct culprit *culprit, size_t place)
{
	size_t i = index_of(culprit, place);
	size_t behind;

	if (!is_at(culprit, i, place))
		return;
	ends_changed(culprit, i);
	held_free(culprit->held[i]);
	behind = culprit->count - i - 1;
	memmove(culprit->places + i, culprit->places + i + 1,
	    behind * sizeof *culprit->places);
	memmove(culprit->held + i, culprit->held + i + 1,
	    behind * sizeof(struct culprit_held *));
	culprit->count--;
	culprit->current = false;
}

void
culprit_forget_all(struct culprit *culprit)
{
	for (size_t i = 0; i < culprit->count; i++)
		held_free(culprit->held[i]);
	culprit->count = 0;
	culprit->grid_values = 0;
	culprit->current = false;
}

size_t
culprit_values(const struct culprit *culprit, size_t place)
{
	size_t i = index_of(culprit, place);

	return is_at(culprit, i, place) ? culprit->places[i].count : 0;
}

size_t
culprit_places(const struct culprit *culprit, const struct culprit_place **out)
{
	*out = culprit->places;
	return culprit->count;
}

/* ---- the posterior ---- */

static enum err
reserve_gaps(struct culprit *culprit, size_t count)
{
	struct culprit_gap *gaps;

	if (count <= culprit->gap_capacity)
		return ERR_OK;
	gaps = reallocarray(culprit->gaps, 2 * count, sizeof *gaps);
	if (!gaps)
		return err_fail(ERR_NOMEM, "out of memory");
	culprit->gaps = gaps;
	culprit->gap_capacity = 2 * count;
	return ERR_OK;
}

/* One value of an end can be an outlier; a grid that was laid by few is laid by
 * the ends again when they have twice as many. */
static bool
is_outgrown(const struct culprit *culprit)
{
	size_t values = culprit->places[0].count +
			culprit->places[culprit->count - 1].count;

	return values >= 2 * culprit->grid_values;
}

enum err
culprit_update(struct culprit *culprit)
{
	enum err err;

	assert(culprit->count > 0);
	err = reserve_gaps(culprit, culprit->count + 1);
	if (!err && is_outgrown(culprit))
		err = culprit_grid_start(culprit);
	if (err)
		return err;
	for (int i = 0;; i++) {
		culprit_likelihoods(culprit);
		culprit_sum(culprit);
		if (i == CENTRINGS_MAX || !culprit_grid_centre(culprit))
			break;
	}
	culprit->current = true;
	return ERR_OK;
}
