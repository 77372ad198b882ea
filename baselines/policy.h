/**
 * Policy: what a series is held to. Rules are tried in order and the first
 * whose pattern matches decides, as a whole, as in `rules` of tidemark.yml.
 */
#ifndef BASELINES_POLICY_H
#define BASELINES_POLICY_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/band.h"
#include "baselines/quantity.h"

/** Quantities of value 0 are not asked for. */
struct policy_rule {
	const char *match; /**< pattern for "benchmark/metric"; borrowed */
	double tolerance; /**< 0.10 for 10 %; 0: the default */
	struct quantity min_effect; /**< a smaller slowdown passes */
	struct quantity max; /**< the largest value that passes */
	struct quantity min; /**< the smallest one, of bigger is better */
	struct band_rule band; /**< for the history */
};

/**
 * The first rule that matches, or NULL.
 *
 * @param series "benchmark/metric", such as "protocol/boundary/10000/p99"
 */
const struct policy_rule *policy_find(
    const struct policy_rule *rules, size_t count, const char *series);

/**
 * The same among those rules alone that name the series' metric: whose pattern
 * ends in "/METRIC". For a metric that a star is not meant for.
 */
const struct policy_rule *policy_find_of_metric(const struct policy_rule *rules,
    size_t count, const char *series, const char *metric);

/**
 * Tolerance of a series: that of policy_find().
 *
 * @param otherwise what a series gets that no rule matches, or one without a
 *        tolerance
 */
double policy_tolerance(const struct policy_rule *rules, size_t count,
    const char *series, double otherwise);

/** The same by policy_find_of_metric(). */
double policy_tolerance_of_metric(const struct policy_rule *rules, size_t count,
    const char *series, const char *metric, double otherwise);

/** Whether a rule's pattern ends in "/METRIC". */
bool policy_names_metric(const struct policy_rule *rule, const char *metric);

/**
 * Match the whole of `text` against a pattern, byte by byte whatever the
 * locale:
 *
 *	*	any run of bytes, none included, '/' included
 *	?	any one byte
 *	[a-z_]	one byte of the set; [!a-z_] one byte outside it. A ']' that
 *		comes first belongs to the set, so does a '-' at either end; a
 *		range from high to low is empty
 *	\x	x itself, also inside a set
 *
 * Anything else matches itself, and so do a '[' without its ']' and a '\' at
 * the end. Time is at most the product of the lengths for a pattern whose '['
 * are all closed; no pattern is exponential.
 */
bool policy_glob(const char *pattern, const char *text);

#endif
