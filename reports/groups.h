/**
 * Geometric means over groups: the judged series of one metric, unit and
 * direction whose benchmarks have the same name up to the first '/'. They sum
 * up and are never judged.
 */
#ifndef REPORTS_GROUPS_H
#define REPORTS_GROUPS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "reports/ranking.h"

/** Groups that renderers for people list unless they show everything. */
#define GROUPS_LISTED 20

struct group {
	const struct series_name *name; /**< of one of its series */
	size_t count; /**< series of it, at least 2 */
	double ratio; /**< geometric means of them */
	double base_value;
	double head_value;
};

struct groups {
	struct group *rows; /**< the largest ratio first, then by name */
	size_t count;
};

/**
 * Find the groups of at least two series that have a ratio and both values,
 * all above 0. O(n log n). Borrows the ranking's names.
 * @return ERR_NOMEM
 */
enum err groups_init(struct groups *groups, const struct ranking *ranking);
void groups_release(struct groups *groups);

/** "protocol/…", with the metric "protocol/…/real_time". As foreign as its
 *  benchmarks' names. */
void group_title(struct buf *out, const struct group *group, bool with_metric);

#endif
