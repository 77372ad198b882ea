/**
 * Gaps: where a history changed between two measured commits that have
 * unmeasured ones between them, so that it is not known which of these did it.
 * Pure functions over arrays.
 *
 * A gap is a change that trend_make() found, or a step: two neighbouring points
 * of an epoch where the nearest points before all lie on one side of all those
 * behind, further away than GAPS_STEP_LEAST and GAPS_STEP_SIGMAS times the
 * noise between neighbours. Steps are there since the first points of a history
 * are too few for a change. A step that is noise costs measurements, which are
 * as good as any; nothing is judged by it.
 */
#ifndef BASELINES_GAPS_H
#define BASELINES_GAPS_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/history.h"
#include "baselines/trend.h"
#include "core/base/err.h"

#define GAPS_STEP_LEAST 0.05 /**< a ratio minus 1 */
#define GAPS_STEP_SIGMAS 3.0
#define GAPS_STEP_NEIGHBOURS 3 /**< points a side, at most */
/** Points of an epoch from which on its noise is known. */
#define GAPS_NOISE_POINTS 6

/** Places of two measured commits, 0 is the oldest of the branch. */
struct gap {
	size_t low; /**< the last of the old level */
	size_t high; /**< the first of the new one, at least low + 2 */
	bool regression; /**< of a series that is still worse for it */
	/** What settling it is worth: over its series the sum of the change in
	 *  units of half its interval, all in logarithms. */
	double weight;
};

struct gaps {
	struct gap *items; /**< by low and high, each pair once */
	size_t count;
};

/** Whether what is measured today, of the commit at a place, can be compared
 *  with an epoch. Asked of the last point of an epoch that has a gap. */
typedef bool gaps_compares_fn(
    void *ctx, const struct history_epoch *epoch, size_t place);

/**
 * Find the gaps of a line and add them. O(n) in its points, O(g log g) in the
 * gaps.
 *
 * @param gaps zeroed before the first line; release it with gaps_release()
 * @param compares epochs for which it says no have no gaps
 * @return ERR_NOMEM
 */
enum err gaps_add(struct gaps *gaps, const struct history_line *line,
    const struct trend *trend, gaps_compares_fn *compares, void *ctx);
void gaps_release(struct gaps *gaps);

/**
 * Choose the commit that settles most: of each gap the one nearest to its
 * middle that is not closed, the older of two. It is worth the weight of every
 * gap that it lies in; regressions come before all else. O(g^2 + places).
 *
 * @param closed for each place whether it is not to be chosen: measured, or
 *        tried in vain
 * @return HISTORY_NOWHERE where no gap has a commit left
 */
size_t gaps_choose(const struct gaps *gaps, const bool *closed);

/** How many measurements settle a gap at most: of 7 unmeasured commits 3. */
size_t gaps_steps(const struct gap *gap);

#endif
