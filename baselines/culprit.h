/**
 * Who changed a level: the posterior over the commits of a range, by noisy
 * values of some of them. Pure functions over arrays.
 *
 * Places 0 ... count - 1 are commits, oldest first; 0 is known to be before the
 * change and the last one behind it. The culprit c is the first place of the
 * new level: places below c have the level a, the others b, both unknown, and
 * so is the noise s. A value at a place is normal around its level, now and
 * then (`outliers`) with a multiple of the noise; and each commit's own level
 * is a little off (`wander`: layout of its build, its other changes), which its
 * n values share, so that they count as having variance s^2 + n wander^2 each.
 *
 * For a given noise what was measured before c says nothing of b, nor what was
 * measured behind it of a. So the sums over a and over b are taken apart, each
 * over a grid around what is known by now, and all places between two measured
 * ones share one sum: with k measured places an update takes O(k) sums over the
 * grid, whatever the number of commits.
 */
#ifndef BASELINES_CULPRIT_H
#define BASELINES_CULPRIT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"

/** What is taken to be so of the noise, in logarithms. */
struct culprit_noise {
	double outliers; /**< share of values, 0.03 */
	double outlier_factor; /**< of their noise, 10 */
	double wander; /**< 0.005: a commit's own level is 0.5 % off */
	double sd_least; /**< the noise is not below it */
};

/** Of times, and of whatever else varies from run to run. */
extern const struct culprit_noise culprit_noise_times;
/** Of counted instructions: hardly any. */
extern const struct culprit_noise culprit_noise_counts;

/** The commits. Several culprits (of several series) share one range. */
struct culprit_range {
	size_t count; /**< at least 2 */
	/** Sum of the weights of places 1 ... i: how likely they are guilty
	 *  before anything is measured. reach[0] is 0, reach[count - 1] is
	 *  above 0. A place that adds nothing cannot be guilty. */
	double *reach;
	bool *broken; /**< cannot be measured */
	bool *built; /**< a build is there */
};

/** @param weights of `count` places, at least 0; NULL: all alike
 *  @return ERR_NOMEM; ERR_UNJUDGED where nobody can be guilty */
enum err culprit_range_init(
    struct culprit_range *range, const double *weights, size_t count);
void culprit_range_release(struct culprit_range *range);

struct culprit;

/** @param range borrowed, with what it says of broken places */
enum err culprit_new(struct culprit **out, const struct culprit_range *range,
    const struct culprit_noise *noise);
void culprit_free(struct culprit *culprit);

/**
 * Say that values are differences to a reference that is before the change, so
 * that the old level is 0 but for `sd`. Before the first value.
 */
void culprit_anchor(struct culprit *culprit, double sd);

/** Add a value, in logarithms, finite; above the others is behind the change.
 *  What is beyond the logarithm of any quotient, 10^4, counts as that.
 *  @return ERR_NOMEM, and then nothing was added */
enum err culprit_add(struct culprit *culprit, size_t place, double value_log);

/** Say that the new level is above the old one by this, at least, in
 *  logarithms: the ends were seen to differ. Without it a change of next to
 *  nothing explains any values. */
void culprit_step_least(struct culprit *culprit, double least_log);

/** What it was made with. Borrowed. */
const struct culprit_noise *culprit_noise_of(const struct culprit *culprit);

/** Forget the values of a place, or of all. */
void culprit_forget(struct culprit *culprit, size_t place);
void culprit_forget_all(struct culprit *culprit);

/** Values that a place has. O(log k) */
size_t culprit_values(const struct culprit *culprit, size_t place);

/**
 * Work the posterior out of all values; what is below speaks of it, whatever is
 * added or forgotten until the next time. There must be a value; without one on
 * each side of the change it is little worth. For k measured places a sum of
 * O(k), beside the values of places that changed, or all where the grid moves.
 *
 * @return ERR_NOMEM
 */
enum err culprit_update(struct culprit *culprit);

/** Probability that the culprit is at `place` or before it. O(log k) */
double culprit_reached(const struct culprit *culprit, size_t place);

/** Probability of each place, `count` of them. O(count) */
void culprit_probabilities(const struct culprit *culprit, double *out);

/** Commits that cannot be told apart, as those between are broken. */
struct culprit_suspect {
	size_t first;
	size_t last; /**< measurable */
	double probability;
};

/** The most probable one. O(count) */
struct culprit_suspect culprit_best(const struct culprit *culprit);

struct culprit_levels {
	double before; /**< mean of the posterior, as all below */
	double before_sd;
	double after;
	double after_sd;
	double noise; /**< s */
};

struct culprit_levels culprit_levels(const struct culprit *culprit);

/** A level, as it is known. */
struct culprit_level {
	double mean;
	double within; /**< variance, were it known who is guilty */
	double between; /**< variance of its means over who it may be */
};

/** What a value of a place would be. */
struct culprit_outlook {
	double reached; /**< culprit_reached() */
	struct culprit_level before; /**< were the place before the change */
	struct culprit_level after;
};

/** O(log k) */
struct culprit_outlook culprit_outlook(
    const struct culprit *culprit, size_t place);

/**
 * Log odds of a steady drift from one end to the other against a single change,
 * both taken to be equally likely: above 3 is about 20 to 1 for the drift. Of
 * the values as they were at the last update, and none has changed since. Where
 * a single change is plain, the odds against a drift come out too high.
 */
double culprit_drift_log_odds(const struct culprit *culprit);

/** What a value of a place says is independent of the culprit's. */
struct culprit_place {
	size_t place;
	const double *values; /**< borrowed until the next value */
	size_t count;
};

/** What was measured, by place. @return how many; *out is borrowed */
size_t culprit_places(
    const struct culprit *culprit, const struct culprit_place **out);

#endif
