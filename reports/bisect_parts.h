/**
 * What the renderers of a bisection share: which answers are one finding, who
 * is likely, and what samples come to.
 */
#ifndef REPORTS_BISECT_PARTS_H
#define REPORTS_BISECT_PARTS_H

#include "core/base/buf.h"
#include "reports/bisect_report.h"

/** The one commit that did it; NULL where it is not one, or not proven. */
const struct bisect_commit *bisect_culprit(
    const struct bisect_range *range, const struct bisect_answer *answer);

/** Whether an answer says who it can be: found or unresolved. Else `first` and
 *  `last` mean nothing. */
bool bisect_is_placed(const struct bisect_answer *answer);

/** Whether no earlier answer of the range is the same finding: the same status
 *  for the same commits and the same reason. O(answers). */
bool bisect_leads(const struct bisect_range *range, size_t index);

/** The next answer after `index` that is the same finding as it; answer_count
 *  where there is none. */
size_t bisect_next_alike(const struct bisect_range *range, size_t index);

/** Whether the commits that cannot be measured are all that hides the culprit:
 *  of those from `first` to `last`, only the last one builds. */
bool bisect_is_hidden(
    const struct bisect_range *range, const struct bisect_answer *answer);

/** The commits of the part that an answer searched. */
struct bisect_counts {
	size_t commits; /**< good + 1 ... bad */
	size_t candidates; /**< of them, not innocent */
	size_t broken; /**< of them, cannot be measured */
};

struct bisect_counts bisect_count(
    const struct bisect_range *range, const struct bisect_answer *answer);

/** Broken commits of places first ... last. */
size_t bisect_broken(
    const struct bisect_range *range, size_t first, size_t last);

/** Broken commits, and lines of each one's error, that reports for people
 *  list. */
#define BISECT_BROKEN_LISTED 5

/** The places of the first broken commits among first ... last. @return how
 *  many they are */
size_t bisect_broken_listed(const struct bisect_range *range, size_t first,
    size_t last, size_t places[BISECT_BROKEN_LISTED]);

/** Adjacent places and the probability that the culprit is one of them. */
struct bisect_stretch {
	size_t first;
	size_t last;
	double probability;
};

/**
 * The most probable stretches of `wide` commits each: the part that was
 * searched is cut from its good end on, so the last may be shorter. Equal ones
 * are in the order of places. O(commits), and `max` for each that is given.
 *
 * @param least what is less probable is left out; above 0
 * @return how many were written to `out`, at most `max`, which is at least 1
 */
size_t bisect_likely(const struct bisect_answer *answer, size_t wide,
    double least, struct bisect_stretch *out, size_t max);

/** The files of an answer's culprit; NULL where they are not known. `answer`
 *  is one of the range's, which is one of the report's. */
const struct bisect_files *bisect_files_of(const struct bisect_report *report,
    const struct bisect_range *range, const struct bisect_answer *answer);

/** The side branch that an answer's culprit merged, where it was searched;
 *  else NULL. */
const struct bisect_range *bisect_side_branch(
    const struct bisect_report *report, const struct bisect_range *range,
    const struct bisect_answer *answer);

/** A range's first answer for a series, or NULL. */
const struct bisect_answer *bisect_answer_for(
    const struct bisect_range *range, const struct series_name *name);

/** The first answer that has the status of the whole, and its range.
 *  @return false where there are no answers; then both are untouched */
bool bisect_deciding(const struct bisect_report *report,
    const struct bisect_range **range, const struct bisect_answer **answer);

/** Samples in short. */
struct bisect_summary {
	double median; /**< NaN of no sample */
	double spread; /**< robust, a fraction of the median; NaN below two */
};

/** `values` may be NULL where `count` is 0. @return ERR_NOMEM */
enum err bisect_summarize(
    const double *values, size_t count, struct bisect_summary *out);

/** Write a page whole. @return ERR_IO; ERR_NOMEM where an append failed */
enum err bisect_write(const struct buf *page, FILE *file);

#endif
