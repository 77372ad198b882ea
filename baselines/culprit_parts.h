/** What the parts of a culprit share. Internal to baselines/culprit*.c. */
#ifndef BASELINES_CULPRIT_PARTS_H
#define BASELINES_CULPRIT_PARTS_H

#include "baselines/culprit.h"

#define CULPRIT_LEVELS 25 /* of a grid */
#define CULPRIT_NOISES 7
#define CULPRIT_REACH 4.5 /* standard errors, either side */
/* No quotient of two doubles has a logarithm beyond 1,500; what is beyond this
 * counts as this, so that squares of levels stay exact to 1e-8. */
#define CULPRIT_LOG_MOST 1e4

/* Log-likelihoods of a place's values, by noise and level. */
struct culprit_cells {
	double log[CULPRIT_NOISES][CULPRIT_LEVELS];
};

/* Levels, evenly spaced. */
struct culprit_axis {
	double at[CULPRIT_LEVELS];
	double step;
	double prior[CULPRIT_LEVELS]; /* log, up to a constant */
};

struct culprit_grid {
	struct culprit_axis before;
	struct culprit_axis after;
	double noises[CULPRIT_NOISES];
};

/* The marginal of an axis, or of the noises. */
struct culprit_moments {
	double mean;
	double sd;
	double edge; /* probability of its ends */
};

struct culprit_posterior {
	struct culprit_moments before;
	struct culprit_moments after;
	struct culprit_moments noise;
	double evidence_log; /* of all values, up to the grids' steps */
};

/* Of one level, over gaps: sums of their probabilities, of the level's means
 * there, of the squares of these, and of its variances there. Levels are
 * counted from the middle of their axis. */
struct culprit_sums {
	double probability;
	double mean;
	double square;
	double variance;
};

/* What is kept of a measured place. */
struct culprit_held {
	double *values;
	size_t capacity;
	struct culprit_cells low; /* were it before the change */
	struct culprit_cells high;
	bool low_known; /* of all its values, on the grid that there is */
	bool high_known;
};

/* The culprit is behind the end of the gap before, and not behind this one's.
 * Each ends at a measured place, the last one at the range's last. */
struct culprit_gap {
	size_t end;
	double probability;
	double reached; /* sum of the probabilities up to this gap */
	struct culprit_sums before; /* up to this gap, too */
	struct culprit_sums after;
	double logs[CULPRIT_NOISES]; /* joint with each noise, unnormalized */
};

struct culprit {
	const struct culprit_range *range;
	const struct culprit_noise *noise;
	double anchor_sd; /* 0: none */
	double step_least;

	struct culprit_place *places; /* by place; at least one value each */
	struct culprit_held **held; /* of each place */
	size_t count;
	size_t capacity;

	struct culprit_grid grid;
	size_t grid_values; /* of both ends as it was laid; 0: there is none */

	struct culprit_gap *gaps; /* as of the last update */
	size_t gap_count; /* 0: never updated */
	size_t gap_capacity;
	struct culprit_posterior posterior;
	bool current; /* the posterior is that of all values */
};

/** Lay the grids around what the values of both ends say by themselves.
 *  @return ERR_NOMEM */
enum err culprit_grid_start(struct culprit *culprit);

/** Lay anew, around the posterior, what is too wide, too narrow or beside it.
 *  @return false where nothing is */
bool culprit_grid_centre(struct culprit *culprit);

/** Levels of a row. */
struct culprit_levels_at {
	double first;
	double step; /**< at least 0 */
};

/** Log-likelihoods of the levels by the values of a place. */
void culprit_row(double *out, const struct culprit_place *place,
    const struct culprit_levels_at *at, double sd,
    const struct culprit_noise *noise);

/** Standard deviation of each of a place's values, where the noise is `s`. */
double culprit_sd(const struct culprit_noise *noise, double s, size_t count);

/** No level is known better. */
double culprit_sd_finest(const struct culprit *culprit);

/** For each level before, the first of those after that is far enough above;
 *  CULPRIT_LEVELS where none is. */
void culprit_firsts(
    size_t *firsts, const struct culprit_grid *grid, double step_least);

/** Work out what is not known of the places' likelihoods. */
void culprit_likelihoods(struct culprit *culprit);

/** Work out the gaps and the posterior; there is room for the gaps. */
void culprit_sum(struct culprit *culprit);

#endif
