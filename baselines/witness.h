/**
 * Instruction counts, the second witness beside time: they say without noise
 * whether head does more work than base, and nothing of how long it takes.
 * Pure functions over numbers.
 */
#ifndef BASELINES_WITNESS_H
#define BASELINES_WITNESS_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/series.h"
#include "baselines/verdict.h"

/** Where no rule names instructions: 0.3 %. */
#define WITNESS_TOLERANCE 0.003
/** Counts of equal things that differ by more than this part of the tolerance
 *  do not repeat. */
#define WITNESS_REPEAT_PART 3

/** At most so many counts of a side. */
#define WITNESS_COUNTS 2

/** Counts of each side, above 0, in the order in which they were made. */
struct witness_counts {
	double values[SIDE_COUNT][WITNESS_COUNTS];
	size_t n[SIDE_COUNT]; /**< how many there are */
};

/** Ratios above 1 are worse. */
struct witness {
	double base_value; /**< the smallest of the counts: what may come on
				top of a program's work adds to them */
	double head_value;
	double ratio; /**< head/base */
	double control_ratio; /**< NaN without a control */
	double tolerance;
	/** The greatest ratio minus 1 of counts that should be equal: a side's
	 *  own, or control and base. Its sign is that of the second one. */
	double repeat;
	/** Of the counts alone, by one look: improved where head is more than
	 *  the tolerance below the base, inconclusive where they do not
	 *  repeat. */
	enum verdict verdict;
};

/**
 * Judge counts of base and head, at least one each; a control's may be there.
 *
 * @param tolerance 0.003 for 0.3 %; above 0
 */
void witness_judge(
    struct witness *out, const struct witness_counts *counts, double tolerance);

/** What counts add to the verdict of a time. They never change it. */
enum witness_word {
	WITNESS_SILENT,
	WITNESS_CONFIRMS, /**< time and counts are both beyond tolerance */
	WITNESS_MENTIONS, /**< more instructions, and one of the two is within
			       its tolerance or not proven */
	/** Slower, without more instructions than WITNESS_TOLERANCE and the
	 *  tolerance allow: layout, cache, memory, I/O. */
	WITNESS_DENIES
};

/** @param time the verdict of a series of the same processes' times */
enum witness_word witness_on(const struct witness *witness, enum verdict time);

#endif
