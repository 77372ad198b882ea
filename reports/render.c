#include "reports/render.h"

#include <string.h>

#include "reports/place.h"
#include "reports/renderers.h"

const struct renderer renderers[] = {
    {"text", "a table for people", false, render_text},
    {"markdown", "for a step summary or a comment", false, render_markdown},
    {"json", "tidemark.result/1, for programs", true, render_json},
    {NULL, NULL, false, NULL},
};

const struct renderer *
renderer_find(const char *name)
{
	for (const struct renderer *row = renderers; row->name; row++) {
		if (strcmp(row->name, name) == 0)
			return row;
	}
	return NULL;
}

enum verdict
report_overall(const struct report *report)
{
	enum verdict worst = report->verdict;

	for (size_t i = 0; i < report->other_count; i++)
		worst = verdict_worse(worst, report->others[i]->verdict);
	return worst;
}

enum err
render_write(const struct renderer *renderer, const struct report *report,
    const struct render_options *options, FILE *file)
{
	enum err err = renderer->render(report, options, file);

	if (renderer->whole || !report->other_count)
		return err;
	for (size_t i = 0; !err && i < report->other_count; i++) {
		fputc('\n', file);
		err = renderer->render(report->others[i], options, file);
	}
	if (!err &&
	    fprintf(file, "\nagainst %zu bases: %s\n", report->other_count + 1,
		verdict_name(report_overall(report))) < 0)
		err = err_fail(ERR_IO, "the report cannot be written");
	return err;
}

/* One job for place_write(). */
struct rendering {
	const struct renderer *renderer;
	const struct report *report;
	const struct render_options *options;
};

static enum err
render(void *ctx, FILE *file)
{
	const struct rendering *job = ctx;

	return render_write(job->renderer, job->report, job->options, file);
}

enum err
render_to(const struct renderer *renderer, const struct report *report,
    const struct render_options *options, const char *path)
{
	struct rendering job = {renderer, report, options};

	return place_write(path, render, &job);
}
