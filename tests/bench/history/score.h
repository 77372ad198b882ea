/**
 * How well found changes agree with the true ones.
 *
 * Source: G. J. J. van den Burg, C. K. I. Williams, "An evaluation of change
 * point detection algorithms", arXiv:2003.06222 (2020), section 4.
 */
#ifndef TESTS_BENCH_HISTORY_SCORE_H
#define TESTS_BENCH_HISTORY_SCORE_H

#include <stddef.h>

/** A change counts as found where it is at most so many points off. */
#define SCORE_MARGIN 5

/** Indices, ascending, none of them 0. */
struct changes {
	const size_t *items;
	size_t count;
};

/** Harmonic mean of precision and recall, each with the start of the series as
 *  a change that is there and found: 1 for two empty lists. A true change
 *  counts once. */
double score_f1(struct changes truth, struct changes found);

/** Of each true segment the best overlap with a found one (intersection over
 *  union), weighted by its length; n > 0. */
double score_cover(struct changes truth, struct changes found, size_t n);

#endif
