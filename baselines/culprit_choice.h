/**
 * Which commit to measure next: the one that is expected to say most about the
 * culprit for what it costs. Pure functions.
 *
 * A value at place x asks one question, whether the culprit is at x or before
 * it, through a noisy channel: two levels, d noises apart. What it says in bits
 * is the information of a binary input with normal noise at p = P(c <= x):
 * most where p is one half. A repeated value at one place is worth less by what
 * the commit's own level is off.
 */
#ifndef BASELINES_CULPRIT_CHOICE_H
#define BASELINES_CULPRIT_CHOICE_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/culprit.h"

/** Runs of one visit, at most. */
#define CULPRIT_RUNS_MAX 4

/** What things cost, in runs. */
struct culprit_costs {
	double build; /**< of a commit that is not built */
	double visit; /**< whatever a visit takes beside its runs: a checkout, a
			   trial */
	double run; /**< 1; 2 where each run needs one of a reference */
};

struct culprit_visit {
	size_t place;
	size_t runs; /**< at least 1 */
	double bits; /**< expected, of all series */
	double cost;
};

/**
 * Choose. Broken places are left out, and those near them are taken to be
 * likely broken as long as nothing built lies between: d places away, with
 * probability 1 / (1 + d).
 *
 * @param culprits of one range, updated; those that are still searched for
 * @return false where nothing says anything: all that can be measured has been
 */
bool culprit_choose(const struct culprit *const *culprits, size_t count,
    const struct culprit_range *range, const struct culprit_costs *costs,
    struct culprit_visit *out);

/**
 * Information in bits of one value about a question whose answer is yes with
 * probability p, where yes and no are d standard deviations apart.
 */
double culprit_information(double p, double d);

#endif
