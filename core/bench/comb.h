/**
 * A set whose every answer is known from how it was made: n intervals, the i-th
 * of which starts at COMB_PITCH x i. What operations cost is measured on it.
 */
#ifndef CORE_BENCH_COMB_H
#define CORE_BENCH_COMB_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/interval/interval.h"

#define COMB_MIN 32
#define COMB_MAX (UINT64_C(1) << 24)

#define COMB_PITCH 64
#define COMB_SHORTEST 8
/** So many lengths, from COMB_SHORTEST on, all even: a best fit that is asked
 *  for an odd one cannot stop at an exact match. */
#define COMB_LENGTHS 24
/** The last interval's length, longer than any other. */
#define COMB_LONGEST 60

struct comb {
	struct interval_set *set;
	struct interval_set *twin; /**< another with the same intervals */
	size_t n;
	struct interval *ivs; /**< what the set holds */
	uint64_t total;
	/** Start of the earliest among the shortest of at least that length. */
	int64_t best[COMB_LONGEST + 1];
};

/**
 * Make a set of n intervals, COMB_MIN to COMB_MAX, in the domain
 * [0, COMB_PITCH x n). comb_release() it.
 *
 * @return ERR_NOMEM; ERR_USAGE for a manager that does not take the domain;
 *         ERR_MISMATCH where the set does not hold what it was given
 */
enum err comb_init(struct comb *comb, const char *manager, size_t n);
void comb_release(struct comb *comb);

/** @return whether the set's figures are those it was made with. O(1). */
bool comb_intact(const struct comb *comb);

/** The i-th interval, but for the last. */
static inline struct interval
comb_interval(size_t i)
{
	uint32_t mixed = (uint32_t)i * UINT32_C(2654435761) >> 16;
	int64_t start = (int64_t)i * COMB_PITCH;

	return (struct interval){
	    start, start + COMB_SHORTEST + 2 * (mixed % COMB_LENGTHS)};
}

/** What is between the i-th interval and the next one. */
static inline struct interval
comb_gap(size_t i)
{
	return (struct interval){
	    comb_interval(i).end, (int64_t)(i + 1) * COMB_PITCH};
}

/** Offsets inside the i-th interval, touching neither end. */
static inline struct interval
comb_piece(size_t i)
{
	int64_t start = (int64_t)i * COMB_PITCH;

	return (struct interval){start + 2, start + 6};
}

#endif
