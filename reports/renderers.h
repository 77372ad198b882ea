/** The rows of the table in render.h, one a source file. */
#ifndef REPORTS_RENDERERS_H
#define REPORTS_RENDERERS_H

#include "reports/render.h"

/**
 * For eyes and logs. A table of the judged series, at most 50 rows unless more
 * do not pass (or `verbose`), then what was not judged, notes and warnings, the
 * noise floor, the machine.
 */
enum err render_text(const struct report *report,
    const struct render_options *options, FILE *file);

/** The largest text that render_markdown() makes, that of a step summary. */
#define MARKDOWN_MAX_BYTES ((size_t)1024 * 1024)
/** Less than that has no room for what every page says. */
#define MARKDOWN_LEAST_BYTES ((size_t)16 * 1024)

/**
 * GitHub's markdown, for a step summary or a comment. Where there is too much,
 * rows of the least weight are left out and counted; never the heading.
 */
enum err render_markdown(const struct report *report,
    const struct render_options *options, FILE *file);

/**
 * One self-contained page of at most HTML_SHEET_MAX bytes: nothing is fetched.
 * All series in a table that can be sorted, the samples of those that do not
 * pass and of 20 more as pictures. Where there is too much, rows of the least
 * weight are left out and counted.
 */
enum err render_html(const struct report *report,
    const struct render_options *options, FILE *file);

/** tidemark.result/1, written series by series. */
enum err render_json(const struct report *report,
    const struct render_options *options, FILE *file);

/** RFC 4180 (csv.h): a heading, a row a series, then what was not measured with
 *  its reason as the note; those of further bases follow. */
enum err render_csv(const struct report *report,
    const struct render_options *options, FILE *file);

/**
 * JUnit's XML (junit.h): a testsuite a base, a testcase a series. Regressed is
 * a failure; failed or missing an error; inconclusive, new and what is shown
 * only are skipped, so that nothing unmeasured looks passed. A verdict that no
 * series tells of is a testcase of its own.
 */
enum err render_junit(const struct report *report,
    const struct render_options *options, FILE *file);

/** OpenMetrics 1.0 (openmetrics.h), gauges and verdicts as statesets; what is
 *  not known has no sample. */
enum err render_openmetrics(const struct report *report,
    const struct render_options *options, FILE *file);

/** RFC 4287 (atom.h), an entry for each series that does not pass, at head's
 *  time: the same comparison is the same entry. */
enum err render_atom(const struct report *report,
    const struct render_options *options, FILE *file);

/** The overall verdict and how many series have it, as SVG (badge.h). */
enum err render_badge(const struct report *report,
    const struct render_options *options, FILE *file);

#endif
