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
#define MARKDOWN_MAX_BYTES (1024 * 1024)

/**
 * GitHub's markdown, for a step summary or a comment. Where there is too much,
 * rows of the least weight are left out and counted; never the heading.
 */
enum err render_markdown(const struct report *report,
    const struct render_options *options, FILE *file);

/** tidemark.result/1, written series by series. */
enum err render_json(const struct report *report,
    const struct render_options *options, FILE *file);

#endif
