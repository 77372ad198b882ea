/**
 * The segmentation of least cost: a series as levels, where each segment costs
 * the sum of squared distances from its mean, and each change a penalty.
 *
 * Exact, by functional pruning: of each place where the last segment could
 * start its cost is kept as a function of the level, and a place is forgotten
 * when at every level another one is cheaper. A segment has a least length: a
 * place counts from the point on at which its segment has it, which keeps the
 * pruning exact, since from then on it may always be the last.
 *
 * Sources: B. Jackson et al., "An algorithm for optimal partitioning of data on
 * an interval", IEEE Signal Processing Letters 12 (2005); R. Maidstone, T.
 * Hocking, G. Rigaill, P. Fearnhead, "On optimal multiple changepoint
 * algorithms for large data", Statistics and Computing 27 (2017), section 3.
 */
#ifndef BASELINES_SEGMENTATION_H
#define BASELINES_SEGMENTATION_H

#include <stddef.h>

#include "core/base/err.h"

struct segmentation;

/** @param penalty of a change, in squares of the values; at least 0
 *  @param segment_least points of a segment; at least 1
 *  @return NULL where memory runs out */
struct segmentation *segmentation_new(double penalty, size_t segment_least);
void segmentation_free(struct segmentation *segmentation);

/** Forget all points, and take another penalty from now on. */
void segmentation_reset(struct segmentation *segmentation, double penalty);

/**
 * Append a point. O(candidates), which are some dozens in practice: about ln n
 * without changes. Memory grows by 32 bytes a point.
 *
 * @param value finite, and small enough for its square; best centred
 * @return ERR_NOMEM, and then it is as it was
 */
enum err segmentation_append(struct segmentation *segmentation, double value);

size_t segmentation_points(const struct segmentation *segmentation);

/** Remember this state; segmentation_rewind() comes back to it. One state is
 *  remembered, until segmentation_reset(). O(candidates). @return ERR_NOMEM */
enum err segmentation_mark(struct segmentation *segmentation);

/** Back to the marked state. O(candidates). Only after segmentation_mark(). */
void segmentation_rewind(struct segmentation *segmentation);

/** Least cost of all points: squared distances, and the penalty for each
 *  change. Infinite below segment_least points. */
double segmentation_cost(const struct segmentation *segmentation);

/** Changes in the segmentation of least cost. O(changes). */
size_t segmentation_count(const struct segmentation *segmentation);

/** Its changes, each the first point of a segment, ascending.
 *  @param[out] changes segmentation_count() places. O(changes) */
void segmentation_changes(
    const struct segmentation *segmentation, size_t *changes);

/** Candidates that are kept now: what an append looks at. */
size_t segmentation_candidates(const struct segmentation *segmentation);

#endif
