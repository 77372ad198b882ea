/**
 * Pieces of sentences that the renderers for people share. What is appended is
 * unescaped, as in columns.h: names, notes and paths are foreign.
 */
#ifndef REPORTS_PHRASES_H
#define REPORTS_PHRASES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "reports/report.h"

/** "benchmark/metric"; the benchmark alone where `metric` is NULL. */
void phrase_name(struct buf *out, const char *benchmark, const char *metric);

/** The first 12 characters of a commit id; "-" for NULL. */
void phrase_oid(struct buf *out, const char *oid);

/** What a source of a config is called: a commit id is shortened, "work tree"
 *  and paths stay; "-" for NULL. */
void phrase_config_from(struct buf *out, const char *config_from);

/**
 * What is to be said of a series below the table: its note, who acknowledged
 * it and why, and where it is inconclusive its minimum detectable effect and
 * how many rounds it needs.
 * @return whether there is anything; else nothing was appended.
 */
bool phrase_note(struct buf *out, const struct report_series *series);

/** The tolerance that its base's value has: that of the rule, or what the
 *  absolute effect is of that value where it is more. "-" where it is not
 *  known, "any" where nothing can be slower by so much. */
void phrase_tolerance(struct buf *out, const struct report_series *series);

/** "is 2.310 ms, beyond its limit of 2.000 ms". */
void phrase_beyond(struct buf *out, double value, double limit,
    const struct series_name *name);

/** "protocol/x/real_time is 26 % slower, tolerance 10 %"; of one that is beyond
 *  its limit what phrase_beyond() says. */
void phrase_worst(struct buf *out, const struct report_series *series);

/** "1 regressed, 14 pass". Verdicts without series are left out. */
void phrase_counts(struct buf *out, const size_t counts[VERDICT_COUNT]);

/** "14 rounds, 84 processes, builds 41.0 s, measuring 4m10s, seed 7". */
void phrase_effort(struct buf *out, const struct report *report);

/** "budget 10m00s, 42 % spent; 12 of 96 blocks filtered", the last part only
 *  where there are any. There is a budget. */
void phrase_budget(struct buf *out, const struct report *report);

/** "20 blocks, 12 of them filtered, 1m10s". */
void phrase_part(struct buf *out, const struct report_part *part);

/** What q-values are of: the line above a list of them. */
extern const char phrase_q_values[];

/** Whether the q-value is worth a line: known, and not 1. */
bool phrase_has_q(const struct report_series *series);

/** "7.2 %", or "below 0.1 %". */
void phrase_q(struct buf *out, const struct report_series *series);

/** How the table is to be read, with the confidence of its intervals; nothing
 *  where no series has an interval. @return whether anything was appended. */
bool phrase_legend(struct buf *out, const struct report *report);

/** `text`, or "-" where it is NULL. */
const char *phrase_or_dash(const char *text);

/** The report's reason, a general one where it is identical without; or NULL.
 */
const char *phrase_reason(const struct report *report);

/** What is said where nothing is stored to compare with; the second where the
 *  config lets that pass. */
extern const char phrase_no_baseline[];
extern const char phrase_first_run[];

/** What is said of a comparison of stored samples. */
extern const char phrase_weak[];

#endif
