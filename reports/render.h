/**
 * The renderers, rows of one table. A renderer takes a report and writes to one
 * FILE; it has no other input, so equal reports give equal bytes.
 */
#ifndef REPORTS_RENDER_H
#define REPORTS_RENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/base/err.h"
#include "reports/report.h"

struct render_options {
	bool colour; /**< only the text renderer; colours by SGR codes */
	bool verbose; /**< all series, also those shown only */
	int width; /**< columns of the terminal; 0: not one, nothing is
			cut */
};

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

/**
 * Render to a file, replaced whole or not at all, or to standard output for
 * "-". @return ERR_IO naming the path.
 */
enum err render_to(const struct renderer *renderer, const struct report *report,
    const struct render_options *options, const char *path);

#endif
