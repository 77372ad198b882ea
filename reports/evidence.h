/**
 * What a series' verdict rests on, in words: for formats that show one series
 * at a time. Appended unescaped, as in phrases.h; only line breaks inside of
 * names and notes are made visible in evidence_lines().
 */
#ifndef REPORTS_EVIDENCE_H
#define REPORTS_EVIDENCE_H

#include <stdbool.h>

#include "core/base/buf.h"
#include "reports/report.h"

/** "+26.0 % [+24.1, +28.0], tolerance 10 %"; of one that is beyond its limit
 *  what phrase_beyond() says. One line, without its end. */
void evidence_change(struct buf *out, const struct report_series *series);

/** Its values, change, interval, tolerance, rounds and note, each on a line
 *  that ends, with its title before it. */
void evidence_lines(struct buf *out, const struct report_series *series);

/** Verdict and first line of the reason: "missing: the base has it, head did
 *  not print it". */
void evidence_unjudged(struct buf *out, const struct report_unjudged *row);

/** Whether no series, judged or not, tells of the report's verdict: a format
 *  that shows series alone then has to tell it besides. */
bool evidence_lacks_verdict(const struct report *report);

#endif
