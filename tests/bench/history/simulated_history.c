#include "tests/bench/history/simulated_history.h"

#include <math.h>

#define PI 3.14159265358979323846
#define LEVEL 1000. /* of a value before any change */
#define GAP 12 /* between changes, and from the ends */

static double
between(struct rng *rng, double low, double high)
{
	return low + (high - low) * rng_unit(rng);
}

static size_t
between_whole(struct rng *rng, size_t low, size_t high)
{
	return low + (size_t)rng_below(rng, high - low + 1);
}

/* Student's t with 3 degrees of freedom, of variance 3. */
static double
heavy(struct rng *rng)
{
	double square = 0;

	for (int i = 0; i < 3; i++) {
		double z = rng_normal(rng);

		square += z * z;
	}
	return rng_normal(rng) / sqrt(square / 3);
}

/* ---- where levels change ---- */

static void
place_anywhere(struct rng *rng, struct history *history)
{
	size_t wanted = between_whole(rng, 1, HISTORY_CHANGES_MAX);
	size_t at = 0;

	history->change_count = 0;
	for (size_t i = 0; i < wanted; i++) {
		size_t left = history->n - at;

		if (left < 2 * GAP + 1)
			return;
		at = between_whole(
		    rng, at + GAP, at + GAP + (left - 2 * GAP) / (wanted - i));
		history->changes[history->change_count++] = at;
	}
}

static void
place_near_ends(struct rng *rng, struct history *history)
{
	size_t early = between_whole(rng, 5, 8);
	size_t late = history->n - between_whole(rng, 5, 8);

	history->change_count = 0;
	if (rng_below(rng, 2))
		history->changes[history->change_count++] = early;
	else
		history->changes[history->change_count++] = late;
}

static void
place_dip(struct rng *rng, struct history *history)
{
	size_t length = between_whole(rng, 6, 15);
	size_t at = between_whole(rng, GAP, history->n - GAP - length);

	history->changes[0] = at;
	history->changes[1] = at + length;
	history->change_count = 2;
}

/* ---- noise ---- */

static void
add_normal(struct rng *rng, struct history *history, double sd)
{
	for (size_t i = 0; i < history->n; i++)
		history->values[i] += sd * rng_normal(rng);
}

static void
noise_normal(struct rng *rng, struct history *history)
{
	add_normal(rng, history, history->sd);
}

static void
noise_heavy(struct rng *rng, struct history *history)
{
	for (size_t i = 0; i < history->n; i++)
		history->values[i] += .7 * history->sd * heavy(rng);
}

void
history_outliers(struct rng *rng, double *logs, size_t n, double share)
{
	for (size_t i = 0; i < n; i++)
		if (rng_unit(rng) < share)
			logs[i] += log(between(rng, 1.2, 3));
}

static void
noise_spikes(struct rng *rng, struct history *history)
{
	add_normal(rng, history, history->sd);
	for (size_t i = 0; i < history->n; i++) {
		size_t end = i + between_whole(rng, 1, 3);
		double factor = log(between(rng, 1.2, 3));

		if (rng_unit(rng) >= .02)
			continue;
		for (; i < end && i < history->n; i++)
			history->values[i] += factor;
	}
}

static void
noise_modes(struct rng *rng, struct history *history)
{
	double apart = history->sd * between(rng, 3, 6);

	add_normal(rng, history, history->sd);
	for (size_t i = 0; i < history->n; i++)
		if (rng_unit(rng) < .3)
			history->values[i] += apart;
}

static void
noise_dwelling(struct rng *rng, struct history *history)
{
	double apart = history->sd * between(rng, 3, 6);
	bool second = false;

	add_normal(rng, history, history->sd);
	for (size_t i = 0; i < history->n; i++) {
		if (rng_unit(rng) < (second ? .4 : .2))
			second = !second;
		history->values[i] += second ? apart : 0;
	}
}

static void
noise_louder(struct rng *rng, struct history *history)
{
	size_t at = between_whole(rng, history->n / 4, 3 * history->n / 4);

	for (size_t i = 0; i < history->n; i++)
		history->values[i] +=
		    (i < at ? .5 : 1.5) * history->sd * rng_normal(rng);
}

static void
noise_alike(struct rng *rng, struct history *history)
{
	double last = rng_normal(rng);

	for (size_t i = 0; i < history->n; i++) {
		last = .5 * last + sqrt(.75) * rng_normal(rng);
		history->values[i] += history->sd * last;
	}
}

