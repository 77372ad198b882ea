/**
 * Sentences and table columns of a bisection that the renderers for people
 * share. What is appended is unescaped: subjects, authors, files, errors and
 * names of benchmarks are foreign.
 */
#ifndef REPORTS_BISECT_PHRASES_H
#define REPORTS_BISECT_PHRASES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "reports/bisect_parts.h"
#include "reports/bisect_report.h"

/** "bisect: 0a0a0a0a0a0a..0b0b0b0b0b0b, 12 commits: found". */
void bisect_phrase_summary(struct buf *out, const struct bisect_report *report);

/** "555555555555 merges 12 commits; of these". The range is a side branch. */
void bisect_phrase_merge(struct buf *out, const struct bisect_range *range);

/** The finding: "found: 555555555555 parser: build the table for each call". */
void bisect_phrase_heading(struct buf *out, const struct bisect_report *report,
    const struct bisect_range *range, const struct bisect_answer *answer);

/** "by Ada Author, 2026-11-20". */
void bisect_phrase_author(struct buf *out, const struct bisect_commit *commit);

/** "changed a.c, b.c and 3 more". */
void bisect_phrase_files(struct buf *out, const struct bisect_files *files);

/** "merges 12 commits; of these 777777777777 did it, probability 98.1 %". */
void bisect_phrase_branch(struct buf *out, const struct bisect_range *branch,
    const struct bisect_answer *answer);

/** What limits or explains an answer, a phrase each: reverted, found on
 *  instructions. @return whether anything was appended */
bool bisect_phrase_note(struct buf *out, const struct bisect_answer *answer);

/** "parse/64/real_time is 12.1 % slower [+10.8, +13.4], 14 rounds of pairs";
 *  where the step was not measured in pairs, what the ends are. */
void bisect_phrase_series(struct buf *out, const struct bisect_answer *answer);

/** Samples in short, "41.20 ns ± 0.7 %"; "-" of none. */
void bisect_phrase_samples(
    struct buf *out, const double *values, size_t count, const char *unit);

/** "99.8 %", "above 99.9 %", "below 0.1 %". */
void bisect_phrase_probability(struct buf *out, double probability);

/** "of 12 commits in the range 10 could be guilty; 2 do not build". */
void bisect_phrase_counts(struct buf *out, const struct bisect_range *range,
    const struct bisect_answer *answer);

/** A commit and its subject, or "A..B, N commits". */
void bisect_phrase_stretch(struct buf *out, const struct bisect_range *range,
    const struct bisect_stretch *stretch);

/** Stretches that bisect_phrase_likely() gives at most. */
#define BISECT_LIKELY_MAX 5

/** What can be guilty beside a finding, most probable first: single commits, or
 *  eighths of the range where it drifts. None of what is found or hidden.
 *  @return how many */
size_t bisect_phrase_likely(const struct bisect_range *range,
    const struct bisect_answer *answer,
    struct bisect_stretch out[BISECT_LIKELY_MAX]);

/** "84 runs, 14 builds (3 more were there), 12m10s". */
void bisect_phrase_effort(struct buf *out, const struct bisect_report *report);

/** "steps of 2 % and more, confidence 95 %, machine KEY, config from X". */
void bisect_phrase_terms(struct buf *out, const struct bisect_report *report);

/** Posterior of the part that was searched as a sparkline. */
void bisect_phrase_posterior(
    struct buf *out, const struct bisect_answer *answer, size_t width);

#define BISECT_COLUMN_COUNT 6

/** A column of what was measured, one row a level. */
struct bisect_column {
	const char *title;
	bool right; /**< set flush right */
	void (*put)(struct buf *out, const struct bisect_range *range,
	    const struct bisect_answer *answer,
	    const struct bisect_level *level);
};

extern const struct bisect_column bisect_columns[BISECT_COLUMN_COUNT];

#endif
