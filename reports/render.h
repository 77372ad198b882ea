/**
 * The renderers, rows of one table. A renderer takes a report and writes to one
 * FILE; it has no other input, so equal reports give equal bytes.
 */
#ifndef REPORTS_RENDER_H
#define REPORTS_RENDER_H

#include <stdbool.h>
#include <stdio.h>

#include "core/base/err.h"
#include "reports/render_options.h"
#include "reports/report.h"

struct renderer {
	const char *name; /**< "text", "markdown", "json" */
	const char *summary; /**< one line for --help */
	bool whole; /**< it renders a report's others, too */
	/** @return ERR_IO where the file refused bytes, ERR_NOMEM. */
	enum err (*render)(const struct report *report,
	    const struct render_options *options, FILE *file);
};

/** All renderers; ends with a row whose name is NULL. */
extern const struct renderer renderers[];

/** @return NULL for an unknown name. */
const struct renderer *renderer_find(const char *name);

/** Render a report and its others to an open file. @return as `render` */
enum err render_write(const struct renderer *renderer,
    const struct report *report, const struct render_options *options,
    FILE *file);

#endif
