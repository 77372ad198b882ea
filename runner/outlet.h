/**
 * Where the report of a command goes: its --output targets, its chart, and the
 * step summary of a job.
 */
#ifndef RUNNER_OUTLET_H
#define RUNNER_OUTLET_H

#include <stdbool.h>
#include <stdio.h>

#include "core/base/err.h"
#include "reports/render_options.h"
#include "runner/app.h"
#include "runner/targets.h"

/** Write a report in a format that targets_parse() knows. @return ERR_IO where
 *  the file refused bytes, ERR_NOMEM */
typedef enum err outlet_render_fn(const void *report, const char *format,
    const struct render_options *options, FILE *file);

/** Draw it into an SVG or PNG file. @return ERR_UNJUDGED where there is nothing
 *  to draw; gnuplot_draw()'s errors */
typedef enum err outlet_draw_fn(const void *report, const char *path);

struct outlet {
	const void *report;
	outlet_render_fn *render;
	const struct targets *targets;
	outlet_draw_fn *draw; /**< called for `chart` alone */
	const char *chart; /**< a file, or NULL */
};

/** Check the name of a chart before any work; NULL is none. @return ERR_USAGE
 */
enum err outlet_check_chart(const char *path);

/**
 * Write the report to each of its places, and its markdown to the step summary.
 * A step summary that cannot be written, and a chart without anything in it,
 * are warnings.
 *
 * @param[out] told whether all of its readers got it; may be NULL
 * @return the first error; the other places are written nevertheless
 */
enum err outlet_write(struct app *app, const struct outlet *outlet, bool *told);

#endif