static void
noise_wandering(struct rng *rng, struct history *history)
{
	double level = 0;

	for (size_t i = 0; i < history->n; i++) {
		level += .15 * history->sd * rng_normal(rng);
		history->values[i] += level + history->sd * rng_normal(rng);
	}
}

static void
noise_roaming(struct rng *rng, struct history *history)
{
	double last = rng_normal(rng);

	for (size_t i = 0; i < history->n; i++) {
		last = .9 * last + sqrt(.19) * rng_normal(rng);
		history->values[i] +=
		    history->sd * (.7 * last + .7 * rng_normal(rng));
	}
}

static void
noise_creeping(struct rng *rng, struct history *history)
{
	double total = history->sd * between(rng, -5, 5);

	add_normal(rng, history, history->sd);
	for (size_t i = 0; i < history->n; i++)
		history->values[i] += total * (double)i / (double)history->n;
}

static void
noise_weekly(struct rng *rng, struct history *history)
{
	add_normal(rng, history, history->sd);
	for (size_t i = 0; i < history->n; i++)
		history->values[i] +=
		    1.5 * history->sd * sin(2 * PI * (double)i / 7);
}

static void
noise_none(struct rng *rng, struct history *history)
{
	for (size_t i = 0; i < history->n; i++)
		if (rng_unit(rng) < .02)
			history->values[i] += log(between(rng, 1.01, 1.5));
}

/* ---- what is done to the values ---- */

/* Some multiples of the noise, so that most neighbours are equal. */
static void
noise_rounded(struct rng *rng, struct history *history)
{
	double quantum = history->sd * between(rng, 1, 4);

	add_normal(rng, history, history->sd);
	for (size_t i = 0; i < history->n; i++)
		history->values[i] =
		    quantum * round(history->values[i] / quantum);
}

static void
noise_gaps(struct rng *rng, struct history *history)
{
	add_normal(rng, history, history->sd);
	for (size_t i = 0; i < history->n; i++)
		if (rng_unit(rng) < .15)
			history->values[i] = NAN;
}

const struct history_kind history_kinds[] = {
    {"normal", "normal noise", noise_normal, place_anywhere},
    {"heavy", "Student's t, 3 degrees of freedom", noise_heavy, place_anywhere},
    {"spikes", "2 % groups of 1 to 3 outliers, x1.2 to x3", noise_spikes,
	place_anywhere},
    {"modes", "3 of 10 points 3 to 6 sd above", noise_modes, place_anywhere},
    {"dwelling", "the same, 2.5 points at a time", noise_dwelling,
	place_anywhere},
    {"louder", "noise three times as loud from somewhere on", noise_louder,
	place_anywhere},
    {"alike", "neighbours correlated by .5", noise_alike, place_anywhere},
    {"wandering", "and a random walk of .15 sd", noise_wandering,
	place_anywhere},
    {"roaming", "half of it correlated by .9", noise_roaming, place_anywhere},
    {"creeping", "and a line of up to 5 sd", noise_creeping, place_anywhere},
    {"weekly", "and a wave of 1.5 sd every 7 points", noise_weekly,
	place_anywhere},
    {"rounded", "to 1 to 4 sd", noise_rounded, place_anywhere},
    {"counts", "no noise, 2 % outliers", noise_none, place_anywhere},
    {"gaps", "15 % missing", noise_gaps, place_anywhere},
    {"ends", "a change 5 to 8 points from an end", noise_normal,
	place_near_ends},
    {"dips", "away for 6 to 15 points", noise_normal, place_dip},
    {NULL, NULL, NULL, NULL},
};

/* Someone who looks at a chart sees changes of about 3 sd and more. */
static double
change_of(struct rng *rng, double sd)
{
	double size = fmax(.02, sd * between(rng, 2.5, 8));

	return rng_below(rng, 2) ? size : -size;
}

void
simulated_history_make(struct history *out, const struct history_kind *kind,
    bool flat, struct rng *rng)
{
	double level = 0;
	size_t next = 0;

	out->n = between_whole(rng, HISTORY_POINTS_MIN, HISTORY_POINTS_MAX);
	out->sd = .005 * exp(between(rng, 0, log(10)));
	out->change_count = 0;
	if (!flat)
		kind->place(rng, out);
	for (size_t i = 0; i < out->n; i++) {
		if (next < out->change_count && i == out->changes[next]) {
			level += change_of(rng, out->sd);
			next++;
		}
		out->values[i] = level;
	}
	kind->noise(rng, out);
	for (size_t i = 0; i < out->n; i++)
		out->values[i] = LEVEL * exp(out->values[i]);
}
