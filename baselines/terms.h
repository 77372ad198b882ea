/** Terms: what one series is held to, a rule's words in the unit of the series.
 */
#ifndef BASELINES_TERMS_H
#define BASELINES_TERMS_H

#include "baselines/policy.h"
#include "baselines/series.h"
#include "core/base/buf.h"

/** Why a rule that matches a series cannot hold it to its words. */
enum terms_fault {
	TERMS_SOUND,
	TERMS_MIN_EFFECT_UNIT, /**< `min-effect` is of another kind of unit */
	TERMS_LIMIT_UNIT, /**< `max` or `min` is */
	TERMS_LIMIT_SIDE /**< `max` of bigger is better, or `min` of smaller */
};

struct terms {
	double tolerance; /**< 0.10 for 10 %; above 0 */
	double min_effect; /**< in the unit of the series; 0: none */
	double limit; /**< the largest value that passes, the smallest one
			   where bigger is better; 0: none */
	enum terms_fault fault; /**< then neither of these two is known */
	const struct policy_rule *rule; /**< borrowed; NULL: none matches */
};

/** What is asked of a series beside its rule. */
struct terms_asked {
	double tolerance; /**< in place of the rule's, and of its min-effect,
			       which it would loosen; 0: none */
	double otherwise; /**< tolerance where nothing else has one */
};

/** @param rule NULL where none matches; its texts are borrowed */
struct terms terms_make(const struct policy_rule *rule,
    const struct series_name *name, const struct terms_asked *asked);

/** Append what is wrong: `the rule "*" has max: 2ms, a time, ...`. There is a
 *  fault; the pattern and the unit are foreign. */
void terms_explain(
    const struct terms *terms, const struct series_name *name, struct buf *out);

#endif
