/**
 * The order in which every renderer shows series: judged ones first, worst
 * verdict first, then the largest ratio, unknown ratios last, then by name;
 * behind them those shown only, ordered alike but for the verdict.
 */
#ifndef REPORTS_RANKING_H
#define REPORTS_RANKING_H

#include <stddef.h>

#include "core/base/err.h"
#include "reports/report.h"

struct ranking {
	const struct report_series **rows; /**< `count` borrowed series */
	size_t judged; /**< rows before those shown only */
	size_t notable; /**< rows before those that pass or are identical */
	size_t count;
	size_t verdicts[VERDICT_COUNT]; /**< judged rows of each, and what was
					     not judged */
};

/** Borrows the report's series. @return ERR_NOMEM. */
enum err ranking_init(struct ranking *ranking, const struct report *report);
void ranking_release(struct ranking *ranking);

/** Geometric mean of the judged rows' ratios, NaN for fewer than two ratios. */
double ranking_mean_ratio(const struct ranking *ranking);

#endif
